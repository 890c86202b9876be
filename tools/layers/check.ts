/** Holds every import of a source tree against the rules, and looks for folders that import each other in a circle. */

import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { type Import, readImports } from "./imports.ts";
import { RULES, type Rule } from "./rules.ts";

export interface LayersReport {
  readonly files: number;
  /** Files that could be read and parsed; fewer than `files` is a problem of its own. */
  readonly modules: number;
  readonly imports: number;
  readonly problems: readonly string[];
}

/** A module of the tree: path below the root with "/" separators. */
interface Module {
  readonly path: string;
  readonly imports: readonly Import[];
}

/** `x.test.ts`, and what several tests share in a folder `testing`. */
const TEST_CODE = /\.test\.ts$|(^|\/)testing\//;

/** Tests may import what they like, and only tests may import them; everything else under `root` keeps to the rules. */
export function checkLayers(root: string, rules: Readonly<Record<string, Rule>> = RULES): LayersReport {
  const paths = sourceFiles(root);
  const problems: string[] = [];
  const modules: Module[] = [];
  for (const path of paths) {
    const imports = readImports(path, readFileSync(join(root, path), "utf8"));
    if (imports === null) problems.push(`${path}: does not parse, so its imports are unknown`);
    else modules.push({ path, imports });
  }
  const known = new Set(paths);
  const folderEdges = new Map<string, Set<string>>();
  for (const module of modules) {
    for (const one of module.imports) {
      const problem = judge(root, module.path, one, rules, known);
      if (problem !== null) problems.push(`${module.path}:${one.line}: ${problem}`);
      const target = one.specifier === null ? null : moduleBehind(root, module.path, one.specifier);
      if (target !== null) addFolderEdge(folderEdges, posix.dirname(module.path), posix.dirname(target));
    }
  }
  for (const cycle of folderCycles(folderEdges)) problems.push(`folders import each other: ${cycle.join(" -> ")}`);
  const imports = modules.reduce((sum, module) => sum + module.imports.length, 0);
  if (paths.length === 0) problems.push(`no modules found under ${root}: the check saw nothing`);
  else if (imports === 0) problems.push(`no imports found in ${paths.length} files: the check saw nothing`);
  return { files: paths.length, modules: modules.length, imports, problems };
}

function sourceFiles(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !TEST_CODE.test(path))
    .toSorted();
}

/** The path below the root that a relative specifier names; null for Node's modules and packages. */
function moduleBehind(root: string, from: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) return null;
  return relative(root, resolve(root, dirname(from), specifier))
    .split(sep)
    .join("/");
}

const folderOf = (path: string): string => (path.includes("/") ? path.slice(0, path.indexOf("/")) : ".");

/** What is wrong with one import; null: nothing. */
function judge(
  root: string,
  from: string,
  { specifier, strength }: Import,
  rules: Readonly<Record<string, Rule>>,
  known: ReadonlySet<string>,
): string | null {
  const folder = folderOf(from);
  const rule = rules[folder];
  if (rule === undefined) return `the folder ${folder} has no rule in tools/layers/rules.ts`;
  if (specifier === null) return "imports a computed specifier, which cannot be checked";
  const target = moduleBehind(root, from, specifier);
  if (target === null) return judgeOutside(folder, rule, specifier);
  if (!known.has(target)) return `imports ${specifier}, which is no module of the program`;
  const other = folderOf(target);
  if (other === folder) return null;
  const allowed = rule.folders[other];
  if (allowed === undefined) return `${folder} must not import ${other} (${specifier})`;
  if (allowed === "type" && strength === "value")
    return `${folder} may only \`import type\` from ${other} (${specifier})`;
  return null;
}

function judgeOutside(folder: string, rule: Rule, specifier: string): string | null {
  const bare = specifier.replace(/^node:/, "");
  if (specifier.startsWith("node:") || builtinModules.includes(bare)) {
    return rule.node === "any" || rule.node.includes(bare) ? null : `${folder} must not import Node's ${bare}`;
  }
  const [first = "", second = ""] = specifier.split("/");
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  return rule.packages === "any" || rule.packages.includes(name)
    ? null
    : `${folder} must not import the package ${name}`;
}

const isWithin = (inner: string, outer: string): boolean =>
  outer === "." || inner === outer || inner.startsWith(`${outer}/`);

/** A folder and its own subfolder are one house: only edges between different branches count. */
function addFolderEdge(edges: Map<string, Set<string>>, from: string, to: string): void {
  if (isWithin(from, to) || isWithin(to, from)) return;
  edges.set(from, (edges.get(from) ?? new Set()).add(to));
}

/** Each circle once, as the list of its folders with the first repeated at the end. */
function folderCycles(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (folder: string): void => {
    const start = path.indexOf(folder);
    if (start >= 0) {
      cycles.push([...path.slice(start), folder]);
      return;
    }
    if (done.has(folder)) return;
    path.push(folder);
    for (const next of edges.get(folder) ?? []) walk(next);
    path.pop();
    done.add(folder);
  };
  for (const folder of [...edges.keys()].toSorted()) walk(folder);
  return cycles;
}
