/** A file that somebody sends, into a folder of ours: as a stream, up to a limit, under a name of ours. */

import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { ApiError } from "../problem.ts";

export interface Upload {
  readonly file: string;
  readonly bytes: number;
  /** Removes it; more than once does no harm. */
  remove(): Promise<void>;
}

/** Rejects with an ApiError when there are more bytes, or none. @param name as the sender calls it, which may be anything */
export async function receive(body: ReadableStream | null, name: string, mostBytes: number): Promise<Upload> {
  if (body === null) throw new ApiError("bad_input", "expected a file, found nothing");
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-upload-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const file = join(folder, safeName(name));
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > mostBytes) done(new ApiError("too_large", `a file may have ${mostBytes} bytes`));
      else done(null, chunk);
    },
  });
  try {
    await pipeline(Readable.fromWeb(body), counted, createWriteStream(file, { flags: "wx", mode: 0o600 }));
    if (bytes === 0)
      throw new ApiError(
        "bad_input",
        "expected a report, found an empty file: that is no answer, not even a negative one",
      );
    return { file, bytes, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What is left of a name that is safe as one: no path, no option, no control characters, not too long. */
export function safeName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? "";
  const kept = base.replaceAll(/[^\p{L}\p{N}._ ()+-]/gu, "_").replace(/^[.\-\s]+/, "");
  return kept.slice(0, 120).trim() || "report";
}
