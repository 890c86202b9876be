import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeFileSync } from "node:fs";
import type { Condition } from "../../src/range/conditions/condition.ts";
import { DEFAULT_DIALS, truthOf } from "../../src/range/conditions/dials.ts";
import { defaultCacheFolder } from "../../src/range/genuine/fetch.ts";
import { matchingDials } from "../../src/range/genuine/matching-dials.ts";
import { type GenuineRange, startGenuine } from "../../src/range/genuine/range.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { type Asker, ASKERS } from "../support/faithful/askers.ts";
import { type Pair, pairUp } from "../support/faithful/pairs.ts";

let genuine: GenuineRange, scripted: ScriptedRange, pairs: readonly Pair[];
beforeAll(async () => {
  genuine = await startGenuine({
    cacheFolder: defaultCacheFolder(),
    openssl: [{ path: "openssl", truth: "not_vulnerable" }],
    onNotice: () => {},
  });
  const conditions = genuine.servers.flatMap(({ id, title }): Condition[] => {
    const dials = matchingDials(id);
    if (dials === null) {
      console.log("no dials", id);
      return [];
    }
    return [{ id, title, question: "", source: "", dials, truth: truthOf({ ...DEFAULT_DIALS, ...dials }) }];
  });
  scripted = await startScripted(conditions);
  pairs = await pairUp(genuine.servers, scripted.servers);
});
afterAll(async () => {
  await Promise.all(pairs.flatMap((p) => [p.genuine.relay.stop(), p.twin.relay.stop()]));
  await scripted.stop();
  await genuine.stop();
});
const only = new RegExp(process.env.ONLY ?? ".");
for (const asker of ASKERS)
  test(asker.id, { timeout: 200_000 }, async (context) => {
    const path = asker.scanner === null ? "" : "/usr/bin/" + asker.id;
    const chosen = pairs.filter((p) => only.test(p.id));
    const t0 = performance.now();
    const a = await asker.ask(
      path,
      chosen.map((p) => p.genuine.server),
    );
    const ca = chosen.map((p) => p.genuine.relay.take());
    const t1 = performance.now();
    const b = await asker.ask(
      path,
      chosen.map((p) => p.twin.server),
    );
    const cb = chosen.map((p) => p.twin.relay.take());
    console.log(asker.id, chosen.length, Math.round(t1 - t0), Math.round(performance.now() - t1));
    writeFileSync(
      `/tmp/faithful/${asker.id}.json`,
      JSON.stringify(
        chosen.map((p, i) => ({ id: p.id, answers: [a.get(p.id), b.get(p.id)], genuine: ca[i], twin: cb[i] })),
        null,
        1,
      ),
    );
  });
