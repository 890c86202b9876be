import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concat } from "../../core/wire/bytes.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { TLS12 } from "../../core/wire/version.ts";
import { classifyAnswer, MARKER_BYTES, questions } from "./messages.ts";
import { type HeartbeatSeen, HeartbeatTap } from "./tap.ts";

const asked = questions(Uint8Array.from({ length: MARKER_BYTES }, (_, i) => i + 1));

function through(segments: readonly Uint8Array[]) {
  const bytes: Uint8Array[] = [];
  const seen: HeartbeatSeen[] = [];
  const tap = new HeartbeatTap((body, length) => classifyAnswer(body, length, asked), {
    bytes: (b) => bytes.push(b.slice()),
    heartbeat: (h) => seen.push(h),
  });
  for (const segment of segments) tap.push(segment);
  tap.end();
  return { bytes: concat(bytes), seen };
}

const anyRecord = fc.record({
  type: fc.constantFrom(20, 21, 22, 23, 24),
  body: fc.uint8Array({ maxLength: 60 }),
});

describe("the tap", () => {
  test("passes everything but heartbeat records, in any segmentation", () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 30 })), (records, cuts) => {
        const stream = concat(records.map((r) => encodeRecord(r.type, TLS12, r.body)));
        const others = concat(records.filter((r) => r.type !== 24).map((r) => encodeRecord(r.type, TLS12, r.body)));
        const segments: Uint8Array[] = [];
        let at = 0;
        for (const cut of cuts) segments.push(stream.subarray(at, (at += cut)));
        segments.push(stream.subarray(at));
        const whole = through([stream]);
        const pieces = through(segments);
        expect(whole.bytes).toEqual(others);
        expect(pieces).toEqual(whole);
        expect(whole.seen.map((s) => s.length)).toEqual(records.filter((r) => r.type === 24).map((r) => r.body.length));
      }),
      { numRuns: 3000 },
    );
  });

  test("passes what is not TLS at all", () => {
    const text = new TextEncoder().encode("220 mail ready\r\n");
    expect(through([text]).bytes).toEqual(text);
  });

  test("reports a heartbeat record that was cut short as incomplete", () => {
    const record = encodeRecord(CONTENT.heartbeat, TLS12, asked.control);
    const { seen, bytes } = through([record.subarray(0, 20)]);
    expect(seen).toMatchObject([{ class: "incomplete", length: 51, received: 15 }]);
    expect(bytes.length).toBe(0);
  });

  test("recognises a large over-read although most of it was thrown away and the rest never came", () => {
    const answer = new Uint8Array(16384);
    answer.set([2, 0x10, 0x00]);
    const record = encodeRecord(CONTENT.heartbeat, TLS12, answer);
    expect(through([record.subarray(0, 8300)]).seen).toMatchObject([{ class: "overread_answer", received: 8295 }]);
  });
});

describe("an answer is classified", () => {
  const answer = (type: number, claimed: number, payload: Uint8Array, padding = 16) =>
    concat([Uint8Array.of(type, claimed >> 8, claimed & 255), payload, new Uint8Array(padding)]);
  const payload = (q: Uint8Array, n: number) => q.subarray(3, 3 + n);
  const rows: readonly [string, Uint8Array][] = [
    ["control_answer", answer(2, 32, payload(asked.control, 32))],
    ["control_answer", answer(2, 8192, payload(asked.bigControl, 8192))],
    ["overclaim_answer", answer(2, 25, concat([payload(asked.overclaim, 24), Uint8Array.of(99)]))],
    // no padding, but one byte more than was given
    ["overclaim_answer", answer(2, 25, concat([payload(asked.overclaim, 24), Uint8Array.of(99)]), 0)],
    ["echo", asked.control],
    ["echo", asked.overclaim],
    ["request", answer(1, 5, new Uint8Array(5))],
    // type flipped, but nothing beyond what we sent and no padding
    ["other", answer(2, 0, new Uint8Array(0), 0)],
    ["other", answer(2, 25, payload(asked.overclaim, 24), 0)],
    // somebody else's payload under a claim of ours
    ["other", answer(2, 32, new Uint8Array(32))],
    ["other", answer(2, 25, new Uint8Array(25))],
    ["other", answer(2, 13, new Uint8Array(13))],
    ["other", new Uint8Array(0)],
  ];
  test.each(rows)("%s (%#)", (cls, body) => {
    expect(classifyAnswer(body, body.length, asked)).toBe(cls);
  });
});
