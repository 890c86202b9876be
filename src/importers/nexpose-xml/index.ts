/**
 * Nexpose / InsightVM, "XML Export" (version 1.0) and "XML Export 2.0" (report-formats.md 3.2). Version 1.0, when all result
 * types are exported, prints the negative of every check at every port; 2.0 usually lists what was found only.
 */

import type { Gate, Gates, MappingRow } from "../../core/claims.ts";
import { derivedNegative } from "../../core/claims.ts";
import { finding } from "../../core/model/outcome.ts";
import type { ImportContext, Importer, ReportAnswer, ReportEvent } from "../importer.ts";
import { readXmlReport } from "../read.ts";
import { type NexposeHandler, nexposeHandler } from "./handler.ts";
import type { Limits, Place, Result } from "./held.ts";
import { answersAt, type Claim, findingsOf, type Silence, type Spot, spotKey } from "./verdict.ts";

const ROOT = "NexposeReport";

const MAPPING: readonly MappingRow[] = [
  { prints: "vulnerable-exploited", reason: "finding_reported" },
  { prints: "vulnerable-version", reason: "version_reported" },
  { prints: "exception-vulnerable-exploited, exception-vulnerable-version", reason: "finding_excepted" },
  { prints: "potential, vulnerable-potential, exception-vulnerable-potential", reason: "potential_finding" },
  {
    prints: "not-vulnerable",
    reason: "negative_reported",
    why: "at an open TCP port of a live host whose service is shown to speak TLS, in a finished scan",
  },
  {
    prints: "overridden-vulnerable-version",
    reason: "repair_reported",
    why: "another check overruled what the version suggests",
  },
  {
    prints: "not-vulnerable of a check that compares versions; no word on how the scan ended",
    reason: "negative_without_ground",
  },
  { prints: "not-vulnerable, and the proof says that nothing came back", reason: "negative_timed_out" },
  { prints: "error, unknown; not-vulnerable behind an exception", reason: "check_failed" },
  { prints: "skipped-disabled, skipped-dos", reason: "check_not_enabled" },
  {
    prints: "skipped-version, no-tests; no result of the check in a report that prints negatives",
    reason: "no_record_of_check",
  },
  { prints: "a status that nobody has described", reason: "tool_output_unreadable" },
  { prints: "no result of the check in a report that lists what was found", reason: "no_negative_in_format" },
  {
    prints: "a port without HTTPS or ssl.* configuration; not-vulnerable of the host as a whole",
    reason: "tls_not_shown",
  },
  { prints: "a UDP port that speaks TLS", reason: "tool_not_applicable" },
  {
    prints: "not-vulnerable, and vulnerable-exploited of the host as a whole",
    reason: "host_ambiguous",
  },
  { prints: "an endpoint that is closed", reason: "port_closed" },
  { prints: "an endpoint that is filtered", reason: "port_filtered" },
  { prints: "a node that is not alive", reason: "host_dead" },
  { prints: "a scan from before 2014-04-08", reason: "check_too_old" },
  { prints: "a scan that is not finished", reason: "scan_interrupted" },
  { prints: "the file ends early", reason: "report_truncated" },
];

/** About 400 MB at the worst; a report beyond that is read to its end, and what it could not hold is said. */
const LIMITS: Limits = { places: 1_000_000, results: 6_000_000 };

export const nexposeXml: Importer = {
  id: "nexpose-xml",
  title: "Nexpose / InsightVM, XML export 1.0 and 2.0",
  detector: "nexpose",
  lineage: "rapid7",
  source: "report-formats.md, 3.2; docs.rapid7.com/insightvm/working-with-report-formats",
  mapping: MAPPING,
  recognises: (head) => head.kind === "xml" && head.root === ROOT,
  read: (document, context) => readNexpose(document, context, LIMITS),
};

/** `limits`: for the tests. */
export async function* readNexpose(
  document: AsyncIterable<string>,
  context: ImportContext,
  limits: Limits,
): AsyncGenerator<ReportEvent> {
  const handler = nexposeHandler(context, limits);
  let broken: ReportEvent | null = null;
  for await (const event of readXmlReport(document, [ROOT], handler)) {
    if (event.kind === "broken") broken = event;
    else yield event;
  }
  yield* answers(handler);
  const { lost } = handler.held;
  const why = "the report holds more than this version of crosscheck can keep while it waits for the definitions";
  if (lost.places > 0) yield { kind: "dropped", what: `${lost.places} hosts and ports`, why };
  if (lost.results > 0) yield { kind: "dropped", what: `${lost.results} results of checks`, why };
  if (broken !== null) yield broken;
}

function* answers(handler: NexposeHandler): Generator<ReportAnswer> {
  const { held } = handler;
  const claims = new Map<string, { readonly spot: Spot; readonly claims: Claim[] }>();
  let printsNegatives = false;
  for (const [check, results] of held.results) {
    printsNegatives ||= results.some(({ meaning }) => meaning.says === "negative");
    if (!handler.concerns(check)) continue;
    for (const result of results) {
      const spot = spotOf(result.at);
      const key = spotKey(spot);
      const there = claims.get(key) ?? { spot, claims: [] };
      claims.set(key, there);
      there.claims.push(claimOf(handler, check, result));
    }
  }
  const found = findingsOf(claims.values());
  const withPorts = new Set(
    held.places.filter(({ port }) => port !== null).map(({ node }) => node.address || node.name),
  );
  const done = new Set<string>();
  for (const at of held.places) {
    const spot = spotOf(at);
    const key = spotKey(spot);
    if (done.has(key)) continue;
    done.add(key);
    const silent = at.port !== null || !withPorts.has(at.node.address || at.node.name);
    const silence = silent ? silenceAt(handler, at, printsNegatives) : null;
    yield* answersAt(spot, claims.get(key)?.claims ?? [], silence).map(found.checked);
    claims.delete(key);
  }
  // Of places that could not be kept.
  for (const { spot, claims: rest } of claims.values()) yield* answersAt(spot, rest, null).map(found.checked);
}

function spotOf({ node, port, transport }: Place): Spot {
  const { address, name } = node;
  return { host: { address: address === "" ? null : address, name: name === "" ? null : name }, port, transport };
}

const placeOf = ({ node, port, transport }: Place): string =>
  `node ${node.address || node.name}${port === null ? "" : `, endpoint ${port}/${transport}`}`;

function claimOf(handler: NexposeHandler, check: string, { at, meaning, proof, words, scan }: Result): Claim {
  const { gates, time } = surroundings(handler, at, scan, "negative_without_ground");
  return {
    meaning,
    proof,
    versionCheck: handler.held.versionChecks.has(check),
    gates,
    words,
    place: `${placeOf(at)}, test ${check.slice(0, 100)}`,
    time,
  };
}

function silenceAt(handler: NexposeHandler, at: Place, printsNegatives: boolean): Silence {
  const { gates, time } = surroundings(handler, at, "", "no_record_of_check");
  const found = handler.complete()
    ? derivedNegative({
        ...gates,
        tls: at.port === null ? "open" : gates.tls,
        ran: "open",
        unfiltered: printsNegatives ? "no_record_of_check" : "no_negative_in_format",
      })
    : finding("report_truncated");
  return { finding: found, place: placeOf(at), time };
}

/** What the report shows about a place and a scan. `unclear`: the reason where an endpoint's state is none that is known. */
function surroundings(handler: NexposeHandler, at: Place, scan: string, unclear: Gate) {
  const { finished, check, time } = handler.scans.of(scan);
  const gates = {
    scope: "open",
    alive: aliveGate(at, unclear),
    port: at.port === null || at.status === "open" ? "open" : (PORT_STATES.get(at.status) ?? unclear),
    check,
    tls: !at.tls ? "tls_not_shown" : at.transport === "udp" ? "tool_not_applicable" : "open",
    // Among what could not be held may be what speaks against a zero.
    finished: !handler.complete()
      ? "report_truncated"
      : handler.held.lost.results > 0
        ? "no_record_of_check"
        : finished,
  } as const satisfies Partial<Gates>;
  return { gates, time };
}

function aliveGate({ node, status }: Place, unclear: Gate): Gate {
  if (node.status === "alive") return "open";
  if (["dead", "down", "filtered", "unresponsive"].includes(node.status)) return "host_dead";
  return status === "open" ? "open" : unclear;
}

const PORT_STATES: ReadonlyMap<string, Gate> = new Map([
  ["closed", "port_closed"],
  ["filtered", "port_filtered"],
]);
