import { describe, expect, test } from "vitest";
import { concat } from "../../core/wire/bytes.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { TLS12 } from "../../core/wire/version.ts";
import { classifyAnswer, MARKER_BYTES, questions } from "./messages.ts";
import { Recorder } from "./recorder.ts";
import { alertRecord } from "./testing/transcripts.ts";

const asked = questions(new Uint8Array(MARKER_BYTES).fill(7));
const context = { rung: "overread/broad", address: "127.0.0.1", port: 1, serverName: null };
/** Stands for memory that must never be kept. */
const MEMORY = new Uint8Array(600).fill(0xee);

function recorder() {
  const passed: Uint8Array[] = [];
  const recorded = new Recorder(
    context,
    (body, length) => classifyAnswer(body, length, asked),
    () => {},
    (bytes) => passed.push(bytes),
  );
  return { recorded, passed };
}

const kept = (recorded: Recorder) =>
  concat(recorded.transcript().events.flatMap((event) => (event.kind === "received" ? [event.bytes] : [])));

describe("once memory may be on its way", () => {
  const heartbeat = encodeRecord(CONTENT.heartbeat, TLS12, concat([Uint8Array.of(2, 16, 0), MEMORY]));
  const lying = heartbeat.slice();
  lying[3] = 0;
  lying[4] = 40;
  test.each<[string, readonly Uint8Array[]]>([
    ["an honest record", [heartbeat]],
    ["one that says it is shorter than it is", [lying]],
    ["bytes without a frame after it", [heartbeat, MEMORY]],
    ["text before it", [new TextEncoder().encode("500 OOPS\r\n"), heartbeat]],
    ["a stray byte before it", [Uint8Array.of(0), heartbeat]],
    ["disguised as an alert", [encodeRecord(CONTENT.alert, TLS12, MEMORY)]],
    ["disguised as a handshake message", [encodeRecord(CONTENT.handshake, TLS12, MEMORY)]],
    ["disguised as application data", [encodeRecord(CONTENT.applicationData, TLS12, MEMORY)]],
    ["cut short", [heartbeat.subarray(0, 300)]],
    ["in small pieces", Array.from({ length: 60 }, (_, i) => lying.subarray(i * 10, i * 10 + 10))],
  ])("nothing of it is kept: %s", (_shape, segments) => {
    const { recorded, passed } = recorder();
    recorded.keepAlertsOnly();
    segments.forEach((segment, at) => recorded.segment(at, segment));
    recorded.end(99, "timeout");
    expect([...kept(recorded)]).not.toContain(0xee);
    expect(passed.flatMap((bytes) => [...bytes])).not.toContain(0xee);
  });

  test("alerts are kept, before and after it", () => {
    const { recorded } = recorder();
    recorded.keepAlertsOnly();
    recorded.segment(1, concat([alertRecord(90, 1), heartbeat, alertRecord(10)]));
    expect(kept(recorded)).toEqual(concat([alertRecord(90, 1), alertRecord(10)]));
  });
});

test("a drip of single bytes costs a bounded number of events and loses nothing", () => {
  const { recorded } = recorder();
  const bytes = encodeRecord(
    CONTENT.handshake,
    TLS12,
    Uint8Array.from({ length: 2000 }, (_, i) => i & 255),
  );
  bytes.forEach((_, i) => recorded.segment(i, bytes.subarray(i, i + 1)));
  recorded.end(9999, "fin");
  expect(recorded.transcript().events.length).toBeLessThan(300);
  expect(recorded.transcript().events.at(-1)).toMatchObject({ kind: "end", how: "fin" });
  expect(kept(recorded)).toEqual(bytes);
});
