/**
 * Reports as they were imported, kept by the SHA-256 of their content in a folder beside the database: what was said
 * can be read again by a later version. Memory that a tool printed is taken out on the way (design, rule 4).
 */

import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { mayHoldDump, withoutDumps } from "../../core/redact.ts";

export interface KeptFile {
  /** Of the original, hexadecimal. */
  readonly sha256: string;
  /** Of the copy: another one where memory was taken out. */
  readonly keptSha256: string;
  readonly bytes: number;
  /** Lines of memory that are missing in the copy. */
  readonly redactions: number;
  /** Where the copy lies. */
  readonly path: string;
}

const LF = 0x0a;
/** A line longer than this is looked at in parts. */
const LONGEST_LINE = 1 << 20;

/** The folder that belongs to a database file. */
export function keptFolder(database: string): string {
  return `${database}.files`;
}

export function keptPath(folder: string, keptSha256: string): string {
  return join(folder, keptSha256);
}

/**
 * Copies a file's bytes into the folder. `onBytes` hears how many have been copied. Rejects with the system's error when the source cannot be
 * read or the folder not be written; nothing is left then.
 */
export async function keepFile(
  source: AsyncIterable<Uint8Array>,
  folder: string,
  markup: (head: Uint8Array) => boolean,
  onBytes: (bytes: number) => void,
): Promise<KeptFile> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `${process.pid}-${performance.now()}.partial`);
  const file = await open(partial, "wx", 0o600);
  try {
    const copy = await copyInto(file, source, markup, onBytes);
    await file.close();
    const path = keptPath(folder, copy.keptSha256);
    await rename(partial, path);
    return { ...copy, path };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw error;
  }
}

async function copyInto(
  file: FileHandle,
  source: AsyncIterable<Uint8Array>,
  markup: (head: Uint8Array) => boolean,
  onBytes: (bytes: number) => void,
): Promise<Omit<KeptFile, "path">> {
  const original = createHash("sha256");
  /** Of the copy, from the first difference on; null: there is none yet, which is most files. */
  let kept: Hash | null = null;
  let bytes = 0;
  let redactions = 0;
  let isMarkup: boolean | null = null;
  let held: Uint8Array = new Uint8Array(0);
  const put = async (block: Uint8Array): Promise<void> => {
    const copy = mayHoldDump(block) ? withoutMemory(block, isMarkup ?? false) : { block, removed: 0 };
    if (copy.removed > 0) kept ??= original.copy();
    redactions += copy.removed;
    original.update(block);
    kept?.update(copy.block);
    await write(file, copy.block);
  };
  for await (const chunk of source) {
    bytes += chunk.length;
    isMarkup ??= markup(chunk);
    const joined = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const end = joined.length > LONGEST_LINE ? joined.length : joined.lastIndexOf(LF) + 1;
    await put(joined.subarray(0, end));
    held = joined.subarray(end);
    onBytes(bytes);
  }
  await put(held);
  const sha256 = original.copy().digest("hex");
  return { sha256, keptSha256: (kept ?? original).digest("hex"), bytes, redactions };
}

/** One character a byte, so that whatever the encoding is, everything else stays as it was. */
function withoutMemory(block: Uint8Array, markup: boolean): { readonly block: Uint8Array; readonly removed: number } {
  const { text, removed } = withoutDumps(
    Buffer.from(block.buffer, block.byteOffset, block.length).toString("latin1"),
    markup,
  );
  return { block: removed === 0 ? block : Buffer.from(text, "latin1"), removed };
}

async function write(file: FileHandle, block: Uint8Array): Promise<void> {
  for (let at = 0; at < block.length; ) at += (await file.write(block, at)).bytesWritten;
}

/** Large pieces: a report may be a gigabyte. */
const READ_BYTES = 1 << 18;

export function readKept(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: READ_BYTES });
}
