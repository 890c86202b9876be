/** Documents that want to hurt, made from ones that are read: of each format, and of any. */

import type { ReportFixture } from "./check.ts";

const MEGABYTE = 1 << 20;

export type Hostile = (document: string) => AsyncGenerator<Uint8Array>;

export async function* bytes(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
}

async function* flood(before: string, piece: string, times: number, after: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(before);
  const flooding = Buffer.from(piece);
  for (let time = 0; time < times; time++) yield flooding;
  yield Buffer.from(after);
}

/** The document in two halves, parted in its body: behind the first match, or in the middle. */
function parted(document: string, behind: RegExp): readonly [string, string] {
  const found = behind.exec(document);
  const at = found === null ? Math.floor(document.length / 2) : found.index + found[0].length;
  return [document.slice(0, at), document.slice(at)];
}

const ROOT = /<[A-Za-z][^>]*>/;
const entities = (declarations: string, document: string) =>
  bytes(document.replace(ROOT, (root) => `<!DOCTYPE ${/[\w:.-]+/.exec(root)?.[0]} [${declarations}]>${root}&x;`));

const XML: Readonly<Record<string, Hostile>> = {
  "a bomb of entities": (document) =>
    entities('<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;">', document),
  "an entity that is a file": (document) => entities('<!ENTITY x SYSTEM "file:///etc/passwd">', document),
  "an entity of parameters": (document) => entities('<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;', document),
  "a million nested tags": (document) => flood(parted(document, ROOT)[0], "<a>".repeat(1000), 1000, ""),
  "ten thousand attributes": (document) => {
    const many = Array.from({ length: 10_000 }, (_, index) => `b${index}=""`).join(" ");
    return bytes(document.replace(ROOT, (root) => `${root}<a ${many}/>`));
  },
};

const JSON_TEXT: Readonly<Record<string, Hostile>> = {
  "a million nested lists": (document) => flood(parted(document, /[[{]/)[0], "[".repeat(1000), 1000, ""),
  "names that objects have": (document) =>
    bytes(document.replace(/\{/, '{"__proto__":{"port":443},"constructor":{"prototype":{"port":443}},')),
};

const ANY: Readonly<Record<string, Hostile>> = {
  "60 MB in one word": (document) => {
    const [before, after] = parted(document, /[":>,]/);
    return flood(before, "x".repeat(MEGABYTE), 60, after);
  },
  "a NUL": (document) => bytes(parted(document, ROOT).join("\0")),
  "bytes that are no UTF-8": (document) => {
    const [before, after] = parted(document, ROOT);
    return bytes(before, Uint8Array.of(0xff, 0xfe, 0xc0), after);
  },
  "UTF-16 without its mark": (document) => bytes(Buffer.from(document, "utf16le")),
  "escapes that command a terminal, and formulas": (document) =>
    bytes(
      document.replaceAll(
        /(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+/g,
        "=HYPERLINK(1)\u009b31m\u202e&lt;../../etc/passwd",
      ),
    ),
};

/** What can be done to this document, by what it is. */
export function hostileVariants(document: string): readonly (readonly [string, Hostile])[] {
  const start = document.trimStart()[0];
  const own = start === "<" ? XML : start === "{" || start === "[" ? JSON_TEXT : {};
  return [...Object.entries(own), ...Object.entries(ANY)];
}

/** A document with a finding, which is read to its end: the most that can be lost. */
export function representative(fixtures: readonly ReportFixture[]): ReportFixture | undefined {
  const whole = fixtures.filter(({ broken, dropped }) => broken !== true && (dropped ?? 0) === 0);
  return whole.find(({ answers }) => answers.some(({ reason }) => reason === "finding_reported")) ?? whole[0];
}
