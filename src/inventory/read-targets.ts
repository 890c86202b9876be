/**
 * Lists of targets, whatever their format, as a stream: memory does not grow with the list, and what is wrong is a
 * value among the others, so that the caller decides whether to stop or to go on.
 */

import { createReadStream } from "node:fs";
import type { TargetResult } from "../core/model/target.ts";
import type { ColumnMapping } from "./columns.ts";
import { canDetect, detectFormat, type Format, isUtf16 } from "./detect.ts";
import { failure } from "./failure.ts";
import { readCsv } from "./read-csv.ts";
import { type NmapCounts, readNmap } from "./read-nmap.ts";
import { readText } from "./read-text.ts";
import { systemSentence } from "./system-error.ts";

export interface ReadOptions {
  /** null: by content. */
  readonly format: Format | null;
  /** Columns of a CSV file by their headers, null: by customary headers. A mapping makes any non-XML list CSV. */
  readonly columns: ColumnMapping | null;
  /** Filled in while reading nmap's reports. */
  readonly counts: NmapCounts;
}

/** Reads the list in a file. */
export async function* readTargetFile(path: string, options: ReadOptions): AsyncGenerator<TargetResult> {
  yield* readTargets(path, createReadStream(path), options);
}

/**
 * Reads a list as its bytes arrive; `source` names it in messages. What the system refuses (no such file, a folder,
 * no permission, a broken disk) is an error of the list like any other, on line 0.
 */
export async function* readTargets(
  source: string,
  chunks: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<TargetResult> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    const head = await peek(iterator);
    const all = prepend(head, iterator);
    if (isUtf16(head)) {
      yield failure(source, 1, "expected UTF-8 text, found UTF-16; save the list as UTF-8");
      return;
    }
    switch (options.format ?? detect(head, options.columns)) {
      case "text":
        yield* readText(source, all);
        break;
      case "csv":
        yield* readCsv(source, all, options.columns);
        break;
      case "nmap-xml":
        yield* readNmap(source, all, options.counts);
        break;
    }
  } catch (error) {
    yield failure(source, 0, systemSentence(error));
  } finally {
    await iterator.return?.();
  }
}

function detect(head: Uint8Array, columns: ColumnMapping | null): Format {
  const format = detectFormat(head);
  return format === "text" && columns !== null ? "csv" : format;
}

/** Waits for as many bytes as the detection needs. */
async function peek(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (!canDetect(head)) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* prepend(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (;;) {
    const { done, value } = await rest.next();
    if (done) return;
    yield value;
  }
}
