/**
 * Nexpose / InsightVM, CSV export (report-formats.md 3.2). With the result codes of all types it prints the negative of every check at
 * every port. It has neither an end mark nor a word on how the scans ended: a file cut off between two rows looks whole.
 */

import type { Gate, Gates, MappingRow } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import { type CsvRow, delimiterOf, readCsvRows } from "../../documents/csv.ts";
import { type ImportContext, type Importer, NO_TIME, type ReportAnswer, type ReportEvent } from "../importer.ts";
import { isTlsService, LONGEST_PROOF, proofOf } from "../nexpose-xml/evidence.ts";
import { showsVersionCheck } from "../nexpose-xml/status.ts";
import { ageGate, csvTime } from "../nexpose-xml/time.ts";
import {
  answersAt,
  type Claim,
  findingsOf,
  type Spot,
  spotKey,
  writtenPort,
  writtenTransport,
} from "../nexpose-xml/verdict.ts";
import { untilBroken } from "../read.ts";
import { type Column, columnsOf, isNexposeHeader } from "./columns.ts";
import { concerns, meaningOfRow } from "./row.ts";

const MAPPING: readonly MappingRow[] = [
  { prints: "ve", reason: "finding_reported" },
  {
    prints: "vv; no code, but Vulnerable Since, or Pass or Fail for PCI",
    reason: "version_reported",
    why: "these are there only for what was found; nothing shows that somebody asked",
  },
  { prints: "ee, ev", reason: "finding_excepted" },
  { prints: "vp, ep; no code and nothing else that says found", reason: "potential_finding" },
  {
    prints: "nv",
    reason: "negative_reported",
    why: "at a TCP port whose service is named as one that speaks TLS, at a day when the check was there",
  },
  { prints: "ov", reason: "repair_reported", why: "another check overruled what the version suggests" },
  { prints: "nv of a check that compares versions", reason: "negative_without_ground" },
  { prints: "nv, and the proof says that nothing came back", reason: "negative_timed_out" },
  { prints: "er, uk; nv behind an exception", reason: "check_failed" },
  { prints: "ds, sd", reason: "check_not_enabled" },
  { prints: "sv, nt; no row of the check in an export that holds negatives", reason: "no_record_of_check" },
  { prints: "another code", reason: "tool_output_unreadable" },
  { prints: "no row of the check in an export of what was found", reason: "no_negative_in_format" },
  { prints: "nv at a service not named as one that speaks TLS, or of the asset as a whole", reason: "tls_not_shown" },
  { prints: "nv, and ve of the asset as a whole", reason: "host_ambiguous" },
  { prints: "nv over UDP", reason: "tool_not_applicable" },
  { prints: "nv, ov with a date before 2014-04-08", reason: "check_too_old" },
  { prints: "a negative in a row, or in a file, that ends early", reason: "report_truncated" },
];

export const nexposeCsv: Importer = {
  id: "nexpose-csv",
  title: "Nexpose / InsightVM, CSV export",
  detector: "nexpose",
  lineage: "rapid7",
  source: "report-formats.md, 3.2; docs.rapid7.com/insightvm/working-with-report-formats",
  mapping: MAPPING,
  recognises: ({ kind, header }) => kind === "text" && isNexposeHeader(header),
  read: (document, context) => readNexposeCsv(document, context),
};

/** Descriptions, proofs and solutions can be long. */
const LARGEST_ROW = 4 << 20;
const MOST_SPOTS = 1_000_000;

/** Checks of versions are known as such at the end only, and a later row may find what an earlier one did not: so rows are held. */
interface Held {
  readonly spot: Spot;
  readonly claims: HeldClaim[];
}

interface HeldClaim extends Omit<Claim, "versionCheck" | "gates"> {
  readonly check: string;
  gates: Partial<Gates>;
}

async function* readNexposeCsv(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const spots = new Map<string, Held>();
  const hosts = new Map<string, boolean>();
  const versionChecks = new Set<string>();
  let printsNegatives = false;
  let lost = 0;
  let checks = 0;
  let last: HeldClaim | null = null;
  let end = "";

  yield* untilBroken(rows(), () => [...endOf(false)]);

  async function* rows(): AsyncGenerator<ReportEvent> {
    let columns: ReadonlyMap<Column, number> | null = null;
    let width = 0;
    yield { kind: "fact", name: "tool", value: "Nexpose, CSV export" };
    for await (const row of readCsvRows(watched(), { delimiter: delimiterOf, largestRow: LARGEST_ROW })) {
      // The header again: files put together.
      if (columns === null || isNexposeHeader(row.cells)) {
        columns = columnsOf(row.cells);
        width = row.cells.length;
      } else {
        const why = readRow(row, columns, width);
        if (why !== null) yield { kind: "dropped", what: `line ${row.line}`, why };
      }
    }
    // The last row may have been cut off in the middle of a cell.
    if (last !== null && !/[\r\n]/.test(end)) last.gates = { ...last.gates, finished: "report_truncated" };
    yield* endOf(true);
  }

  async function* watched(): AsyncGenerator<string> {
    for await (const text of document) {
      end = text.at(-1) ?? end;
      yield text;
    }
  }

  /** Why the row cannot be used; null: it can. */
  function readRow(row: CsvRow, columns: ReadonlyMap<Column, number>, width: number): string | null {
    const cell = (name: Column): string => row.cells[columns.get(name) ?? Number.NaN] ?? "";
    const address = cell("address");
    const name = cell("name").split(/[,;\s]+/)[0] ?? "";
    if (address === "" && name === "") return "expected a row with an address or a name";
    const spot: Spot = {
      // Strings of their own: a piece of the document would keep the whole of it.
      host: { address: address === "" ? null : own(address), name: name === "" ? null : own(name) },
      port: writtenPort(own(cell("port"))),
      transport: writtenTransport(cell("transport")),
    };
    checks++;
    last = null;
    const meaning = meaningOfRow(cell);
    const check = own(cell("check").toLowerCase().slice(0, 200));
    if (meaning.says === "negative") printsNegatives = true;
    if (showsVersionCheck(meaning)) versionChecks.add(check);
    const there = held(spot);
    if (!concerns(cell, cve)) return null;
    if (there === null) return "more hosts and ports than this version of crosscheck can keep";
    const time = csvTime(cell("tested"));
    const tls: Gate =
      spot.port === null || !isTlsService(cell("service"))
        ? "tls_not_shown"
        : spot.transport === "udp"
          ? "tool_not_applicable"
          : "open";
    const gates: Partial<Gates> = {
      // A date that cannot be read may be one from before the check.
      check: time.at === null && cell("tested") !== "" ? "no_record_of_check" : ageGate(time),
      tls,
      finished: row.cells.length < width ? "report_truncated" : "open",
    };
    const words = own((cell("code") || cell("words")).slice(0, 60));
    const place = `line ${row.line}${check === "" ? "" : `, ${check}`}`;
    const proof = proofOf(cell("proof").slice(0, LONGEST_PROOF));
    last = { meaning, proof, gates, words, place, time, check };
    there.claims.push(last);
    return null;
  }

  function held(spot: Spot): Held | null {
    const key = spotKey(spot);
    const there = spots.get(key);
    if (there !== undefined) return there;
    if (spots.size >= MOST_SPOTS) {
      lost++;
      return null;
    }
    const fresh: Held = { spot, claims: [] };
    spots.set(key, fresh);
    const host = hostKey(spot);
    hosts.set(host, (hosts.get(host) ?? false) || spot.port !== null);
    return fresh;
  }

  function* endOf(complete: boolean): Generator<ReportEvent> {
    yield { kind: "seen", what: "host", count: hosts.size };
    yield { kind: "seen", what: "port", count: [...spots.values()].filter(({ spot }) => spot.port !== null).length };
    yield { kind: "seen", what: "check", count: checks };
    const found = findingsOf(spots.values());
    for (const { spot, claims } of spots.values()) yield* answersOf(spot, claims, complete).map(found.checked);
    if (lost > 0) {
      yield {
        kind: "dropped",
        what: `${lost} rows of other hosts and ports`,
        why: "there are more than this version of crosscheck can keep",
      };
    }
  }

  function answersOf(spot: Spot, claims: Held["claims"], complete: boolean): readonly ReportAnswer[] {
    const reason = !complete ? "report_truncated" : printsNegatives ? "no_record_of_check" : "no_negative_in_format";
    // Rows of the asset as a whole are beside those of its ports.
    const silent = spot.port !== null || hosts.get(hostKey(spot)) === false;
    const place = `rows of ${spot.host.address ?? spot.host.name ?? ""}`;
    return answersAt(
      spot,
      claims.map((claim) => ({
        ...claim,
        versionCheck: versionChecks.has(claim.check),
        gates: complete ? claim.gates : { ...claim.gates, finished: "report_truncated" },
      })),
      silent ? { finding: finding(reason), place, time: NO_TIME } : null,
    );
  }
}

const hostKey = ({ host }: Spot): string => (host.address ?? host.name ?? "").toLowerCase();

const own = (text: string): string => ` ${text}`.slice(1);
