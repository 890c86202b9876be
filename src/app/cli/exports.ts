/** `--export FORMAT=FILE`: results into files, whole or not at all. */

import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
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

/** Each file is written beside its place and moved there when complete: half a report is never mistaken for one. */
export async function writeExports(
  exports: readonly Export[],
  render: (format: Format) => Iterable<string>,
): Promise<void> {
  for (const { format, file } of exports) {
    const partial = `${file}.${process.pid}.partial`;
    try {
      await pipeline(Readable.from(render(format)), createWriteStream(partial, { flags: "wx" }));
      await rename(partial, file);
    } catch (cause) {
      await rm(partial, { force: true });
      const { code } = cause as NodeJS.ErrnoException;
      throw new CommandError(EXIT.badInput, `${file} cannot be written (${code ?? "unknown reason"})`, { cause });
    }
  }
}
