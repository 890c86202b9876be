/**
 * JSON objects one after the other, however they are strung together: a line each, in one array, with commas missing or left
 * over. What is no JSON costs itself only, not the rest of the file, as programs that are ended half-way or write from
 * several threads make it necessary (reference/report-formats.md, 1.6 and 3.18).
 */

import { DocumentProblem } from "./problem.ts";

export interface JsonObject {
  /** Where it begins, from 1. */
  readonly line: number;
  /** undefined: something stands there that is no JSON object. */
  readonly value: unknown;
}

const DEEPEST = 64;
/** Characters of one object. */
const LONGEST = 4 << 20;

/**
 * Yields each object as soon as its last brace is there. Throws a DocumentProblem where the text ends inside an object or inside
 * the array that it began with. @param repair makes JSON of an object's text where a format is known not to be JSON.
 */
export async function* jsonObjects(
  document: AsyncIterable<string>,
  repair: (text: string) => string = (text) => text,
): AsyncGenerator<JsonObject> {
  const splitter = new Splitter();
  for await (const text of document) {
    splitter.write(text);
    for (const { line, text: found } of splitter.take()) {
      yield { line, value: found === null ? undefined : parsed(repair(found)) };
    }
  }
  const problem = splitter.end();
  for (const { line } of splitter.take()) yield { line, value: undefined };
  if (problem !== null) throw new DocumentProblem(problem, splitter.line);
}

/** The same of a whole text, as far as it goes. */
export function jsonObjectsIn(text: string, repair: (text: string) => string = (each) => each): readonly JsonObject[] {
  const splitter = new Splitter();
  splitter.write(text);
  splitter.end();
  return splitter
    .take()
    .map(({ line, text: found }) => ({ line, value: found === null ? undefined : parsed(repair(found)) }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** null: stray text, told once for each line. */
interface Found {
  readonly line: number;
  readonly text: string | null;
}

class Splitter {
  line = 1;
  #found: Found[] = [];
  #held = "";
  #begun = 1;
  #depth = 0;
  #deepest = 0;
  #inString = false;
  #escaped = false;
  #strayLine = 0;
  /** Of the array around the objects. */
  #inArray = false;

  take(): readonly Found[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }

  write(text: string): void {
    let start = 0;
    for (let index = 0; index < text.length; index++) {
      const character = text.charAt(index);
      if (character === "\n") this.line++;
      if (this.#depth === 0) {
        if (character === "{") {
          start = index;
          this.#begun = this.line;
          this.#depth = 1;
          this.#deepest = 1;
        } else this.#outside(character);
      } else if (this.#inside(character)) {
        this.#close(this.#held + text.slice(start, index + 1));
      }
    }
    if (this.#depth === 0) return;
    this.#held += text.slice(start);
    if (this.#held.length > LONGEST)
      throw new DocumentProblem(`expected objects of at most ${LONGEST} characters`, this.#begun);
  }

  end(): string | null {
    if (this.#depth > 0) return "the file ends inside a JSON object";
    return this.#inArray ? "the file ends before its list does" : null;
  }

  #outside(character: string): void {
    if (character === "[") this.#inArray = true;
    else if (character === "]") this.#inArray = false;
    else if (!/[\s,\uFEFF]/.test(character)) this.#stray(this.line);
  }

  /** Whether the object ends here. */
  #inside(character: string): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (character === "\\") this.#escaped = true;
      // No string goes over the end of a line: the rest of this object is lost, not the rest of the file.
      else if (character === '"' || character === "\n") this.#inString = false;
      if (character === "\n") this.#giveUp();
      return false;
    }
    if (character === '"') this.#inString = true;
    else if (character === "{" || character === "[") this.#deepest = Math.max(this.#deepest, ++this.#depth);
    else if (character === "}" || character === "]") this.#depth--;
    return this.#depth === 0;
  }

  #giveUp(): void {
    this.#stray(this.#begun);
    this.#reset();
  }

  #close(text: string): void {
    if (this.#deepest > DEEPEST || text.length > LONGEST) this.#stray(this.#begun);
    else this.#found.push({ line: this.#begun, text });
    this.#reset();
  }

  #reset(): void {
    this.#held = "";
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
  }

  #stray(line: number): void {
    if (this.#strayLine === line) return;
    this.#strayLine = line;
    this.#found.push({ line, text: null });
  }
}
