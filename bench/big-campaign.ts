/**
 * A big incident as a store: one scan of ours with other programs, one run for each report, a scan of some endpoints a week later. Made
 * through the store's own calls; the same parameters give the same rows. By itself: `npx tsx bench/big-campaign.ts FILE [ENDPOINTS [DETECTORS]]`.
 */

import { existsSync, rmSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Endpoint } from "../src/core/model/endpoint.ts";
import type { DetectorIdentity, Observation } from "../src/core/model/observation.ts";
import { finding, type Reason } from "../src/core/model/outcome.ts";
import type { Target } from "../src/core/model/target.ts";
import type { ForeignAnswer, PlannedEndpoint, Store } from "../src/core/ports/store.ts";
import { type RandomStream, randomStream } from "../src/core/stats/random-stream.ts";
import { TLS10, TLS11, TLS12 } from "../src/core/wire/version.ts";
import { openStore } from "../src/io/store/open-store.ts";
import {
  connected,
  end,
  received,
  sent,
  serverFlight,
  transcript,
} from "../src/packs/heartbleed/testing/transcripts.ts";

export interface BigCampaign {
  readonly endpoints: number;
  /** 1 to 12: two of ours, three programs that we run, then reports. */
  readonly detectors: number;
}

const native = (id: string) => ({ id, kind: "native", version: "0.1.0", lineage: "crosscheck" }) as const;
const tool = (id: string, version: string, lineage: string) => ({ id, kind: "tool", version, lineage }) as const;
const report = (id: string, lineage: string) => ({ id, kind: "report", version: "1", lineage }) as const;
const DETECTORS: readonly DetectorIdentity[] = [
  native("heartbleed/flight"),
  native("heartbleed/handshake"),
  tool("nmap", "7.93", "nmap"),
  tool("sslscan", "2.0.7", "stafford"),
  tool("testssl", "3.0.8", "stafford"),
  report("nessus", "tenable"),
  report("qualys", "qualys"),
  report("openvas", "openvas"),
  report("nexpose", "rapid7"),
  report("masscan", "masscan"),
  report("metasploit", "stafford"),
  report("ssltest", "stafford"),
];

const VULNERABLE = 0.04;
/** Not asked by a detector. */
const MISSING = 0.05;
/** Asked again a week later; of the vulnerable ones most. */
const AGAIN = 0.03;
const REPAIRED = 0.7;
const BATCH = 2000;
const START = Date.parse("2026-11-10T08:00:00Z");
const HOUR = 3_600_000;

/** What an endpoint is like; lineages that cannot see it are blind together. */
interface Host {
  readonly endpoint: Endpoint;
  readonly vulnerable: boolean;
  readonly blind: ReadonlySet<string>;
  /** Nothing of TLS there: everybody's answer is a ?. */
  readonly dead: boolean;
  readonly version: number;
  readonly again: boolean;
}

/** The file must not be there. Resolves to the number of observations. */
export async function makeBigCampaign(file: string, { endpoints, detectors }: BigCampaign): Promise<number> {
  const chance = randomStream(11, "big campaign");
  const lineages = [...new Set(DETECTORS.map(({ lineage }) => lineage))];
  const hosts = Array.from({ length: endpoints }, (_, index) => hostOf(index, chance, lineages));
  const taking = DETECTORS.slice(0, detectors);
  const store = await openStore(file);
  try {
    const scanners = taking.filter(({ kind }) => kind !== "report");
    scanRun(store, "scan-1", START, hosts, scanners, chance);
    for (const [index, identity] of taking.filter(({ kind }) => kind === "report").entries()) {
      reportRun(store, identity, START + (index + 1) * 5 * HOUR, hosts, chance);
    }
    const later = hosts
      .filter(({ again }) => again)
      .map((host) => ({ ...host, vulnerable: host.vulnerable && chance.uniform() > REPAIRED }));
    scanRun(store, "scan-2", START + 7 * 24 * HOUR, later, scanners, chance);
    return store.runs().reduce((sum, { id }) => sum + store.counts(id).observations, 0);
  } finally {
    store.close();
  }
}

function hostOf(index: number, chance: RandomStream, lineages: readonly string[]): Host {
  const vulnerable = chance.uniform() < VULNERABLE;
  const old = chance.uniform();
  return {
    endpoint: {
      address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
      port: chance.uniform() < 0.9 ? 443 : 8443,
      transport: "tcp",
      serverName: chance.uniform() < 0.7 ? `host-${index}.example` : null,
      origin: "asked",
    },
    vulnerable,
    blind: new Set(lineages.filter((lineage) => lineage !== "crosscheck" && chance.uniform() < 0.1)),
    dead: chance.uniform() < 0.03,
    version: old < 0.8 ? TLS12 : old < 0.85 ? TLS11 : TLS10,
    again: chance.uniform() < (vulnerable ? 0.9 : AGAIN),
  };
}

function createRun(store: Store, id: string, kind: "scan" | "import", at: number): void {
  const startedAt = new Date(at).toISOString();
  const from = { vantage: "here", version: "0.1.0", resolver: "system", draws: 2, options: "{}" };
  store.createRun({ id, kind, pack: "heartbleed", startedAt, ...from });
}

function scanRun(
  store: Store,
  run: string,
  at: number,
  hosts: readonly Host[],
  detectors: readonly DetectorIdentity[],
  chance: RandomStream,
): void {
  createRun(store, run, "scan", at);
  const items = hosts.map(({ endpoint }, index) => ({
    kind: "target" as const,
    ordinal: index + 1,
    target: targetOf(endpoint, index),
    endpoints: [plannedOf(endpoint)],
  }));
  for (let from = 0; from < items.length; from += BATCH) {
    store.ingest(run, items.slice(from, from + BATCH), { read: from + BATCH, complete: from + BATCH >= items.length });
  }
  let index = 0;
  for (const { id } of [...store.endpoints(run)]) {
    const host = hosts[index];
    if (host === undefined) continue;
    for (const identity of detectors) {
      const said = answerOf(host, identity, run, at + index * 40, chance);
      if (said !== null) store.append(id, identity, { ...said, attempt: 1 });
    }
    store.finish(id);
    index++;
  }
  store.setRunState(run, "done", new Date(at + HOUR).toISOString());
}

function reportRun(
  store: Store,
  identity: DetectorIdentity,
  at: number,
  hosts: readonly Host[],
  chance: RandomStream,
): void {
  const run = `import-${identity.id}`;
  createRun(store, run, "import", at);
  const answers = hosts.flatMap((host, index): readonly ForeignAnswer[] => {
    const { endpoint } = host;
    // A scanner of whole networks works through hundreds of hosts in a minute.
    const observation = answerOf(host, identity, run, at + Math.floor(index / 500) * 60_000, chance);
    if (observation === null) return [];
    const planned = plannedOf(endpoint);
    return [{ ordinal: index + 1, target: targetOf(endpoint, index), planned, identity, observation }];
  });
  for (let from = 0; from < answers.length; from += BATCH) store.appendForeign(run, answers.slice(from, from + BATCH));
  store.setRunState(run, "done", new Date(at + HOUR).toISOString());
}

function targetOf({ address, port, serverName }: Endpoint, index: number): Target {
  const text = `${serverName ?? address}:${port}`;
  return {
    text,
    at: { source: "list.csv", line: index + 1 },
    name: serverName,
    address,
    cidr: null,
    port,
    owner: null,
    tag: null,
  };
}

function plannedOf(endpoint: Endpoint): PlannedEndpoint {
  return { endpoint, stage: 1, name: endpoint.serverName, resolved: true, permitted: true, unresolved: null };
}

/** null: it was not asked. */
function answerOf(host: Host, identity: DetectorIdentity, run: string, at: number, chance: RandomStream) {
  if (chance.uniform() < MISSING) return null;
  const { id: detector, kind, version, lineage } = identity;
  const reason = reasonOf(host, identity, chance.uniform());
  const own = kind === "native";
  const words = own ? "" : `${detector}: ${reason.replaceAll("_", " ")}`;
  const provenance = own
    ? null
    : {
        raw: null,
        place: `host ${host.endpoint.address}`,
        words,
        argv: null,
        exit: null,
        truncated: false,
        time: "zone" as const,
      };
  return {
    endpoint: host.endpoint,
    pack: "heartbleed",
    detector,
    version,
    lineage,
    vantage: "here",
    run,
    mode: "automatic" as const,
    startedAt: new Date(at + (own ? Math.floor(chance.uniform() * 1000) : 0)).toISOString(),
    durationMs: Math.round(chance.uniform() * 1e6) / 1e3,
    ...finding(reason, words),
    transcripts: own ? [transcriptOf(host, detector, chance)] : [],
    provenance,
  } satisfies Omit<Observation, "attempt">;
}

function reasonOf({ vulnerable, blind, dead }: Host, { id, kind, lineage }: DetectorIdentity, u: number): Reason {
  if (kind === "native") {
    if (dead) return u < 0.5 ? "silent_at_hello" : "closed_at_hello";
    if (u < 0.01) return "silent_after_probe";
    if (vulnerable) return u < 0.9 ? "overread_answered" : "silent_after_probe";
    return id.endsWith("flight") ? "malformed_discarded_control_answered" : "malformed_discarded_encrypted";
  }
  if (dead) return kind === "tool" ? "tool_handshake_failed" : "host_dead";
  if (u < 0.05) return kind === "tool" ? "tool_timed_out" : "no_record_of_check";
  if (vulnerable && !blind.has(lineage) && u < 0.9) return "finding_reported";
  return u > 0.997 ? "finding_reported" : "negative_reported";
}

function transcriptOf({ endpoint, version }: Host, detector: string, chance: RandomStream) {
  const flight = serverFlight({ version });
  for (let at = 11; at < 43; at++) flight[at] = chance.below(256);
  const events = [connected, sent("client_hello"), { ...received(flight), at: 3 + 20 * chance.uniform() }, end("fin")];
  return {
    ...transcript(detector, events, endpoint.serverName),
    address: endpoint.address ?? "",
    port: endpoint.port ?? 0,
  };
}

const [, program, file, endpoints = "100000", detectors = "10"] = process.argv;
if (file !== undefined && import.meta.url === pathToFileURL(program ?? "").href) {
  if (existsSync(file)) rmSync(file);
  const made = await makeBigCampaign(file, { endpoints: Number(endpoints), detectors: Number(detectors) });
  console.log(`${file}: ${made} observations`);
}
