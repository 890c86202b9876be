/**
 * The scripted server is what it re-enacts: for every genuine server that runs here its twin, the scripted server with the matching
 * dials, sends the same records of the same sizes to the native detector, to nmap and to sslscan, and is judged alike by all three.
 */

import { appendFileSync } from "node:fs";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import type { Condition } from "../../src/range/conditions/condition.ts";
import { DEFAULT_DIALS, type Dials, truthOf } from "../../src/range/conditions/dials.ts";
import { defaultCacheFolder } from "../../src/range/genuine/fetch.ts";
import { KNOWN_DIFFERENCES } from "../../src/range/genuine/known-differences.ts";
import { matchingDials } from "../../src/range/genuine/matching-dials.ts";
import { type GenuineRange, startGenuine } from "../../src/range/genuine/range.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { realProgram } from "../../src/scanners/testing/real.ts";
import { type Asker, ASKERS } from "../support/faithful/askers.ts";
import { type Difference, differences } from "../support/faithful/compare.ts";
import { type Pair, pairUp } from "../support/faithful/pairs.ts";

/** As many as are asked at the same time: more, and time-outs are met that are this machine's and not the servers'. */
const BATCH = 34;

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
  pairs = await pairUp(genuine.servers, scripted.servers);
}, 120_000);

afterAll(async () => {
  await Promise.all(pairs.flatMap((pair) => [pair.genuine.relay.stop(), pair.twin.relay.stop()]));
  await scripted?.stop();
  await genuine?.stop();
});

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
      const here = { conversations: pair.genuine.relay.take(), answer: ofGenuine.get(id) ?? "none" };
      const there = { conversations: pair.twin.relay.take(), answer: ofTwin.get(id) ?? "none" };
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

for (const asker of ASKERS) {
  test(`${asker.id} meets the same at both`, { timeout: 240_000 }, async (context) => {
    const path = await programOf(context, asker);
    const chosen = pairs.filter(({ id }) => asker.servers.test(id));
    if (chosen.length === 0) context.skip("no genuine server can run here");
    const t0 = performance.now();
    const found = await meet(asker, path, chosen);
    console.log(asker.id, chosen.length, Math.round(performance.now() - t0));
    for (const f of found) appendFileSync("/tmp/faithful/out.txt", `${f.known?.id ?? "NEW"} ${f.text}\n`);
    expect(found.filter(({ known }) => known === null).map(({ text }) => text)).toEqual([]);
    const expected = KNOWN_DIFFERENCES.filter(
      ({ detectors, servers }) => detectors.includes(asker.id) && chosen.some(({ id }) => servers.test(id)),
    );
    const gone = expected.filter((one) => !found.some(({ known }) => known === one));
    expect(gone.map(({ id }) => id)).toEqual([]);
  });
}
