/**
 * The scripted server is what it re-enacts: for every genuine server that runs here its twin, the scripted server with the matching
 * dials, sends the same records of the same sizes to the native detector, to nmap and to sslscan, and is judged alike by all three.
 * Compared, for every connection that a detector opens: the client's first record; of each record from the server type, version and
 * length; of handshake messages type and length, of alerts both bytes; who ended the connection and how; then outcome and reason.
 * What is left out by nature: test/support/faithful/normalise.ts. What is not the same: src/range/genuine/known-differences.ts.
 */

import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import type { Condition } from "../../src/range/conditions/condition.ts";
import { DEFAULT_DIALS, type Dials, truthOf } from "../../src/range/conditions/dials.ts";
import { defaultCacheFolder } from "../../src/range/genuine/fetch.ts";
import { SSL30, TLS10, TLS11 } from "../../src/core/wire/version.ts";
import { KNOWN_DIFFERENCES } from "../../src/range/genuine/known-differences.ts";
import { matchingDials } from "../../src/range/genuine/matching-dials.ts";
import { type GenuineRange, startGenuine } from "../../src/range/genuine/range.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { realProgram } from "../../src/scanners/testing/real.ts";
import { type Answers, type Asker, ASKERS } from "../support/faithful/askers.ts";
import { type Difference, differences } from "../support/faithful/compare.ts";
import { type Pair, pairUp } from "../support/faithful/pairs.ts";

/** As many as are asked at the same time: more, and time-outs are met that are this machine's and not the servers'. */
const BATCH = 34;
/** The relays' networks, two each: one for all, others for the mutations. */
const ALL = 70;
const MUTANTS = 72;

let genuine: GenuineRange | null = null;
let scripted: ScriptedRange | null = null;
let pairs: readonly Pair[] = [];

beforeAll(async () => {
  genuine = await startGenuine({
    cacheFolder: defaultCacheFolder(),
    openssl: [{ path: "openssl", truth: null }],
    onNotice: () => {},
  });
  scripted = await startScripted(genuine.servers.map(({ id }) => twin(id, matchingDials(id) ?? {})));
  pairs = await pairUp(genuine.servers, scripted.servers, ALL);
}, 120_000);

afterAll(async () => {
  await stopRelays(pairs);
  await scripted?.stop();
  await genuine?.stop();
});

async function stopRelays(of: readonly Pair[]): Promise<void> {
  await Promise.all(of.flatMap((pair) => [pair.genuine.relay.stop(), pair.twin.relay.stop()]));
}

function twin(id: string, dials: Partial<Dials>): Condition {
  const truth = truthOf({ ...DEFAULT_DIALS, ...dials });
  return { id, title: id, question: "Is it the same?", truth, dials, source: "src/range/genuine" };
}

async function meet(asker: Asker, path: string, chosen: readonly Pair[]): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (let at = 0; at < chosen.length; at += BATCH) {
    const batch = chosen.slice(at, at + BATCH);
    const [ofGenuine, ofTwin] = await Promise.all([
      asker.ask(
        path,
        batch.map((pair) => pair.genuine.server),
      ),
      asker.ask(
        path,
        batch.map((pair) => pair.twin.server),
      ),
    ]);
    for (const pair of batch) {
      const { id, dials } = pair;
      const clientChooses = dials.preference === "client" && dials.suites?.length !== 1;
      const asked = { id, detector: asker.id, clientChooses };
      const answerIn = (answers: Answers): string =>
        asker.byChance?.test(id) === true ? "by chance" : (answers.get(id) ?? "none");
      const here = { conversations: pair.genuine.relay.take(), answer: answerIn(ofGenuine) };
      const there = { conversations: pair.twin.relay.take(), answer: answerIn(ofTwin) };
      found.push(...differences(asked, here, there));
    }
  }
  return found;
}

async function programOf(context: TestContext, { scanner }: Asker): Promise<string> {
  return scanner === null ? "" : realProgram(context, scanner);
}

test("every genuine server has its dials, and their truth is its truth", () => {
  const servers = genuine?.servers ?? [];
  expect(servers.filter(({ id }) => matchingDials(id) === null)).toEqual([]);
  const wrong = servers.filter(({ id, truth }) => truthOf({ ...DEFAULT_DIALS, ...matchingDials(id) }) !== truth);
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

/** One dial each, turned away from where it matches. */
const MUTATIONS: readonly (readonly [id: string, turned: Partial<Dials>])[] = [
  ["node-0.10.1/default", { heartbeat: "bounds_checked" }],
  ["node-0.10.1/default", { extension: "none" }],
  ["node-0.10.1/default", { pace: "immediate" }],
  ["node-0.10.1/default", { sessions: "none" }],
  ["node-0.10.1/default", { framing: "one_record" }],
  ["node-0.10.1/default", { rsaBits: 1024 }],
  ["node-0.10.1/default", { handshakeBuffer: 16_384 }],
  ["node-0.10.1/default", { warningBeforeAnswer: 90 }],
  ["node-0.10.1/default", { versions: { min: SSL30, max: TLS11, otherwise: "alert" } }],
  [
    "node-0.10.1/certificate-length",
    { certificate: { name: [["CN", "localhost"]], lowByte: 0x40, recordLength: null, fill: 0 } },
  ],
  ["node-0.10.1/client-certificate", { clientCertificate: "not_requested" }],
  ["node-0.10.1/client-certificate", { certificateRequest: null }],
  ["node-0.10.2/default", { fatalAlert: "flushed" }],
  ["node-0.10.2/tls1.0", { heartbeat: "fatal_alert" }],
  ["node-0.10.2/client-certificate", { clientCertificate: "requested" }],
  ["node-0.12.18/dhe-rsa-aes128-gcm-sha256", { diffieHellmanBits: 1024 }],
  ["node-4.9.1/default", { preference: "client" }],
  ["node-4.9.1/default", { suites: [0x002f] }],
  ["node-current/default", { curves: [23] }],
  ["node-current/default", { extendedMasterSecret: false }],
];

/** Those that the native detector never meets: it offers the best first, and names its algorithms. */
const MET_BY_SSLSCAN: typeof MUTATIONS = [
  ["node-0.10.48/to-tls1.0", { versions: { min: TLS10, max: TLS10, otherwise: "alert" } }],
  ["openssl-3.0.19/aes128-sha", { supportedVersions: "ignored" }],
  ["node-current/tls1.2", { sha1Signatures: "made" }],
];

test.for([
  ["native", MUTATIONS, MUTANTS],
  ["sslscan", MET_BY_SSLSCAN, MUTANTS + 2],
] as const)("turning one dial is noticed by %s", { timeout: 60_000 }, async ([detector, turns, net], context) => {
  const asker = ASKERS.find((one) => one.id === detector);
  const servers = genuine?.servers ?? [];
  const mutations = turns.flatMap(([id, turned]) => {
    const server = servers.find((one) => one.id === id);
    return server === undefined ? [] : [{ server, id: `${id}~${JSON.stringify(turned)}`, turned }];
  });
  if (asker === undefined || mutations.length === 0) return context.skip("no genuine server can run here");
  const path = await programOf(context, asker);
  const twins = await startScripted(
    mutations.map(({ id, server, turned }) => twin(id, { ...matchingDials(server.id), ...turned })),
  );
  const mutated = await pairUp(
    mutations.map(({ server, id }) => ({ ...server, id })),
    twins.servers,
    net,
  );
  try {
    const found = await meet(asker, path, mutated);
    const news = found.filter(({ known }) => known === null);
    const unnoticed = mutated.filter((pair) => !news.some(({ text }) => text.includes(pair.id)));
    expect(unnoticed.map(({ id }) => id)).toEqual([]);
  } finally {
    await stopRelays(mutated);
    await twins.stop();
  }
});

for (const asker of ASKERS) {
  test(`${asker.id} meets the same at both`, { timeout: 240_000 }, async (context) => {
    const path = await programOf(context, asker);
    if (pairs.length === 0) context.skip("no genuine server can run here");
    const found = await meet(asker, path, pairs);
    expect(found.filter(({ known }) => known === null).map(({ text }) => text)).toEqual([]);
    const expected = KNOWN_DIFFERENCES.filter(
      ({ detectors, servers, sometimes }) =>
        !sometimes && detectors.includes(asker.id) && pairs.some(({ id }) => servers.test(id)),
    );
    const gone = expected.filter((one) => !found.some(({ known }) => known === one));
    expect(gone.map(({ id }) => id)).toEqual([]);
  });
}
