/** `--export FORMAT=FILE`: results into files, whole or not at all. */

import { createWriteStream } from "node:fs";
import { access, constants, lstat, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { FORMATS, type Format } from "../output/formats.ts";
import { CommandError, EXIT } from "./exit.ts";

export interface Export {
  readonly format: Format;
  readonly file: string;
}

/** Reads `csv=report.csv`. */
export function parseExport(text: string): Export {
  const equals = text.indexOf("=");
  const format = FORMATS.find((known) => known === text.slice(0, equals));
  const file = text.slice(equals + 1);
  if (format === undefined || file === "") {
    throw new CommandError(EXIT.usage, `--export: expected FORMAT=FILE with one of ${FORMATS.join(", ")}`);
  }
  return { format, file };
}

/** Finds out before a long scan, not after it, that a file could not be written. */
export async function checkExports(exports: readonly Export[]): Promise<void> {
  for (const { file } of exports) {
    try {
      await access(dirname(file), constants.W_OK);
    } catch (cause) {
      throw cannotWrite(file, cause);
    }
  }
}

function cannotWrite(file: string, cause: unknown): CommandError {
  const { code } = cause as NodeJS.ErrnoException;
  return new CommandError(EXIT.badInput, `${file} cannot be written (${code ?? "unknown reason"})`, { cause });
}

/**
 * Each file is written beside its place and moved there when complete: half a report is never mistaken for one. A device, a
 * pipe or a link (`/dev/null`, `/dev/stdout`) is written to, never replaced.
 */
export async function writeExports(
  exports: readonly Export[],
  render: (format: Format) => Iterable<string>,
): Promise<void> {
  for (const { format, file } of exports) {
    const partial = `${file}.${process.pid}.partial`;
    try {
      if (await isNoFile(file)) {
        await pipeline(Readable.from(render(format)), createWriteStream(file));
        continue;
      }
      await pipeline(Readable.from(render(format)), createWriteStream(partial, { flags: "wx" }));
      await rename(partial, file);
    } catch (cause) {
      await rm(partial, { force: true });
      throw cannotWrite(file, cause);
    }
  }
}

async function isNoFile(file: string): Promise<boolean> {
  return lstat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
}
