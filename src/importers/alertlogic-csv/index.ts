/**
 * Alert Logic, CSV export of vulnerabilities (report-formats.md 3.20): one row for each finding that is open. Most come from agents
 * that compare packages. What it lacks was not necessarily looked for.
 */

import type { MappingRow } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import { delimiterOf, readCsvRows } from "../../documents/csv.ts";
import { type ImportContext, type Importer, NO_TIME, type ReportEvent, type ReportHost } from "../importer.ts";
import { isNamedFor, namesCve } from "../nexpose-xml/evidence.ts";
import type { Meaning } from "../nexpose-xml/status.ts";
import { csvTime } from "../nexpose-xml/time.ts";
import { answersAt, type Claim, type Spot, spotKey, writtenPort, writtenTransport } from "../nexpose-xml/verdict.ts";
import { untilBroken } from "../read.ts";

const MAPPING: readonly MappingRow[] = [
  {
    prints: "a row with the CVE, found by a network scan",
    reason: "finding_reported",
    why: "unless the evidence speaks of packages, patches or versions",
  },
  { prints: "a row with the CVE, found by an agent, or by what nobody says", reason: "version_reported" },
  { prints: "other rows of a host and port", reason: "no_negative_in_format" },
];

export const alertlogicCsv: Importer = {
  id: "alertlogic-csv",
  title: "Alert Logic, vulnerabilities (CSV)",
  detector: "alertlogic",
  lineage: "alertlogic",
  source: "report-formats.md, 3.20",
  mapping: MAPPING,
  recognises: ({ kind, header }) =>
    kind === "text" &&
    ["vulnerability", "ip address", "protocol/port", "asset type", "cve"].every((name) => header.includes(name)),
  read: (document, context) => readAlertLogic(document, context),
};

/** Descriptions and evidence can be long. */
const LARGEST_ROW = 4 << 20;
const MOST_SPOTS = 1_000_000;

type Cells = (name: string) => string;

async function* readAlertLogic(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const spots = new Map<string, { readonly spot: Spot; readonly claims: Claim[] }>();
  const withPorts = new Set<string>();
  let checks = 0;
  let lost = 0;
  yield* untilBroken(rows(), () => [...atEnd()]);

  async function* rows(): AsyncGenerator<ReportEvent> {
    let columns: ReadonlyMap<string, number> | null = null;
    yield { kind: "fact", name: "tool", value: "Alert Logic, CSV export" };
    for await (const { cells, line } of readCsvRows(document, { delimiter: delimiterOf, largestRow: LARGEST_ROW })) {
      // The header again: files put together.
      if (columns === null || cells[columns.get("vulnerability") ?? 0]?.toLowerCase() === "vulnerability") {
        columns = new Map(cells.map((cell, index) => [cell.toLowerCase(), index]));
        continue;
      }
      const known = columns;
      const why = readRow((name) => cells[known.get(name) ?? Number.NaN] ?? "", line);
      if (why !== null) yield { kind: "dropped", what: `line ${line}`, why };
    }
    yield* atEnd();
  }

  /** Why the row cannot be used; null: it can. */
  function readRow(cell: Cells, line: number): string | null {
    const meaning = meaningOfRow(cell);
    const hosts = hostsOf(cell("ip address"), cell("asset name"), meaning.by);
    if (hosts.length === 0) return "expected a row with an address or a name";
    checks++;
    const matches = namesCve(cell("cve"), cve) || isNamedFor(cell("vulnerability"), cve);
    const [protocol = "", port = ""] = cell("protocol/port").split("/");
    for (const host of hosts) {
      const spot = { host, port: writtenPort(own(port)), transport: writtenTransport(protocol) };
      const there = held(spot);
      if (there === null) lost++;
      else if (matches) {
        there.claims.push({
          meaning,
          proof: "none",
          versionCheck: false,
          gates: {},
          words: own(cell("vulnerability").slice(0, 100)),
          place: `line ${line}`,
          time: csvTime(cell("last scanned")),
        });
      }
    }
    return null;
  }

  function held(spot: Spot) {
    const key = spotKey(spot);
    const there = spots.get(key);
    if (there !== undefined) return there;
    if (spots.size >= MOST_SPOTS) return null;
    const fresh = { spot, claims: [] };
    spots.set(key, fresh);
    if (spot.port !== null) withPorts.add(hostKey(spot));
    return fresh;
  }

  function* atEnd(): Generator<ReportEvent> {
    yield { kind: "seen", what: "host", count: new Set([...spots.values()].map(({ spot }) => hostKey(spot))).size };
    yield { kind: "seen", what: "port", count: [...spots.values()].filter(({ spot }) => spot.port !== null).length };
    yield { kind: "seen", what: "check", count: checks };
    for (const { spot, claims } of spots.values()) {
      // Rows of the host as a whole are beside those of its ports.
      const silent = spot.port !== null || !withPorts.has(hostKey(spot));
      const place = `rows of ${spot.host.address ?? spot.host.name ?? ""}`;
      const silence = { finding: finding("no_negative_in_format"), place, time: NO_TIME };
      yield* answersAt(spot, claims, silent ? silence : null);
    }
    if (lost > 0) {
      const why = "there are more than this version of crosscheck can keep";
      yield { kind: "dropped", what: `${lost} rows of other hosts and ports`, why };
    }
  }
}

/** `198.51.100.30, fe80::1`: what an agent finds holds for every address of its host; which one a network scan asked is open. */
function hostsOf(addresses: string, assetName: string, by: "probe" | "version"): readonly ReportHost[] {
  const name = assetName === "" ? null : own(assetName);
  const written = addresses
    .split(/[,;\s]+/)
    .filter((each) => each !== "")
    .map(own);
  const global = written.filter((each) => !/^(?:fe[89ab][0-9a-f]:|169\.254\.)/i.test(canonicalAddress(each) ?? each));
  const usable = global.length > 0 ? global : written;
  if (usable.length === 0) return name === null ? [] : [{ address: null, name }];
  if (by === "probe" && usable.length > 1 && name !== null) return [{ address: null, name }];
  return usable.map((address) => ({ address, name }));
}

const ASKED: Meaning = { says: "finding_reported", by: "probe", detail: "" };
const READ: Meaning = { says: "version_reported", by: "version", detail: "" };

/** By the source in `Category`, and by what the evidence says of itself; it is not passed on. */
function meaningOfRow(cell: Cells): Meaning {
  const network = /^(?:network|external|pci)/i.test(cell("category"));
  return network && !/\b(?:oval|patch|packages?|installed|version|banner)\b/i.test(cell("evidence")) ? ASKED : READ;
}

const hostKey = ({ host }: Spot): string => (host.address ?? host.name ?? "").toLowerCase();

/** A string of its own: a piece of the document would keep the whole of it. */
const own = (text: string): string => ` ${text}`.slice(1);
