/** JSON that is one object, one array of objects, or objects one after the other: each object as it becomes complete. */

import { type JsonPart, readJson } from "../documents/json.ts";
import { DocumentProblem } from "../documents/problem.ts";

export async function* jsonRecords(document: AsyncIterable<string>): AsyncGenerator {
  const iterator = document[Symbol.asyncIterator]();
  let head = "";
  let done = false;
  while (head.trimStart() === "" && !done) {
    const next = await iterator.next();
    if (next.done === true) done = true;
    else head += next.value;
  }
  if (head.trimStart() === "") return;
  const paths = head.trimStart().startsWith("[") ? ["$.*"] : ["$"];
  for await (const { value } of jsonParts(again(head, iterator), paths)) yield value;
}

/** As readJson; a document that is cut off is a problem of the document whatever the parser throws for it. */
export async function* jsonParts(document: AsyncIterable<string>, paths: readonly string[]): AsyncGenerator<JsonPart> {
  try {
    yield* readJson(document, paths);
  } catch (error) {
    // The parser's own class at a wrong character, a plain Error where the text merely ends.
    if (error instanceof Error && /^(?:Parser|Tokenizer) ended in mid-parsing/.test(error.message)) {
      throw new DocumentProblem("expected JSON, found the end of a file that is cut off", null);
    }
    throw error;
  }
}

async function* again(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
