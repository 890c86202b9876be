/** The API to read: HTML out of the same document that programs get. No script, no inline style. Pure. */

import { PROBLEMS } from "./problem.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly description?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly "x-scope"?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
}

/** What of an OpenAPI document is shown. */
export interface ShownDocument {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
const h = escapeHtml;

export interface ListedOperation extends Operation {
  readonly path: string;
  readonly method: string;
  readonly tag: string;
}

/** In the order of their tags' first appearance. */
export function operationsOf({ paths }: ShownDocument): readonly ListedOperation[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
      tag: operation.tags?.[0] ?? "other",
    })),
  );
  const tags = [...new Set(all.map(({ tag }) => tag))];
  return all.toSorted((a, b) => tags.indexOf(a.tag) - tags.indexOf(b.tag));
}

/** A schema in a few words: `integer from 1 to 500`, `array of Row`. A reference is its name. */
export function schemaInWords(schema: Schema | undefined): string {
  if (schema === undefined) return "anything";
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "";
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return [...new Set(either.map(schemaInWords))].join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) {
    const shown = schema.enum.slice(0, 12).map((each) => JSON.stringify(each));
    return `${shown.join(", ")}${schema.enum.length > 12 ? " …" : ""}`;
  }
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["anything"]);
  const words = types.map((type) => (type === "array" ? `array of ${schemaInWords(schema.items)}` : type)).join(" or ");
  const bounds = [
    ...(schema.minimum === undefined ? [] : [`from ${schema.minimum}`]),
    ...(schema.maximum === undefined || schema.maximum >= Number.MAX_SAFE_INTEGER ? [] : [`to ${schema.maximum}`]),
    ...(schema.maxLength === undefined ? [] : [`of at most ${schema.maxLength} characters`]),
  ];
  return [words, ...bounds].join(" ");
}

function named(schema: Schema | undefined): string {
  const words = h(schemaInWords(schema));
  const name = schema?.$ref?.split("/").at(-1);
  return name === undefined ? words : `<a href="#schema-${h(name)}">${words}</a>`;
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map((heading) => `<th scope="col">${h(heading)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`).join("\n");
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

const properties = ({ properties: fields = {}, required = [] }: Schema): string =>
  table(
    ["field", "type", "meaning"],
    Object.entries(fields).map(([name, field]) => [
      `<code>${h(name)}</code>${required.includes(name) ? "" : " <i>optional</i>"}`,
      named(field),
      h(field.description ?? ""),
    ]),
  );

function section(operation: ListedOperation): string {
  const { path, method, summary = "", parameters = [], requestBody, responses } = operation;
  const scope = operation["x-scope"] ?? "none";
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  return [
    `<article id="${anchorOf(operation)}">`,
    `<h3><code>${h(method)} ${h(path)}</code></h3>`,
    `<p>${h(summary)}${summary.endsWith("?") ? "" : "."} ${scope === "none" ? "Open to everybody." : `Needs the scope <b>${h(scope)}</b>.`}</p>`,
    ...(parameters.length === 0
      ? []
      : [
          table(
            ["parameter", "in", "type", "meaning"],
            parameters.map((each) => [
              `<code>${h(each.name)}</code>${each.required === true ? "" : " <i>optional</i>"}`,
              h(each.in),
              named(each.schema),
              h(each.description ?? each.schema?.description ?? ""),
            ]),
          ),
        ]),
    ...(body === undefined ? [] : [`<p>Body: ${named(body)}</p>`, ...(body.properties ? [properties(body)] : [])]),
    "<ul>",
    ...Object.entries(responses).map(([status, { description = "", content }]) => {
      const schema = Object.values(content ?? {})[0]?.schema;
      const said = schema === undefined ? "" : `: ${named(schema)}`;
      return `<li><b>${h(status === "default" ? "otherwise" : status)}</b> ${h(description)}${said}</li>`;
    }),
    "</ul>",
    "</article>",
  ].join("\n");
}

function anchorOf({ method, path }: Pick<ListedOperation, "method" | "path">): string {
  return `${method} ${path}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${h(title)}</title>
<link rel="stylesheet" href="/api/page.css">
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

export function apiPage(document: ShownDocument): string {
  const operations = operationsOf(document);
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  const { title, version, description = "" } = document.info;
  const item = (each: ListedOperation) =>
    `<li><a href="#${anchorOf(each)}"><code>${h(each.method)} ${h(each.path)}</code></a></li>`;
  const listed = tags.map((tag) => {
    const items = operations.filter((each) => each.tag === tag).map(item);
    return `<li>${h(tag)}<ul>${items.join("")}</ul></li>`;
  });
  return page(
    `API of ${title}`,
    [
      `<h1>API of ${h(title)} ${h(version)}</h1>`,
      `<p>${h(description)}</p>`,
      '<p>For programs: <a href="/api/v1/openapi.json">openapi.json</a>. What goes wrong: <a href="/api/problems">problems</a>. The dashboard: <a href="/">/</a>.</p>',
      `<nav aria-label="Operations"><ul>${listed.join("")}</ul></nav>`,
      ...tags.map((tag) =>
        [`<h2>${h(tag)}</h2>`, ...operations.filter((each) => each.tag === tag).map(section)].join("\n"),
      ),
      "<h2>Schemas</h2>",
      ...Object.entries(document.components?.schemas ?? {}).map(
        ([name, schema]) =>
          `<article id="schema-${h(name)}"><h3>${h(name)}</h3><p>${h(schema.description ?? "")}</p>${properties(schema)}</article>`,
      ),
    ].join("\n"),
  );
}

export function problemsPage(): string {
  const rows = Object.entries(PROBLEMS).map(([code, [status, title]]) => [
    `<span id="${h(code)}"><code>${h(code)}</code></span>`,
    String(status),
    h(title),
  ]);
  return page(
    "Problems of the API",
    `<h1>Problems of the API</h1>\n<p>Every error is <code>application/problem+json</code> (RFC 9457) with one of these codes. <a href="/api">The API</a>.</p>\n${table(["code", "status", "meaning"], rows)}`,
  );
}

export const PAGE_CSS = `:root { color-scheme: light dark; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#f6f7f9, #0f1318); color: light-dark(#171c23, #e6eaf0); }
main { max-width: 1000px; margin: 0 auto; padding: 16px; overflow-wrap: anywhere; }
a { color: light-dark(#0b5cad, #7cb8f5); }
article { background: light-dark(#fff, #161b22); border: 1px solid light-dark(#d8dee6, #2b3440); border-radius: 8px; padding: 4px 16px 10px; margin: 12px 0; }
h2 { margin: 32px 0 0; } h3 { margin: 8px 0; font-size: 16px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th, td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid light-dark(#d8dee6, #2b3440); min-width: 90px; }
:target { outline: 2px solid light-dark(#0b5cad, #9accff); outline-offset: 2px; }
nav ul { padding-left: 18px; }
`;
