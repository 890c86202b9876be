/** How far an import is, in one line. */

import { truncate } from "./width.ts";

export interface ImportProgress {
  readonly file: string;
  readonly stage: "copying" | "reading";
  readonly bytes: number;
  readonly of: number;
  readonly answers: number;
  /** In this stage. */
  readonly elapsedMs: number;
}

const BAR = 20;
const MEGABYTE = 1e6;

/** At most `columns` wide, no line end, no escape sequences. `file` must be safe to print. */
export function importLine({ file, stage, bytes, of, answers, elapsedMs }: ImportProgress, columns: number): string {
  const share = of === 0 ? 1 : Math.min(1, bytes / of);
  const filled = Math.floor(share * BAR);
  const bar = `[${"#".repeat(filled)}${".".repeat(BAR - filled)}]`;
  const seconds = elapsedMs / 1000;
  const rate = seconds > 0 ? (bytes / MEGABYTE / seconds).toFixed(0) : "0";
  const size = `${(bytes / MEGABYTE).toFixed(1)}/${(of / MEGABYTE).toFixed(1)} MB`;
  return truncate(
    `${bar} ${Math.floor(share * 100)}%  ${stage} ${file}  ${size}  ${answers} answers  ${rate} MB/s`,
    columns,
  );
}
