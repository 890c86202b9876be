/** The incident as columns says what the incident row by row says, on random stores. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { counted, latestRows, saidAt } from "../core/matrix/campaign-table.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { DetectorIdentity } from "../core/model/observation.ts";
import { finding, type Reason } from "../core/model/outcome.ts";
import type { Store } from "../core/ports/store.ts";
import { openStore } from "../io/store/open-store.ts";
import { campaignObservations, campaignOf, discreditedIn } from "./rows.ts";

const PLACES: readonly Endpoint[] = [
  { address: "192.0.2.1", port: 443, transport: "tcp", serverName: "a.example", origin: "asked" },
  { address: "192.0.2.1", port: 443, transport: "tcp", serverName: null, origin: "discovered" },
  { address: "192.0.2.10", port: 25, transport: "tcp", serverName: null, origin: "asked" },
  { address: null, port: null, transport: "udp", serverName: "ö.example", origin: "asked" },
];
const DETECTORS: readonly DetectorIdentity[] = [
  { id: "heartbleed/flight", kind: "native", version: "1", lineage: "crosscheck" },
  { id: "nmap", kind: "tool", version: "7", lineage: "nmap" },
  { id: "nmap", kind: "tool", version: "6", lineage: "nmap" },
  { id: "nessus", kind: "report", version: "1", lineage: "tenable" },
];
const REASONS: readonly Reason[] = [
  "overread_answered",
  "finding_reported",
  "malformed_discarded_control_answered",
  "negative_reported",
  "connect_timeout",
  "tool_missing",
];
const below = (n: number) => fc.integer({ min: 0, max: n - 1 });
const answer = fc.record({
  place: below(PLACES.length),
  detector: below(DETECTORS.length),
  vantage: fc.constantFrom("here", "there"),
  manual: fc.boolean(),
  reason: fc.constantFrom(...REASONS),
  // Few times, so that many are equal.
  minute: below(4),
  readsAgain: fc.boolean(),
});
const run = fc.record({
  answers: fc.array(answer, { maxLength: 12 }),
  origins: fc.tuple(...PLACES.map(() => fc.constantFrom("asked" as const, "discovered" as const))),
  failing: fc.option(
    fc.record({ detector: fc.constantFrom("heartbleed", "nmap"), reason: fc.constantFrom(...REASONS) }),
  ),
});
type RandomRun = typeof run extends fc.Arbitrary<infer T> ? T : never;

function write(store: Store, id: string, { answers, origins, failing }: RandomRun): void {
  const startedAt = "2026-11-10T10:00:00.000Z";
  const common = { vantage: "here", version: "1", resolver: "r", draws: 1, options: "{}", startedAt };
  store.createRun({ id, kind: "scan", pack: "heartbleed", ...common });
  const order = id.endsWith("1") ? PLACES : PLACES.toReversed();
  const items = order.map((place, index) => {
    const endpoint = { ...place, origin: origins[PLACES.indexOf(place)] ?? "asked" };
    const text = `${id.slice(-1) === "0" ? "same" : id} ${place.address}`;
    const at = { source: "list", line: index };
    const target = { text, at, name: null, address: null, cidr: null, port: null, owner: null, tag: null };
    const planned = { endpoint, stage: 1 as const, name: null, resolved: false, permitted: true, unresolved: null };
    return { kind: "target" as const, ordinal: index + 1, target, endpoints: [planned] };
  });
  store.ingest(id, items, { read: items.length, complete: true });
  const ids = [...store.endpoints(id)];
  for (const { place, detector, vantage, manual, reason, minute, readsAgain } of answers) {
    const endpoint = PLACES[place];
    const identity = DETECTORS[detector];
    const stored = ids.find(
      (each) => each.endpoint.address === endpoint?.address && each.endpoint.serverName === endpoint?.serverName,
    );
    if (endpoint === undefined || identity === undefined || stored === undefined) continue;
    const before = readsAgain ? store.currentObservationsOf(stored.id).at(-1) : undefined;
    store.append(
      stored.id,
      identity,
      {
        endpoint,
        pack: "heartbleed",
        detector: identity.id,
        version: identity.version,
        lineage: identity.lineage,
        vantage,
        run: id,
        mode: manual ? "manual" : "automatic",
        attempt: 1,
        startedAt: new Date(Date.parse(startedAt) + minute * 60_000).toISOString(),
        durationMs: 1,
        ...finding(reason),
        transcripts: [],
        provenance: null,
      },
      before?.id,
    );
    store.flush();
  }
  if (failing !== null) store.addControls(id, [{ ...failing, condition: "C01", truth: "vulnerable" }]);
  store.setRunState(id, "done", startedAt);
}

test("columns and rows agree: endpoints, names, what counts, and whose word is the latest", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(run, { maxLength: 3 }), async (runs) => {
      const folder = mkdtempSync(join(tmpdir(), "crosscheck-columns-"));
      const store = await openStore(join(folder, "x.db"));
      try {
        for (const [index, each] of runs.entries()) write(store, `run-${index}`, each);
        const campaign = campaignOf(store.runs()) ?? { runs: [], pack: "heartbleed", draws: 1 };
        const rows = [...campaignObservations(store, campaign)];
        const table = counted(store.answers(campaign.runs.map(({ id }) => id)), discreditedIn(store, campaign.runs));
        const latest = latestRows(table);
        const names = store.targetTexts(table);
        expect(table.endpoints).toEqual(rows.map(({ endpoint }) => endpoint));
        for (const [index, { all, latest: last, names: typed }] of rows.entries()) {
          const [from = 0, to = 0] = [table.starts[index], table.starts[index + 1]];
          const here = Array.from({ length: to - from }, (_, at) => from + at);
          expect(here.map((row) => ({ id: table.id[row], ...saidAt(table, row) }))).toEqual(all.map(wordsOf));
          expect(here.filter((row) => latest[row] === 1).map((row) => table.id[row])).toEqual(last.map(({ id }) => id));
          expect(names[index]).toEqual(typed());
        }
      } finally {
        store.close();
        rmSync(folder, { recursive: true, force: true });
      }
    }),
    { numRuns: 60 },
  );
});

type Words = ReturnType<typeof saidAt> & { readonly id: number };

function wordsOf({
  id,
  detector,
  version,
  lineage,
  vantage,
  run: of,
  mode,
  outcome,
  reason,
  evidence,
  startedAt,
}: Words) {
  return { id, detector, version, lineage, vantage, run: of, mode, outcome, reason, evidence, startedAt };
}
