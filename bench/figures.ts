/** Figures for people and for programs. */

import { cpus, release, type } from "node:os";
import { renderTable } from "../src/app/text/table.ts";

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** Three significant digits, without exponents. */
export function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** A table to read, then one line of JSON with everything, the machine included. */
export function publish(
  name: string,
  titles: readonly string[],
  lines: readonly (readonly string[])[],
  figures: object,
): void {
  const columns = titles.map((title) => ({ title }));
  const table = renderTable(columns, lines, { width: null, paint: (_, text) => text });
  console.log(`${table.join("\n")}\n`);
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    system: `${type()} ${release()}`,
    node: process.version,
  };
  console.log(JSON.stringify({ bench: name, at: new Date().toISOString(), machine, ...figures }));
}
