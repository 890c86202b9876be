/**
 * Every two conditions at once, in either order where that makes a difference: more than a thousand servers. Right or honestly
 * undecided on each, never wrong, and not one foreign byte asked for.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Verdict } from "../../src/core/model/observation.ts";
import { CONDITIONS } from "../../src/range/conditions/catalogue.ts";
import { combine, type Condition } from "../../src/range/conditions/condition.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { inShort, scanServers } from "../support/range-scan.ts";

/** Dials mean nothing to what does not speak TLS. */
const COMBINABLE = CONDITIONS.filter(({ dials }) => (dials.service ?? "tls") === "tls");

function pairs(): readonly Condition[] {
  const byDials = new Map<string, Condition>();
  for (const [index, first] of COMBINABLE.entries()) {
    for (const second of COMBINABLE.slice(index + 1)) {
      for (const both of [combine(first, second), combine(second, first)]) {
        const dials = JSON.stringify(Object.entries(both.dials).toSorted(([a], [b]) => (a < b ? -1 : 1)));
        if (!byDials.has(dials)) byDials.set(dials, both);
      }
    }
  }
  return [...byDials.values()];
}

let range: ScriptedRange | null = null;
let verdicts: ReadonlyMap<string, Verdict> = new Map();
beforeAll(async () => {
  range = await startScripted(pairs());
  verdicts = await scanServers(range.servers);
});
afterAll(() => range?.stop());

describe("two conditions at once", () => {
  test("none is judged wrongly", () => {
    const servers = range?.servers ?? [];
    expect(servers.length).toBeGreaterThan(1000);
    const wrong = servers.flatMap(({ id, condition, truth }) => {
      const verdict = verdicts.get(id);
      const right = verdict?.outcome === truth || verdict?.outcome === "unknown";
      return right ? [] : [`${condition}: ${inShort(verdict)}`];
    });
    expect(wrong).toEqual([]);
  });

  test("most are decided", () => {
    const decided = [...verdicts.values()].filter(({ outcome }) => outcome !== "unknown").length;
    expect(decided / verdicts.size).toBeGreaterThan(0.7);
  });

  test("no foreign byte was served", () => {
    const served = range?.servers.map((server) => server.counters().foreignBytesServed) ?? [];
    expect(served.reduce((sum, bytes) => sum + bytes, 0)).toBe(0);
  });
});
