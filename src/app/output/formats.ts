/** The formats of results: pure, each a generator of text, so that any number of rows fits into memory. */

import { failureOf } from "../../core/controls.ts";
import { cellText, type MatrixRow } from "../../core/matrix/matrix.ts";
import { endpointLabel } from "../../core/model/endpoint.ts";
import { OUTCOME_SYMBOL, type Outcome } from "../../core/model/outcome.ts";
import { toJsonl, toVerdictLine } from "../jsonl/lines.ts";
import { csvRow } from "../text/csv.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { noPaint, type Paint, type Style } from "../text/paint.ts";
import { type Cell, renderTable } from "../text/table.ts";
import { type Discredited, invalidDetectors } from "../rows.ts";
import { counts, type Rows, Totals } from "./results.ts";

export const FORMATS = ["table", "json", "jsonl", "csv"] as const;
export type Format = (typeof FORMATS)[number];

export interface FormatContext {
  readonly run: string;
  /** Detector ids, in the order of the columns. */
  readonly detectors: readonly string[];
  /** Who failed its controls, by run: said on the column's title and in JSON, so that nobody reads such a column as an answer. */
  readonly discredited: Discredited;
  /** Show rows where nothing was promised and nothing listens, and all rows of a long table. */
  readonly all: boolean;
  /** Of the terminal; null: as wide as it takes. */
  readonly width: number | null;
  readonly paint?: Paint;
}

export function* render(format: Format, rows: Rows, context: FormatContext): Generator<string> {
  switch (format) {
    case "table":
      yield* table(rows, context);
      return;
    case "jsonl":
      for (const row of rows) yield toJsonl(toVerdictLine(row.verdict, { names: row.names, run: context.run }));
      return;
    case "json":
      yield* json(rows, context);
      return;
    case "csv":
      yield* csv(rows, context);
      return;
  }
}

export const OUTCOME_STYLE: Readonly<Record<Outcome, Style>> = {
  vulnerable: "red",
  not_vulnerable: "green",
  unknown: "yellow",
};
const OUTCOME_WORD: Readonly<Record<Outcome, string>> = {
  vulnerable: "VULNERABLE",
  not_vulnerable: "not vulnerable",
  unknown: "unknown",
};

export function outcomeCell(outcome: Outcome): Cell {
  return { text: `${OUTCOME_SYMBOL[outcome]} ${OUTCOME_WORD[outcome]}`, style: OUTCOME_STYLE[outcome] };
}

/** Rows of a table before it becomes a wall; the rest is counted, and shown by --all. */
const MOST_ROWS = 200;

function* table(rows: Rows, context: FormatContext): Generator<string> {
  const { detectors, discredited, all, width, paint = noPaint } = context;
  const totals = new Totals();
  const shown: Record<Outcome, MatrixRow[]> = { vulnerable: [], unknown: [], not_vulnerable: [] };
  let left = 0;
  for (const row of rows) {
    totals.add(row);
    if (!all && !counts(row)) continue;
    const bucket = shown[row.verdict.outcome];
    if (all || bucket.length < MOST_ROWS) bucket.push(row);
    else left++;
  }
  const ordered = [...shown.vulnerable, ...shown.unknown, ...shown.not_vulnerable];
  const visible = all ? ordered : ordered.slice(0, MOST_ROWS);
  left += ordered.length - visible.length;
  const asked = detectors.filter((id) => visible.some((row) => row.cells.has(id)));
  const columns = [
    { title: "endpoint", minWidth: 16 },
    { title: "verdict", minWidth: 16 },
    ...asked.map((id) => ({ title: `${shortName(id)}${isMarked(discredited, id) ? " ✗" : ""}`, minWidth: 5 })),
    { title: "because", minWidth: 20 },
  ];
  const lines = visible.map((row): Cell[] => [
    endpointLabel(row.endpoint),
    outcomeCell(row.verdict.outcome),
    ...asked.map((id) => matrixCell(row, id)),
    because(row.verdict),
  ]);
  if (lines.length > 0) for (const line of renderTable(columns, lines, { width, paint })) yield `${line}\n`;
  if (left > 0) yield `… and ${left} more (--all shows them)\n`;
  yield `${lines.length > 0 ? "\n" : ""}${summary(totals, paint)}\n`;
}

function matrixCell(row: MatrixRow, detector: string): Cell {
  const cell = row.cells.get(detector);
  return cell === undefined
    ? { text: "·", style: "dim" }
    : { text: cellText(cell), style: OUTCOME_STYLE[cell.outcome] };
}

/** `refuted 3/4: malformed_discarded_control_answered`: the evidence, how many observations agree, and the reason. */
function because({ outcome, evidence, reason, tally }: MatrixRow["verdict"]): string {
  const all = tally.vulnerable + tally.not_vulnerable + tally.unknown;
  return outcome === "unknown" ? reason : `${evidence} ${tally[outcome]}/${all}: ${reason}`;
}

/** Whether a column's detector is not valid in some run. @param column a detector's id, with its facets where these are told apart */
function isMarked(discredited: Discredited, column: string): boolean {
  const [detector = column] = column.split(" ");
  return [...discredited.values()].some((failed) => failureOf(failed, detector) !== null);
}

/** `heartbleed/flight` is `flight` in a heading. */
function shortName(detector: string): string {
  return detector.slice(detector.indexOf("/") + 1);
}

export function summary(totals: Totals, paint: Paint = noPaint): string {
  const { tally } = totals;
  const part = (outcome: Outcome, text: string) =>
    tally[outcome] > 0 ? paint(OUTCOME_STYLE[outcome], `${tally[outcome]} ${text}`) : `${tally[outcome]} ${text}`;
  const nothing = totals.nothingThere > 0 ? `; ${totals.nothingThere} further places where nothing speaks TLS` : "";
  const leftOut = totals.leftOut > 0 ? `; ${totals.leftOut} further places out of scope, not asked` : "";
  return `${totals.endpoints} endpoints: ${part("vulnerable", "vulnerable")}, ${part("not_vulnerable", "not vulnerable")}, ${part("unknown", "unknown")}${nothing}${leftOut}`;
}

/** One object: the run, its totals, and the verdict lines with the cells of the matrix. */
function* json(rows: Rows, { run, detectors, discredited }: FormatContext): Generator<string> {
  const totals = new Totals();
  const invalid = invalidDetectors(discredited);
  yield `{"run":${JSON.stringify(run)},"detectors":${JSON.stringify(detectors)},"invalid":${JSON.stringify(invalid)},"endpoints":[`;
  let separator = "\n";
  for (const row of rows) {
    totals.add(row);
    const cells = Object.fromEntries(row.cells);
    yield `${separator}${JSON.stringify({ ...toVerdictLine(row.verdict, { names: row.names, run }), cells })}`;
    separator = ",\n";
  }
  yield `\n],"totals":${JSON.stringify({ ...totals.tally, nothingThere: totals.nothingThere, leftOut: totals.leftOut })}}\n`;
}

function* csv(rows: Rows, { detectors }: FormatContext): Generator<string> {
  yield csvRow(["targets", "name", "address", "port", "outcome", "reason", "evidence", "rests on", ...detectors]);
  for (const { endpoint, names, verdict, cells } of rows) {
    yield csvRow([
      escapeTerminal(names.join(" "), Number.POSITIVE_INFINITY),
      endpoint.serverName,
      endpoint.address,
      endpoint.port,
      verdict.outcome,
      verdict.reason,
      verdict.evidence,
      verdict.restsOn,
      ...detectors.map((id) => {
        const cell = cells.get(id);
        return cell === undefined ? null : cellText(cell);
      }),
    ]);
  }
}
