/** Any CSV through a column mapping: the spreadsheet in which a team keeps what its tools said, a column a tool. */

import { type CsvRow, delimiterOf, readCsvRows } from "../../documents/csv.ts";
import { DocumentProblem } from "../../documents/problem.ts";
import { notedByHand } from "../by-hand.ts";
import type { Importer, ReportAnswer, ReportEvent, ReportTime } from "../importer.ts";
import { NO_TIME } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { siteOf } from "../web-sites.ts";
import { type Layout, layoutOf, type Mapping } from "./mapping.ts";
import { MAPPING, readWord } from "./words.ts";

export { parseMapping } from "./mapping.ts";

const LARGEST_ROW = 256 * 1024;
/** What a spreadsheet without a column for ports is about. */
const DEFAULT_PORT = "443";
/** ISO 8601 only: whether 04/05/2014 is April or May, nobody knows. */
/** A name or an address, as it is or in a URL, with a port behind it. */
const WITH_PORT = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:\[[^\]]*\]|[^/?#:@\s]+):\d{1,5}(?:[/?#]|$)/i;
const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

/** An importer for sheets of one layout; the catalogue does not have it, because only the user knows the columns. */
export function spreadsheet(mapping: Mapping): Importer {
  return {
    id: "spreadsheet",
    title: "spreadsheet (CSV with a column mapping)",
    detector: "spreadsheet",
    lineage: "spreadsheet",
    source: "the user's own mapping of columns",
    mapping: MAPPING,
    recognises: ({ kind, header }) => kind === "text" && layoutOf(mapping, header).ok,
    read: (document) => untilBroken(readSheet(document, mapping)),
  };
}

async function* readSheet(document: AsyncIterable<string>, mapping: Mapping): AsyncGenerator<ReportEvent> {
  let layout: Layout | null = null;
  let width = 0;
  let last = "";
  const watched = (async function* () {
    for await (const text of document) {
      last = text.at(-1) ?? last;
      yield text;
    }
  })();
  /** A row is whole when another follows it, or a line's end: `n/a` that is cut off would read as `n`. */
  let pending: CsvRow | null = null;
  const rowEvents = (whole: boolean): readonly ReportEvent[] =>
    pending === null || layout === null ? [] : [...eventsOf(pending, layout, width, whole)];
  try {
    for await (const row of readCsvRows(watched, { delimiter: delimiterOf, largestRow: LARGEST_ROW })) {
      if (layout === null) {
        const found = layoutOf(mapping, row.cells);
        if (!found.ok) throw new DocumentProblem(found.problem, row.line);
        layout = found.value;
        width = row.cells.length;
        continue;
      }
      yield* rowEvents(true);
      pending = row;
    }
  } catch (error) {
    // A row before a stray quote has ended; one before bytes that are no text may not have.
    yield* rowEvents(error instanceof DocumentProblem && !error.message.includes("UTF-8"));
    throw error;
  }
  yield* rowEvents(last === "\n" || last === "\r");
}

function* eventsOf({ cells, line }: CsvRow, layout: Layout, width: number, whole: boolean): Generator<ReportEvent> {
  if (cells.length !== width) {
    const why = `expected ${width} cells as in the header line, found ${cells.length}`;
    yield { kind: "dropped", what: `line ${line}`, why };
    return;
  }
  yield { kind: "seen", what: "host", count: 1 };
  for (const answer of answersIn(cells, line, layout, whole)) {
    yield { kind: "seen", what: "check", count: 1 };
    yield answer;
  }
}

function* answersIn(
  cells: readonly string[],
  line: number,
  { fields, detectors }: Layout,
  whole: boolean,
): Generator<ReportAnswer> {
  const cell = (index: number | undefined): string | null =>
    index === undefined ? null : (cells[index] ?? "") || null;
  const place = placeIn(cell(fields.address), cell(fields.name) ?? cell(fields.host), cell(fields.port));
  for (const { detector, index } of detectors) {
    const words = cells[index] ?? "";
    yield {
      kind: "answer",
      detector,
      ...place,
      transport: "tcp",
      serverName: null,
      ...notedByHand(detector, readWord(words, whole)),
      words,
      place: `line ${line}, ${detector}`,
      time: timeOf(cell(fields.when)),
    };
  }
}

/** A port behind the host, as in `https://www.example.org:8443/`, says which service was asked where no cell does. */
function placeIn(
  address: string | null,
  name: string | null,
  port: string | null,
): Pick<ReportAnswer, "host" | "port"> {
  const sites = [address, name].map((text) => (text !== null && WITH_PORT.test(text) ? siteOf(text) : null));
  const [first, second] = sites;
  const ports = new Set([port, ...sites.map((site) => site?.port?.toString() ?? null)].filter((each) => each !== null));
  return {
    host: {
      address: first === null ? address : (first?.host.address ?? first?.host.name ?? null),
      name: second === null ? name : (second?.host.name ?? second?.host.address ?? null),
    },
    // Two that differ are no port: which one was asked is open.
    port: ports.size === 0 ? DEFAULT_PORT : [...ports].join(" or "),
  };
}

function timeOf(text: string | null): ReportTime {
  const [, date, time, zone] = TIME.exec(text?.trim() ?? "") ?? [];
  if (date === undefined) return NO_TIME;
  const at = Date.parse(`${date}T${time ?? "00:00"}${zone ?? "Z"}`);
  return Number.isNaN(at) ? NO_TIME : { at, quality: zone === undefined ? "naive" : "zone" };
}
