/** What stands on the sheets: the matrix first, then what is not known, then who said what. */

import { reasonFacts } from "../../core/model/outcome.ts";
import { methodOf, WORD_MEANING } from "../method.ts";
import type { Heap, Report, ReportCell, ReportEndpoint } from "../report.ts";
import { doubtsOf } from "../uncertainty.ts";
import { type CellValue, EMPTY, number, type Sheet, text } from "./sheet.ts";
import type { Style } from "./styles.ts";

const HEAP_STYLE: Readonly<Record<Heap, Style>> = { vulnerable: "bad", open: "open", safe: "safe" };

/** Sheets of at most `most` rows each: a spreadsheet has no more than 1 048 576. */
export function* sheets(report: Report, most: number): Generator<Sheet> {
  yield* split("Matrix", matrixColumns(report), 1, matrixRows(report), most);
  yield {
    name: "Not known",
    columns: columns(["What", 24], ["Count", 9], ["In words", 110]),
    frozen: 0,
    rows: doubtRows(report),
  };
  yield* split("Contradictions", CONTRADICTIONS, 1, contradictionRows(report), most);
  yield* split("Answers", ANSWERS, 1, answerRows(report), most);
  yield { name: "Detectors", columns: DETECTORS, frozen: 1, rows: detectorRows(report) };
  yield { name: "How to read", columns: columns(["Word", 26], ["Meaning", 120]), frozen: 0, rows: legendRows(report) };
}

const columns = (...all: readonly (readonly [title: string, width: number])[]): Sheet["columns"] =>
  all.map(([title, width]) => ({ title, width }));

function* split(
  name: string,
  titles: Sheet["columns"],
  frozen: number,
  rows: Iterable<readonly CellValue[]>,
  most: number,
): Generator<Sheet> {
  const all = rows[Symbol.iterator]();
  let next = all.next();
  for (let part = 1; part === 1 || next.done !== true; part++) {
    const chunk = function* () {
      for (let taken = 0; taken < most && next.done !== true; taken++, next = all.next()) yield next.value;
    };
    yield { name: part === 1 ? name : `${name} ${part}`, columns: titles, frozen, rows: chunk() };
  }
}

function matrixColumns(report: Report): Sheet["columns"] {
  const detectors = report.columns.map(({ id, invalid }) => [`${id}${invalid.length > 0 ? " ✗" : ""}`, 12] as const);
  return columns(
    ["Endpoint", 34],
    ["Targets", 28],
    ["Judged", 13],
    ["P(vulnerable)", 11],
    ["from", 9],
    ["to (90 %)", 9],
    ...detectors,
    ["Because", 70],
    ["Not tested", 20],
    ["Newest answer (UTC)", 20],
  );
}

function* matrixRows(report: Report): Generator<readonly CellValue[]> {
  for (const each of report.endpoints()) {
    yield [
      text(each.label),
      text(each.names.join(", ")),
      text(each.word, HEAP_STYLE[each.heap]),
      number(each.probability, "percent"),
      number(each.low, "percent"),
      number(each.high, "percent"),
      ...report.columns.map(({ id }) => sign(each.cells.get(id))),
      text(each.because),
      each.untested === null ? EMPTY : text(each.untested),
      each.at === null ? EMPTY : text(each.at),
    ];
  }
}

function sign(cell: ReportCell | undefined): CellValue {
  if (cell === undefined) return { value: "·", style: "not_asked" };
  const { text: value, outcome, reason, blind } = cell;
  if (reason === "control_failed") return { value, style: "invalid" };
  return { value, style: outcome === "not_vulnerable" && blind !== null ? "blind" : outcome };
}

function* doubtRows(report: Report): Generator<readonly CellValue[]> {
  for (const { id, count, text: words } of doubtsOf(report)) {
    yield [text(id), count === null ? EMPTY : number(count), text(words)];
  }
  for (const [reason, count] of report.counts.untested) {
    yield [text("not tested"), number(count), text(`${reason}: ${reasonFacts(reason).meaning}`)];
  }
  let named = 0;
  for (const { source, line, text: line_, problem } of report.unreadable()) {
    if (++named > MOST_LINES) return;
    yield [text("unreadable line"), EMPTY, text(`${source}:${line}: ${line_}: ${problem}`)];
  }
}
/** The rest is in the count above. */
const MOST_LINES = 10_000;

const CONTRADICTIONS = columns(
  ["Endpoint", 34],
  ["Judged", 13],
  ["Says 1", 36],
  ["Says 0", 36],
  ["Cannot tell", 36],
  ["Cause", 70],
);

function* contradictionRows(report: Report): Generator<readonly CellValue[]> {
  for (const { label, word, heap, disagreement } of report.endpoints()) {
    if (disagreement === null) continue;
    const { vulnerable, notVulnerable, unknown, cause } = disagreement;
    const lists = [vulnerable, notVulnerable, unknown].map((ids) => text(ids.join(", ")));
    yield [text(label), text(word, HEAP_STYLE[heap]), ...lists, text(cause ?? "not explained")];
  }
}

const ANSWERS = columns(
  ["Endpoint", 34],
  ["Detector", 24],
  ["Says", 9],
  ["Evidence", 14],
  ["Reason", 36],
  ["Blind as", 12],
  ["Newest (UTC)", 25],
);

function* answerRows(report: Report): Generator<readonly CellValue[]> {
  for (const each of report.endpoints()) yield* answersAt(each);
}

function* answersAt({ label, cells }: ReportEndpoint): Generator<readonly CellValue[]> {
  for (const [id, cell] of cells) {
    const { evidence, reason, blind, at } = cell;
    yield [
      text(label),
      text(id),
      sign(cell),
      text(evidence),
      text(reason),
      blind === null ? EMPTY : text(blind),
      text(at),
    ];
  }
}

const DETECTORS = columns(
  ["Detector", 26],
  ["Kind", 10],
  ["Version", 18],
  ["Lineage", 18],
  ["Asked from", 22],
  ["1", 8],
  ["0", 8],
  ["?", 8],
  ["Controls", 70],
);

function* detectorRows(report: Report): Generator<readonly CellValue[]> {
  for (const { id, kind, versions, lineages, vantages, tally, invalid } of report.columns) {
    const failed = invalid.map(({ run, why }) => `✗ in ${run}: ${why}`).join("; ");
    const counts = [tally.vulnerable, tally.not_vulnerable, tally.unknown].map((count) => number(count));
    const lists = [versions, lineages, vantages].map((each) => text(each.join(", ")));
    yield [text(id), text(kind), ...lists, ...counts, text(failed === "" ? "none failed" : failed)];
  }
}

function* legendRows(report: Report): Generator<readonly CellValue[]> {
  const { title, pack, generatedAt, version, vantages, policy, runs, id } = report;
  yield [
    text("Report"),
    text(
      `${title}, ${pack.cve}; ${generatedAt}; crosscheck ${version}; policy ${policy.name}; asked from ${vantages.join(", ")}; runs ${runs.map((run) => run.id).join(", ")}; ${id}`,
    ),
  ];
  for (const line of report.summary) yield [text("Summary"), text(line)];
  const signs: readonly (readonly [string, Style, string])[] = [
    ["1", "vulnerable", "vulnerable"],
    ["0", "not_vulnerable", "not vulnerable"],
    ["0", "blind", "0 of one that the laboratory shows to be blind to such a server: counts for nothing"],
    ["?", "unknown", "asked, cannot tell. Unknown is not safe"],
    ["✗", "invalid", "failed its controls in that run: not counted"],
    ["·", "not_asked", "not asked"],
  ];
  for (const [value, style, meaning] of signs) yield [{ value, style }, text(meaning)];
  for (const [word, meaning] of Object.entries(WORD_MEANING)) yield [text(word), text(meaning)];
  for (const { title: what, text: words } of methodOf(report)) yield [text(what), text(words)];
}
