/** Fuzzing what reads files: lists of targets in every format, and stored transcripts. Bad input is a value, never a throw. */

import { describe, expect, test } from "vitest";
import { FORMATS } from "../../../src/inventory/detect.ts";
import { readTargets } from "../../../src/inventory/read-targets.ts";
import { decodeTranscripts, encodeTranscripts } from "../../../src/io/store/transcript-codec.ts";
import { heartbleed } from "../../../src/packs/heartbleed/index.ts";
import { corpus } from "../../support/corpus.ts";
import { Dice, mutate, segments } from "../../support/mutate.ts";

const LISTS = corpus("lists");
const OTHERS = LISTS.map(({ bytes }) => bytes);
const ROUNDS = 60;

async function* stream(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function read(bytes: Uint8Array, dice: Dice, format: (typeof FORMATS)[number] | null) {
  const options = { format, columns: null, counts: { hosts: 0, hostsWithoutOpenPort: 0 } };
  const results = [];
  for await (const result of readTargets("fuzz", stream(segments(bytes, dice)), options)) results.push(result);
  return results;
}

describe("lists", () => {
  test.each(LISTS)("$name, as what it looks like and as what it is not", async ({ name, bytes }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const dice = new Dice(round * 31_337 + name.length);
      const said = round === 0 ? bytes : mutate(bytes, dice, OTHERS);
      const results = await read(said, dice, dice.pick([null, ...FORMATS]));
      expect(results.length).toBeLessThanOrEqual(said.length + 1);
      for (const result of results) {
        if (result.ok)
          expect([result.target.name, result.target.address, result.target.cidr]).not.toEqual([null, null, null]);
        else expect(result.error.problem).not.toBe("");
        const text = result.ok ? result.target.text : result.error.text;
        expect(text.length).toBeLessThanOrEqual(1024);
      }
    }
  });

  test.each(LISTS.filter(({ name }) => name.startsWith("plain")))(
    "$name is read in full, however it arrives",
    async ({ bytes }) => {
      const whole = await read(bytes, new Dice(1), null);
      expect(whole.length).toBeGreaterThan(0);
      expect(whole.every(({ ok }) => ok)).toBe(true);
      for (const seed of [2, 3, 4, 5]) expect(await read(bytes, new Dice(seed), null)).toEqual(whole);
    },
  );
});

describe("stored transcripts", () => {
  const stored = encodeTranscripts([
    {
      format: 1,
      rung: "flight/broad",
      address: "192.0.2.1",
      port: 443,
      serverName: "www.example.org",
      events: [
        { at: 0.5, kind: "connected" },
        { at: 1, kind: "sent", label: "client_hello", bytes: Uint8Array.of(1, 2, 3) },
        { at: 2, kind: "received", bytes: corpus("heartbleed")[0]?.bytes ?? new Uint8Array() },
        {
          at: 3,
          kind: "heartbeat",
          recordVersion: 0x0303,
          length: 43,
          received: 43,
          messageType: 2,
          claimed: 24,
          class: "control_answer",
          protected: false,
        },
        { at: 4, kind: "note", code: "handshake_completed" },
        { at: 5, kind: "end", how: "closed_by_us" },
      ],
    },
  ]);

  test("come back as they were, or with a problem, and what comes back can be interpreted", () => {
    let readable = 0;
    for (let round = 0; round < 3000; round++) {
      const dice = new Dice(round);
      const decoded = decodeTranscripts(1, round === 0 ? stored : mutate(stored, dice, OTHERS));
      if (!decoded.ok) {
        expect(decoded.problem).not.toBe("");
        continue;
      }
      readable += 1;
      for (const { id } of heartbleed.detectors) {
        expect(heartbleed.interpret(id, decoded.transcripts).outcome).not.toBe("vulnerable");
      }
    }
    expect(readable).toBeGreaterThan(100);
    expect(readable).toBeLessThan(2900);
  });
});
