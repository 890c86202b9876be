/** The beginning of a document, as much as is needed to tell its format by content. */

import { delimiterOf, firstLine } from "./csv.ts";
import { withoutMark } from "./decode.ts";

export interface Head {
  readonly kind: "empty" | "xml" | "json" | "text" | "archive" | "binary";
  /** The root element of an XML document; null: not XML, or not within the beginning. */
  readonly root: string | null;
  /** Attributes of the root element as written, by name. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Cells of the first line, split naively and unquoted, lower case: for telling CSV formats apart by their headers. */
  readonly header: readonly string[];
  /** The beginning itself, at most HEAD_CHARACTERS. */
  readonly text: string;
}

export const HEAD_CHARACTERS = 64 * 1024;

/** Magic numbers of zip, gzip, bzip2, xz, 7z and zstd. */
const ARCHIVES = ["504b0304", "1f8b", "425a68", "fd377a585a", "377abcaf", "28b52ffd"];

/** @param bytes the first bytes. @param text the same, decoded; null: they are no text in any encoding we read. */
export function headOf(bytes: Uint8Array, text: string | null): Head {
  const raw = Buffer.from(bytes.subarray(0, 8)).toString("hex");
  const bare = { root: null, attributes: new Map<string, string>(), header: [] as readonly string[], text: "" };
  if (ARCHIVES.some((magic) => raw.startsWith(magic))) return { ...bare, kind: "archive" };
  if (text === null || text.includes("\0")) return { ...bare, kind: "binary" };
  const shown = withoutMark(text).slice(0, HEAD_CHARACTERS);
  const trimmed = shown.trimStart();
  if (trimmed === "") return { ...bare, kind: "empty", text: shown };
  if (trimmed.startsWith("<")) return { ...bare, ...rootOf(trimmed), kind: "xml", text: shown };
  const kind = trimmed.startsWith("{") || trimmed.startsWith("[") ? "json" : "text";
  return { ...bare, kind, header: headerOf(trimmed), text: shown };
}

/** The first element after declaration, comments, processing instructions and DOCTYPE. */
function rootOf(text: string): Pick<Head, "root" | "attributes"> {
  let rest = text;
  for (;;) {
    rest = rest.trimStart();
    const skipped = /^(?:<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>)/i.exec(rest);
    if (skipped === null) break;
    rest = rest.slice(skipped[0].length);
  }
  const open = /^<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)/.exec(rest);
  if (open === null) return { root: null, attributes: new Map() };
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single] of (open[2] ?? "").matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes.set(name, double ?? single ?? "");
  }
  return { root: open[1] ?? null, attributes };
}

function headerOf(text: string): readonly string[] {
  const line = firstLine(text);
  return line.split(delimiterOf(line)).map((cell) => cell.trim().replace(/^"|"$/g, "").trim().toLowerCase());
}
