import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../core/stats/random-stream.ts";
import type { Network } from "../conditions/dials.ts";
import { MOST_LOSSES, NetworkWay, RETRANSMISSION_MS } from "./network-way.ts";

const CLEAR: Network = { latencyMs: 0, jitterMs: 0, mss: null, lossPercent: 0 };

/** A way with the given throws of chance, then 0.99 for ever. */
function way(network: Partial<Network>, ...throws: number[]): NetworkWay {
  return new NetworkWay({ ...CLEAR, ...network }, () => throws.shift() ?? 0.99);
}

/** "when: bytes" of all that arrives. */
function arrivals(of: NetworkWay, bytes: number, now: number): readonly string[] {
  return of.carry(new Uint8Array(bytes), now).map((arrival) => `${arrival.at}: ${arrival.bytes.length}`);
}

describe("a network way", () => {
  test("clear: everything at once and in one piece", () => {
    expect(arrivals(way({}), 5000, 7)).toEqual(["7: 5000"]);
  });

  test("latency: all of it later, the end too", () => {
    const far = way({ latencyMs: 400 });
    expect(arrivals(far, 10, 100)).toEqual(["500: 10"]);
    expect(far.end(120)).toBe(520);
  });

  test("small segments: cut, the rest in the last", () => {
    expect(arrivals(way({ mss: 48 }), 100, 0)).toEqual(["0: 48", "0: 48", "0: 4"]);
  });

  test("jitter: a piece that would overtake waits for the one before it", () => {
    const uneven = way({ jitterMs: 100 }, 0.9, 0.99, 0.1, 0.99);
    expect(arrivals(uneven, 1, 0)).toEqual(["90: 1"]);
    expect(arrivals(uneven, 2, 5)).toEqual(["90: 2"]);
  });

  test("a loss costs one retransmission time-out, and everything behind it waits", () => {
    const lossy = way({ mss: 10, lossPercent: 50 }, 0.9, 0.1);
    expect(arrivals(lossy, 30, 0)).toEqual(["0: 10", "200: 10", "200: 10"]);
    expect(arrivals(lossy, 1, 50)).toEqual(["200: 1"]);
    expect(lossy.end(60)).toBe(200);
  });

  test("lost again and again: twice as late each time", () => {
    expect(arrivals(way({ lossPercent: 50 }, 0.1, 0.1, 0.1), 1, 0)).toEqual(["1400: 1"]);
  });

  test("whatever the dial says, it arrives in the end", () => {
    const late = RETRANSMISSION_MS * (2 ** MOST_LOSSES - 1);
    expect(new NetworkWay({ ...CLEAR, lossPercent: 100 }, () => 0).end(0)).toBe(late);
  });

  test("no bytes, no segments", () => {
    expect(arrivals(way({ mss: 10 }), 0, 0)).toEqual([]);
  });
});

const network = fc.record({
  latencyMs: fc.nat(1000),
  jitterMs: fc.nat(1000),
  mss: fc.oneof(fc.constant(null), fc.integer({ min: -1, max: 2000 })),
  lossPercent: fc.nat(100),
});
const sends = fc.array(fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.nat(500)));

test("property: every byte arrives once, in order, never early, and the same seed gives the same times", () => {
  fc.assert(
    fc.property(network, sends, fc.nat(), (dial, sent, seed) => {
      const carry = () => {
        const chance = randomStream(seed, "test");
        const subject = new NetworkWay(dial, () => chance.uniform());
        let now = 0;
        return sent.flatMap(([bytes, pause]) => {
          now += pause;
          return subject.carry(bytes, now).map((arrival) => ({ ...arrival, sentAt: now }));
        });
      };
      const arrived = carry();
      expect(Buffer.concat(arrived.map(({ bytes }) => bytes))).toEqual(Buffer.concat(sent.map(([bytes]) => bytes)));
      for (const [index, { at, sentAt }] of arrived.entries()) {
        expect(at).toBeGreaterThanOrEqual(sentAt + dial.latencyMs);
        expect(at).toBeGreaterThanOrEqual(arrived[index - 1]?.at ?? 0);
      }
      expect(carry()).toEqual(arrived);
    }),
  );
});
