/** Reads every import specifier of a module, with TypeScript's own parser. */

import ts from "typescript";
import type { Strength } from "./rules.ts";

export interface Import {
  /** null: `import(expression)`, which nobody can check. */
  readonly specifier: string | null;
  readonly strength: Strength;
  /** From 1. */
  readonly line: number;
}

/** The imports of a module in source order; null when it does not parse, because then nothing is known of it. */
export function readImports(fileName: string, text: string): readonly Import[] | null {
  const { diagnostics = [] } = ts.transpileModule(text, { fileName, reportDiagnostics: true });
  if (diagnostics.length > 0) return null;
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, strength: Strength) =>
    imports.push({
      specifier: specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : null,
      strength,
      line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
    });
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      // `import { type A }` still loads the module under verbatimModuleSyntax: only `import type` does not.
      const isType = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
      add(node, node.moduleSpecifier, isType ? "type" : "value");
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
      add(node, node.moduleSpecifier, node.isTypeOnly ? "type" : "value");
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node, node.moduleReference.expression, node.isTypeOnly ? "type" : "value");
    } else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, "type");
    } else if (ts.isCallExpression(node) && isLoadingCall(node.expression)) {
      add(node, node.arguments[0], "value");
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

function isLoadingCall(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");
}
