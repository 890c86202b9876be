/** `--export FORMAT=FILE`: results into files, whole or not at all. */

import { createWriteStream } from "node:fs";
import { access, constants, lstat, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Report } from "../../exporters/report.ts";
import { FORMATS, type Format } from "../output/formats.ts";
import { findExporter, RENDER_CONTEXT } from "../report/render-report.ts";
import { EXPORTERS } from "../../exporters/catalogue.ts";
import { CommandError, EXIT } from "./exit.ts";

export interface Export {
  /** One of FORMATS, or an exporter's id. */
  readonly format: string;
  readonly file: string;
}

// What a file can be written as: the matrix in the formats of the output, or the judged report in its own.

const REPORTS: readonly string[] = EXPORTERS.map(({ id }) => id);
const KNOWN: readonly string[] = [...new Set([...FORMATS, ...REPORTS])];

/** Reads `csv=matrix.csv`, `html=report.html`. */
export function parseExport(text: string, formats = KNOWN): Export {
  const equals = text.indexOf("=");
  const format = formats.find((known) => known === text.slice(0, equals));
  const file = text.slice(equals + 1);
  if (format === undefined || file === "") {
    throw new CommandError(EXIT.usage, `--export: expected FORMAT=FILE with one of ${formats.join(", ")}`);
  }
  return { format, file };
}

/** The same where there is no matrix, only a report. */
export function parseReportExport(text: string): Export {
  return parseExport(text, REPORTS);
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
  render: (format: string) => Iterable<string | Uint8Array>,
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

/**
 * How `scan` and `matrix` fill their files: what is a format of the output is the matrix, everything else the report, which is judged
 * only when somebody wants it.
 */
export async function matrixOrReport(
  exports: readonly Export[],
  matrix: (format: Format) => Iterable<string>,
  judge: () => Promise<Report>,
): Promise<(format: string) => Iterable<string | Uint8Array>> {
  const ofMatrix = (id: string) => FORMATS.find((known) => known === id);
  const report = exports.every(({ format }) => ofMatrix(format) !== undefined) ? null : await judge();
  return (id) => {
    const format = ofMatrix(id);
    if (format !== undefined) return matrix(format);
    return report === null ? [] : (findExporter(id)?.render(report, RENDER_CONTEXT) ?? []);
  };
}

async function isNoFile(file: string): Promise<boolean> {
  return lstat(file).then(
    (found) => !found.isFile(),
    () => false,
  );
}
