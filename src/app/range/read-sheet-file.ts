/** Sheets of scores out of files: the one that ships, or one of the user's own. */

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Parsed, problem } from "../../core/net/parsed.ts";
import { readSheet, type Sheet } from "./sheet.ts";

/** The same place in the source as in the package. */
export const SHIPPED_SCORES = fileURLToPath(new URL("../../../data/range-scores.json", import.meta.url));

export async function readSheetFile(file: string): Promise<Parsed<Sheet>> {
  try {
    const read = readSheet(await readFile(file, "utf8"));
    return read.ok ? read : problem(`${file}: ${read.problem}`);
  } catch (error) {
    return problem(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`);
  }
}
