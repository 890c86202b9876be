/**
 * Another process that stores answers while the dashboard is looked at: 200 a second. Every one is about an endpoint of the incident; those about
 * the endpoints named on standard input come once in a while, and their moment is printed: a line `MS KEY`, milliseconds since 1970.
 */

import { createInterface } from "node:readline";
import { type Endpoint, endpointLabel } from "../src/core/model/endpoint.ts";
import { finding } from "../src/core/model/outcome.ts";
import { openStore } from "../src/io/store/open-store.ts";

const [, , file = "", seconds = "20"] = process.argv;
const PER_SECOND = 200;
const MARKED_EVERY = 100;
const IDENTITY = { id: "livetool", kind: "tool", version: "1", lineage: "live" } as const;

const marked = new Set<string>();
for await (const line of createInterface({ input: process.stdin })) marked.add(line);

const store = await openStore(file);
const campaign = store.runs().map(({ id }) => id);
const [first] = campaign;
const newest = first === undefined ? null : store.run(first);
if (newest === null) throw new Error("an incident is needed");
const total = Number(seconds) * PER_SECOND;
const others: Endpoint[] = [];
const awaited: Endpoint[] = [];
for (const { endpoint } of store.campaign(campaign)) {
  if (others.length === total && awaited.length === marked.size) break;
  if (marked.has(endpointLabel(endpoint))) awaited.push(endpoint);
  else if (others.length < total) others.push(endpoint);
}
const run = `live-${Date.now()}`;
store.createRun({ ...newest, id: run, kind: "scan", startedAt: new Date().toISOString() });
const asked = [...awaited, ...others];
const items = asked.map((endpoint, at) => ({
  kind: "target" as const,
  ordinal: at + 1,
  target: {
    text: endpointLabel(endpoint),
    at: { source: "live.csv", line: at + 1 },
    name: endpoint.serverName,
    address: endpoint.address,
    cidr: null,
    port: endpoint.port,
    owner: null,
    tag: null,
  },
  endpoints: [
    { endpoint, stage: 1 as const, name: endpoint.serverName, resolved: true, permitted: true, unresolved: null },
  ],
}));
for (let from = 0; from < items.length; from += 500) {
  store.ingest(run, items.slice(from, from + 500), { read: from + 500, complete: from + 500 >= items.length });
}
const stored = [...store.endpoints(run)];
const ofMarked = stored.slice(0, awaited.length);
const ofOthers = stored.slice(awaited.length);
console.log("ready");
// The board first takes in what was planned.
await new Promise((resolve) => setTimeout(resolve, 15_000));
console.log("storing");

const startedAt = performance.now();
for (let at = 0; at < total; at++) {
  const due = startedAt + (at * 1000) / PER_SECOND - performance.now();
  if (due > 1) await new Promise((resolve) => setTimeout(resolve, due));
  const mark = at % MARKED_EVERY === 0 ? ofMarked[at / MARKED_EVERY] : undefined;
  const to = mark ?? ofOthers[at % ofOthers.length];
  if (to === undefined) continue;
  store.append(to.id, IDENTITY, {
    endpoint: to.endpoint,
    pack: newest.pack,
    detector: IDENTITY.id,
    version: IDENTITY.version,
    lineage: IDENTITY.lineage,
    vantage: "here",
    run,
    mode: "automatic",
    attempt: 1,
    startedAt: new Date().toISOString(),
    durationMs: 20,
    ...finding(at % 3 === 0 ? "finding_reported" : "negative_reported"),
    transcripts: [],
    provenance: null,
  });
  if (mark !== undefined) console.log(`${Date.now()} ${endpointLabel(mark.endpoint)}`);
}
store.flush();
store.setRunState(run, "done", new Date().toISOString());
store.close();
