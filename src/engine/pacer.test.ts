import { describe, expect, test } from "vitest";
import type { Clock, Random } from "../core/ports/clock.ts";
import { DEFAULT_LIMITS, type Limits } from "./options.ts";
import { Pacer } from "./pacer.ts";

const RUNNING = new AbortController().signal;

/** How long each of `turns` connections that ask at the same moment has to wait, ms. */
async function waits(limits: Partial<Limits>, turns: number, atLeastMs = 0): Promise<number[]> {
  const slept: number[] = [];
  const clock: Clock = { now: () => 0, monotonic: () => 5_000, sleep: async (ms) => void slept.push(ms) };
  const random: Random = { bytes: (length) => new Uint8Array(length), unit: () => 0.5 };
  const pacer = new Pacer(clock, random, { ...DEFAULT_LIMITS, ...limits });
  for (let turn = 0; turn < turns; turn += 1) await pacer.turn(atLeastMs, RUNNING);
  return slept;
}

describe("Pacer", () => {
  test("without limits nobody waits", async () => {
    expect(await waits({}, 3)).toEqual([]);
  });

  test("a rate spreads connections evenly", async () => {
    expect(await waits({ ratePerSecond: 50 }, 4)).toEqual([20, 40, 60]);
  });

  test("jitter and a rung's own pause come on top", async () => {
    expect(await waits({ jitterMs: 100 }, 1)).toEqual([50]);
    expect(await waits({ jitterMs: 100 }, 1, 1_000)).toEqual([1_050]);
  });
});
