/**
 * The scope file: who permits what, until when. YAML, because people write it by hand:
 *
 *     permitted_by: Jane Doe, head of security
 *     until: 2026-12-31
 *     allow: [192.0.2.0/24, "*.example.org"]
 *     exclude: [192.0.2.66]
 *
 * Import it only where a scope is given: the schema library takes a tenth of a second to load.
 */

import { createReadStream } from "node:fs";
import { type Document, isNode, LineCounter, parseDocument, visit } from "yaml";
import * as z from "zod";
import type { Scope } from "../core/model/scope.ts";
import { canonicalAddress } from "../core/net/address.ts";
import { formatNetwork, parseNetwork } from "../core/net/network.ts";
import { type Parsed, parsed, problem } from "../core/net/parsed.ts";
import { decodeStrict } from "../documents/decode.ts";
import { parseHostName } from "./host-name.ts";
import { systemSentence } from "./system-error.ts";

/** Each problem is one sentence behind the file, the line and the field it is about. */
export type ScopeFile =
  | { readonly ok: true; readonly scope: Scope }
  | { readonly ok: false; readonly problems: readonly string[] };

const LARGEST_FILE = 1 << 20;
const WILDCARD = "*.";

interface Entry {
  readonly kind: "network" | "name";
  readonly text: string;
}

/** Reads a scope file. Never rejects for what is on the disk. */
export async function readScopeFile(path: string): Promise<ScopeFile> {
  const refuse = (sentence: string): ScopeFile => ({ ok: false, problems: [`${path}: ${sentence}`] });
  const chunks: Buffer[] = [];
  try {
    // One byte more than allowed tells a file that is too large, however large it is.
    const file: AsyncIterable<Buffer> = createReadStream(path, { end: LARGEST_FILE });
    for await (const chunk of file) chunks.push(chunk);
  } catch (error) {
    return refuse(systemSentence(error));
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length > LARGEST_FILE) return refuse("expected a scope file of at most 1 MB");
  const text = decodeStrict(bytes);
  return text === null ? refuse("expected UTF-8 text, found other bytes") : parseScope(text, path);
}

/** Reads the text of a scope file; `source` names it in the problems. Every problem is reported, not only the first. */
export function parseScope(text: string, source: string): ScopeFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const problems: string[] = [];
  const complain = (offset: number, sentence: string) => {
    problems.push(`${source}:${lines.linePos(offset).line}: ${sentence}`);
  };
  for (const error of document.errors) complain(error.pos[0], `expected YAML (${error.message})`);
  visit(document, {
    Alias: (_, alias) => complain(alias.range?.[0] ?? 0, `write names that begin with "*" in quotes`),
  });
  if (problems.length > 0) return { ok: false, problems };

  const read = SCOPE.safeParse(document.toJS());
  if (read.success) return { ok: true, scope: read.data };
  for (const issue of read.error.issues) {
    const field = fieldName(issue.path);
    complain(offsetOf(document, issue.path), field === "" ? issue.message : `${field}: ${issue.message}`);
  }
  return { ok: false, problems };
}

const ENTRY = z.string("expected an address, a network or a host name").transform((text, context): Entry => {
  const entry = parseEntry(text.trim());
  if (entry.ok) return entry.value;
  context.addIssue({ code: "custom", message: `${entry.problem} (found ${JSON.stringify(text.slice(0, 100))})` });
  return z.NEVER;
});

const UNTIL_FORMS =
  "expected a date such as 2026-12-31 (the whole day, UTC) or a time with zone such as 2026-12-31T18:00:00+01:00";

const SCOPE = z
  .strictObject(
    {
      permitted_by: z
        .string("expected the name of whoever permits this")
        .trim()
        .min(1, "expected the name of whoever permits this")
        .max(500, "expected at most 500 characters"),
      until: z.union(
        [
          z.iso.date().transform((date) => `${date}T23:59:59.999Z`),
          z.iso.datetime({ offset: true }).transform((time) => new Date(time).toISOString()),
        ],
        UNTIL_FORMS,
      ),
      allow: z.array(ENTRY, "expected a list").min(1, "expected at least one entry"),
      exclude: z.array(ENTRY, "expected a list").default([]),
    },
    {
      error: (issue) =>
        issue.code === "unrecognized_keys"
          ? `expected only permitted_by, until, allow and exclude, found ${issue.keys.join(", ")}`
          : "expected the fields permitted_by, until, allow and exclude",
    },
  )
  .transform(
    ({ permitted_by, until, allow, exclude }): Scope => ({
      permittedBy: permitted_by,
      until,
      allow: ofKind(allow, "network"),
      exclude: ofKind(exclude, "network"),
      allowNames: ofKind(allow, "name"),
      excludeNames: ofKind(exclude, "name"),
    }),
  );

function ofKind(entries: readonly Entry[], kind: Entry["kind"]): readonly string[] {
  return entries.filter((entry) => entry.kind === kind).map((entry) => entry.text);
}

/** An entry is what it looks like: with a slash a network, else an address if it is one, else a name. */
function parseEntry(text: string): Parsed<Entry> {
  if (text.includes("/")) {
    const network = parseNetwork(text);
    return network.ok ? parsed({ kind: "network", text: formatNetwork(network.value) }) : network;
  }
  const address = canonicalAddress(text);
  if (address !== null) return parsed({ kind: "network", text: `${address}/${address.includes(":") ? 128 : 32}` });
  const wildcard = text.startsWith(WILDCARD) ? WILDCARD : "";
  const name = parseHostName(text.slice(wildcard.length));
  return name.ok ? parsed({ kind: "name", text: `${wildcard}${name.value}` }) : problem(name.problem);
}

/** `allow[2]`, counting from 1 as people do in lists. */
function fieldName(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === "number" ? `[${key + 1}]` : String(key))).join("");
}

/** Where in the text a field is; a field that is missing is missed where the structure around it begins. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range[0] ?? 0;
}
