/** A file that somebody sends, into a temporary folder of its own: never into memory, never beyond a limit. */

import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ApiError } from "../problem.ts";

export interface Incoming {
  readonly path: string;
  readonly bytes: number;
  readonly remove: () => void;
}

/** Linux's limit of a name, bytes. */
const LONGEST_NAME = 255;

/** The last part of a path of any system, without what no file's name can hold; never empty, never a way to elsewhere. */
export function baseNameOf(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  let base = [...last.replaceAll("\0", "")].join("");
  while (Buffer.byteLength(base) > LONGEST_NAME) base = [...base].slice(1).join("");
  return base === "" || base === "." || base === ".." ? "report" : base;
}

/** @param limit bytes. Rejects with an ApiError beyond it, or when the sender goes away. */
export async function receive(body: ReadableStream<Uint8Array> | null, name: string, limit: number): Promise<Incoming> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-import-"));
  const remove = () => void rm(folder, { recursive: true, force: true }).catch(() => {});
  const path = join(folder, baseNameOf(name));
  let bytes = 0;
  try {
    await pipeline(
      body === null ? Readable.from([]) : Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > limit) throw new ApiError("too_large", `a report may have ${limit} bytes`);
          yield chunk;
        }
      },
      createWriteStream(path, { mode: 0o600, flags: "wx" }),
    );
  } catch (error) {
    remove();
    if (error instanceof ApiError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ApiError("bad_request", `the file did not arrive whole: ${why}`);
  }
  return { path, bytes, remove };
}
