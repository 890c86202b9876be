/** The columns of Qualys' spreadsheets, which every product and template calls something else (report-formats.md 3.4). */

import type { CsvRow } from "../../documents/csv.ts";

const NAMES = {
  qid: ["qid"],
  address: ["ip", "ip address", "ips", "ipv4", "ipv4 address", "asset ipv4", "host ip"],
  address6: ["ipv6", "ipv6 address", "asset ipv6"],
  name: ["dns", "dns name", "dns hostname", "asset name", "hostname", "netbios", "netbios name"],
  ipStatus: ["ip status"],
  title: ["title", "vulnerability title", "vulnerability"],
  status: ["vuln status", "status", "vulnerability status"],
  type: ["type", "type detected", "vuln type"],
  severity: ["severity"],
  port: ["port"],
  protocol: ["protocol"],
  ssl: ["ssl"],
  cves: ["cve id", "cve ids", "cve", "cves", "cveid"],
  ignored: ["ignored", "is ignored"],
  disabled: ["disabled", "is disabled"],
  found: ["last detected", "last found datetime", "last found", "last found date", "last detected datetime"],
  fixed: ["date last fixed", "last fixed", "last fixed datetime"],
} as const satisfies Record<string, readonly string[]>;

export type Column = keyof typeof NAMES;
const COLUMNS = Object.keys(NAMES) as readonly Column[];

export interface Layout {
  readonly width: number;
  /** The last column that an answer depends on. */
  readonly last: number;
  readonly at: ReadonlyMap<Column, number>;
}

/** The layout of a line of column names; null: it is none. They are told from all other lines by QID and a host. */
export function layoutOf(cells: readonly string[]): Layout | null {
  const names = cells.map((cell) => cell.trim().toLowerCase().replaceAll("_", " "));
  const at = new Map<Column, number>();
  for (const column of COLUMNS) {
    const index = NAMES[column].map((name) => names.indexOf(name)).find((each) => each >= 0);
    if (index !== undefined) at.set(column, index);
  }
  const host = at.has("address") || at.has("address6") || at.has("name");
  if (!at.has("qid") || !host || cells.length < 4) return null;
  const needed: readonly Column[] = ["qid", "address", "address6", "name", "status", "type", "port", "ignored"];
  return { width: cells.length, last: Math.max(...needed.map((column) => at.get(column) ?? 0)), at };
}

/** A cell, without the apostrophe that keeps spreadsheets from calculating; empty: no such column, or nothing in it. */
export function cellOf({ cells }: CsvRow, layout: Layout, column: Column): string {
  return (cells[layout.at.get(column) ?? Number.NaN] ?? "").trim().replace(/^'(?=-)/, "");
}

/** Whether a row is long enough to be used: what an answer depends on is followed by another cell, or the row is complete. */
export function isLongEnough({ cells }: CsvRow, { width, last }: Layout): boolean {
  return cells.length >= width || cells.length > last + 1;
}
