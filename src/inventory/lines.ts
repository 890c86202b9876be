/** Bytes into lines: bounded, strict about UTF-8, and able to go on after a line that is not text. */

import { decodeStrict, withoutMark } from "../documents/decode.ts";

/** One line without its end; or what is wrong with it. Lines count from 1. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly problem: string };

/** More than any target needs, and what bounds the memory of the reader. */
const LONGEST_LINE = 4096;
const LF = 0x0a;
const NUL = 0;
const EMPTY = new Uint8Array(0);

/** Splits at LF, CRLF or the end of the input; a byte-order mark at the very beginning is dropped. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let number = 1;
  let held: Uint8Array = EMPTY;
  let overlong = false;

  const finish = (end: Uint8Array): Line => {
    const line = overlong ? tooLong(number) : decodeLine(number, Buffer.concat([held, end]));
    number++;
    held = EMPTY;
    overlong = false;
    return line;
  };

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      yield finish(chunk.subarray(start, end));
      start = end + 1;
    }
    const rest = chunk.subarray(start);
    // Once a line is too long its bytes are only counted as gone, however many come.
    overlong ||= held.length + rest.length > LONGEST_LINE;
    held = overlong ? EMPTY : Buffer.concat([held, rest]);
  }
  if (held.length > 0 || overlong) yield finish(EMPTY);
}

function decodeLine(number: number, bytes: Uint8Array): Line {
  if (bytes.length > LONGEST_LINE) return tooLong(number);
  if (bytes.includes(NUL)) return { number, problem: "expected text, found a NUL byte (a binary file, or UTF-16?)" };
  const decoded = decodeStrict(bytes);
  if (decoded === null) return { number, problem: "expected UTF-8 text, found other bytes" };
  const text = number === 1 ? withoutMark(decoded) : decoded;
  return { number, text: text.endsWith("\r") ? text.slice(0, -1) : text };
}

function tooLong(number: number): Line {
  return { number, problem: `expected one target, found a line of more than ${LONGEST_LINE} bytes` };
}
