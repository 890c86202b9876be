/** Condition C48: sixteen scans at once of a host that is too small for them, in each way in which it may fail them. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPack } from "../../src/app/packs.ts";
import { scanRange } from "../../src/app/range/scan-range.ts";
import type { Verdict } from "../../src/core/model/observation.ts";
import { openStore } from "../../src/io/store/open-store.ts";
import type { Condition } from "../../src/range/conditions/condition.ts";
import type { Crowd, Dials } from "../../src/range/conditions/dials.ts";
import { truthOf, DEFAULT_DIALS } from "../../src/range/conditions/dials.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import type { RangeServer } from "../../src/range/server.ts";
import { DEFAULT_PROBE, inShort } from "../support/range-scan.ts";

const SCANS = 16;
const WAYS: readonly Crowd["beyond"][] = ["starve", "wait", "reset"];
const CODES: readonly Dials["heartbeat"][] = ["over_reads", "bounds_checked", "not_built"];

function condition(heartbeat: Dials["heartbeat"], beyond: Crowd["beyond"]): Condition {
  const dials = { heartbeat, crowd: { atOnce: 2, beyond } } as const;
  const about = { title: "", question: "", source: "" };
  return { ...about, id: `${heartbeat} ${beyond}`, truth: truthOf({ ...DEFAULT_DIALS, ...dials }), dials };
}
const SMALL_HOSTS = WAYS.flatMap((beyond) => CODES.map((heartbeat) => condition(heartbeat, beyond)));

let range: ScriptedRange;
let verdicts: ReadonlyMap<string, Verdict>;
beforeAll(async () => {
  range = await startScripted(SMALL_HOSTS);
  const servers: RangeServer[] = range.servers.flatMap((server) =>
    Array.from({ length: SCANS }, (_, n) => ({
      ...server,
      id: `${server.condition} ${n}`,
      serverName: `n${n}.range.test`,
    })),
  );
  const store = await openStore(":memory:");
  const pack = findPack("heartbleed");
  const run = {
    id: "crowd",
    kind: "scan" as const,
    pack: pack.id,
    vantage: "test",
    version: "0",
    resolver: "none",
    draws: DEFAULT_PROBE.draws,
    options: "{}",
    startedAt: new Date().toISOString(),
  };
  const signal = new AbortController().signal;
  verdicts = await scanRange({ run, store, servers, pack, probe: DEFAULT_PROBE, limits: { perHost: SCANS }, signal });
  store.close();
}, 120_000);
afterAll(() => range.stop());

describe.each(SMALL_HOSTS.map(({ id, truth }) => ({ id, truth })))("$id", ({ id, truth }) => {
  const said = () => Array.from({ length: SCANS }, (_, n) => verdicts.get(`${id} ${n}`));

  test(`${SCANS} scans at once: none is wrong`, () => {
    const wrong = said().filter((verdict) => verdict?.outcome !== truth && verdict?.outcome !== "unknown");
    expect(wrong.map(inShort)).toEqual([]);
  });

  test("they were at once: more came than the host has room for", () => {
    expect(range.servers.find(({ condition: its }) => its === id)?.counters().connections).toBeGreaterThanOrEqual(
      SCANS,
    );
  });

  // Where all but two are turned away, nobody can promise that one scan gets as many answers as a zero needs.
  if (!id.endsWith("reset"))
    test("and some are right", () => expect(said().map((verdict) => verdict?.outcome)).toContain(truth));
});
