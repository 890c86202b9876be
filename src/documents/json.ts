/**
 * Streaming JSON with a guard: of a large document only the parts asked for are ever in memory, one at a time. Keys
 * may be anything (`__proto__` too), so values are read through `own`, never by plain property access.
 */

import { JSONParser } from "@streamparser/json";
import { beginningOf } from "./beginning.ts";
import { DocumentProblem } from "./problem.ts";

const DEEPEST = 64;
/** Characters of one part. */
const LARGEST_PART = 32 << 20;
const PIECE = 1 << 14;

export interface JsonPart {
  /** Keys and positions from the root to the part: `["server_scan_results", 0]`. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/**
 * Yields every part that one of `paths` names, in the order of the document, as soon as it is complete: `$` is the whole
 * document, `$.results.*` each element, `$.version` one field. Several documents one after the other (JSON lines)
 * are read as one. Throws a DocumentProblem where the text stops being JSON or is cut off; what was complete has been
 * yielded by then.
 */
export async function* readJson(document: AsyncIterable<string>, paths: readonly string[]): AsyncGenerator<JsonPart> {
  const parts: JsonPart[] = [];
  const parser = new JSONParser({ paths: [...paths], keepStack: false, separator: "" });
  let line = 1;
  let sincePart = 0;
  parser.onValue = ({ value, key, stack }) => {
    const keys = [...stack.slice(1).map((level) => level.key), key];
    parts.push({ path: keys.filter((each) => each !== undefined), value });
    sincePart = 0;
  };
  const guard = new DepthGuard();
  try {
    for await (const text of document) {
      for (let start = 0; start < text.length; start += PIECE) {
        const piece = text.slice(start, start + PIECE);
        guard.look(piece);
        if (guard.tooDeep) throw new DocumentProblem(`expected JSON at most ${DEEPEST} deep`, line);
        sincePart += piece.length;
        if (sincePart > LARGEST_PART) {
          throw new DocumentProblem(`expected no part of more than ${LARGEST_PART} characters`, line);
        }
        parsing(() => parser.write(piece), line);
        line += newlines(piece);
        yield* parts.splice(0);
      }
    }
    parsing(() => parser.end(), line);
  } catch (error) {
    yield* parts.splice(0);
    throw error;
  }
  yield* parts.splice(0);
}

/** Of JSON that is one object, one array of objects, or objects one after the other: each object as it becomes complete. */
export async function* jsonRecords(document: AsyncIterable<string>): AsyncGenerator {
  const { first, text } = await beginningOf(document);
  for await (const { value } of readJson(text, [first === "[" ? "$.*" : "$"])) yield value;
}

/** The library throws errors of several kinds, plain ones too, and quotes the document in them. */
function parsing(step: () => void, line: number): void {
  try {
    step();
  } catch {
    throw new DocumentProblem("expected JSON, found something else or the end of a file that is cut off", line);
  }
}

/** Counts open brackets outside strings, so that a bomb of brackets ends before the parser has built it. */
class DepthGuard {
  #depth = 0;
  #inString = false;
  #escaped = false;
  tooDeep = false;

  look(text: string): void {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === 0x5c) this.#escaped = true;
        else if (code === 0x22) this.#inString = false;
      } else if (code === 0x22) this.#inString = true;
      else if (code === 0x7b || code === 0x5b) {
        if (++this.#depth > DEEPEST) this.tooDeep = true;
      } else if (code === 0x7d || code === 0x5d) this.#depth--;
    }
  }
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** The value at a path of own keys; undefined where there is none. */
export function own(value: unknown, ...keys: readonly (string | number)[]): unknown {
  let here: unknown = value;
  for (const key of keys) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}

/** The string at a path, or the digits of a number; null: neither. */
export function ownText(value: unknown, ...keys: readonly (string | number)[]): string | null {
  const found = own(value, ...keys);
  return typeof found === "string" ? found : typeof found === "number" ? String(found) : null;
}

/** The elements at a path; empty: no array there. */
export function ownList(value: unknown, ...keys: readonly (string | number)[]): readonly unknown[] {
  const found = own(value, ...keys);
  return Array.isArray(found) ? found : [];
}
