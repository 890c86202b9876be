/** A small report for tests: one endpoint of each kind, and whatever text a test puts into it. */

import { deflateRawSync, constants } from "node:zlib";
import type { Word } from "../../core/latent/capability/index.ts";
import { finding, type Outcome, type Reason } from "../../core/model/outcome.ts";
import type { RenderContext } from "../exporter.ts";
import type { Disagreement, Heap, Report, ReportCell, ReportEndpoint } from "../report.ts";

export const CONTEXT: RenderContext = {
  deflate: (piece) => deflateRawSync(piece, { finishFlush: constants.Z_SYNC_FLUSH }),
};

const SIGN: Readonly<Record<Outcome, string>> = { vulnerable: "1", not_vulnerable: "0", unknown: "?" };
const AT = "2014-04-15T09:00:00.000Z";

function cell(reason: Reason, blind: string | null = null): ReportCell {
  const { outcome, evidence } = finding(reason);
  const tally = { vulnerable: 0, not_vulnerable: 0, unknown: 0, [outcome]: 1 };
  return { text: reason === "control_failed" ? "✗" : SIGN[outcome], outcome, reason, evidence, tally, at: AT, blind };
}

export interface Given {
  readonly name?: string;
  readonly because?: string;
  readonly heap?: Heap;
  readonly word?: Word;
  readonly reason?: Reason;
  readonly untested?: Reason | null;
  readonly cells?: ReadonlyMap<string, ReportCell>;
  readonly disagreement?: Disagreement | null;
  readonly probability?: number;
}

export function endpoint(host: number, given: Given = {}): ReportEndpoint {
  const { name = "www.example.org", heap = "vulnerable", word = "CONFIRMED", reason = "overread_answered" } = given;
  const { outcome, evidence } = finding(reason);
  const address = `192.0.2.${host}`;
  return {
    endpoint: { address, port: 443, transport: "tcp", serverName: name, origin: "asked" },
    label: `${name}@${address}:443`,
    names: [name],
    heap,
    word,
    verdict: { outcome, reason, evidence, restsOn: given.because ?? "1 of 1 observations" },
    probability: given.probability ?? 0.5,
    low: 0.25,
    high: 0.75,
    because: given.because ?? "seen",
    missing: heap === "open" ? ["nobody has given an answer"] : [],
    clearedForDays: heap === "safe" ? 13 : null,
    cells: given.cells ?? new Map([["nmap", cell(reason)]]),
    disagreement: given.disagreement ?? null,
    untested: given.untested ?? null,
    at: AT,
  };
}

/** One of each heap, a contradiction with an empty zero, one that nobody asked, a detector that failed. */
export function report(text = "plain", more: readonly ReportEndpoint[] = []): Report {
  const cells = new Map([
    ["heartbleed/flight", cell("overread_answered")],
    ["nmap", cell("negative_reported", "C06")],
    [text, cell("control_failed")],
  ]);
  const disagreement = { vulnerable: ["heartbleed/flight"], notVulnerable: ["nmap"], unknown: [text], cause: text };
  const all = [
    endpoint(1, { name: text, because: text, cells, disagreement }),
    ...more,
    endpoint(2, { heap: "open", word: "UNKNOWN", reason: "dns_failure", untested: "dns_failure", cells: new Map() }),
    endpoint(3, { heap: "safe", word: "CLEARED", reason: "malformed_discarded_control_answered" }),
  ];
  const heaps = { vulnerable: 0, open: 0, safe: 0 };
  for (const each of all) heaps[each.heap]++;
  const column = (id: string) => ({
    id,
    kind: "tool" as const,
    versions: [text],
    lineages: [id],
    vantages: ["here"],
    tally: { vulnerable: 1, not_vulnerable: 1, unknown: 0 },
    invalid: id === text ? [{ run: "r1", why: text }] : [],
  });
  return {
    id: "0d3c2f54-8f0e-5a4b-9c1d-2e3f4a5b6c7d",
    title: text,
    pack: {
      id: "heartbleed",
      cve: "CVE-2014-0160",
      title: "Heartbleed",
      why: "because",
      references: ["https://example.org/advisory"],
    },
    generatedAt: AT,
    version: "0.1.0",
    policy: { name: "balanced", lineages: 3, freshDays: 14 },
    runs: [
      {
        id: "r1",
        kind: "scan",
        state: "interrupted",
        vantage: text,
        version: "0.1.0",
        startedAt: AT,
        endedAt: null,
        targets: 3,
        unreadable: 1,
        endpoints: 3,
        asked: 3,
        observations: 4,
      },
    ],
    vantages: [text],
    columns: ["heartbleed/flight", "nmap", text].map(column),
    counts: {
      endpoints: all.length,
      heaps,
      words: { CONFIRMED: heaps.vulnerable, PROBABLE: 0, SUSPECT: 0, UNKNOWN: heaps.open, CLEARED: heaps.safe },
      disagreements: 1,
      explained: 1,
      untested: new Map([["dns_failure", 1]]),
      leftOut: 2,
      nothingThere: 0,
      unreadable: 1,
    },
    estimates: {
      cleared: { endpoints: 1, expected: 0.02, low: 0, high: 1 },
      unseen: { known: false, why: "fewer than two lineages tested" },
      gated: true,
    },
    summary: [text],
    endpoints: () => all,
    unreadable: () => [{ run: "r1", source: "list.txt", line: 7, text, problem: "no address" }],
  };
}

export function bytesOf(chunks: Iterable<string | Uint8Array>): Buffer {
  return Buffer.concat([...chunks].map((chunk) => (typeof chunk === "string" ? Buffer.from(chunk) : chunk)));
}
