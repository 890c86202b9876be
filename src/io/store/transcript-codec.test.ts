import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  END_KINDS,
  HEARTBEAT_CLASSES,
  NOTE_CODES,
  SENT_LABELS,
  type Transcript,
  type TranscriptEvent,
} from "../../core/model/transcript.ts";
import { decodeTranscripts, encodeTranscripts, TRANSCRIPT_ENCODING } from "./transcript-codec.ts";

/** Whole microseconds: finer times are rounded when stored. */
const at = fc.nat(10_000_000).map((us) => us / 1000);
const bytes = fc
  .tuple(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(0, 1, 31, 32, 33, 8192))
  .map(([start, zeros]) => Uint8Array.from([...start, ...new Uint8Array(zeros)]));
const byte = fc.nat(255);
const event: fc.Arbitrary<TranscriptEvent> = fc.oneof(
  fc.record({ at, kind: fc.constant("connected" as const) }),
  fc.record({ at, kind: fc.constant("sent" as const), label: fc.constantFrom(...SENT_LABELS), bytes }),
  fc.record({ at, kind: fc.constant("received" as const), bytes }),
  fc.record({
    at,
    kind: fc.constant("heartbeat" as const),
    recordVersion: fc.nat(65_535),
    length: fc.nat(65_535),
    received: fc.nat(65_535),
    messageType: fc.option(byte),
    claimed: fc.option(fc.nat(65_535)),
    class: fc.constantFrom(...HEARTBEAT_CLASSES),
    protected: fc.boolean(),
  }),
  fc.record({
    at,
    kind: fc.constant("protected_record" as const),
    contentType: byte,
    length: fc.nat(65_535),
    authentic: fc.boolean(),
    alert: fc.option(fc.record({ level: byte, description: byte })),
    http: fc.boolean(),
  }),
  fc.record({ at, kind: fc.constant("note" as const), code: fc.constantFrom(...NOTE_CODES) }),
  fc.record({ at, kind: fc.constant("end" as const), how: fc.constantFrom(...END_KINDS) }),
);
const transcript: fc.Arbitrary<Transcript> = fc.record({
  format: fc.constant(1 as const),
  rung: fc.string(),
  address: fc.ipV6(),
  port: fc.integer({ min: 1, max: 65_535 }),
  serverName: fc.option(fc.domain()),
  events: fc.array(event, { maxLength: 6 }),
});
const transcripts = fc.array(transcript, { maxLength: 3 });

describe("transcripts as bytes", () => {
  test("come back as they were", () => {
    fc.assert(
      fc.property(transcripts, (list) => {
        expect(decodeTranscripts(TRANSCRIPT_ENCODING, encodeTranscripts(list))).toEqual({
          ok: true,
          transcripts: list,
        });
      }),
    );
  });

  test("are the same bytes for the same transcripts", () => {
    fc.assert(
      fc.property(transcripts, (list) => {
        expect(encodeTranscripts(structuredClone(list))).toEqual(encodeTranscripts(list));
      }),
    );
  });

  test("damaged in any place are a problem or other transcripts, never an exception", () => {
    fc.assert(
      fc.property(transcripts, fc.nat(), byte, (list, place, value) => {
        const damaged = Uint8Array.from(encodeTranscripts(list));
        damaged[place % damaged.length] = value;
        expect(typeof decodeTranscripts(TRANSCRIPT_ENCODING, damaged).ok).toBe("boolean");
      }),
    );
  });

  test.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["no list", "{}"],
    ["another format", '[{"format":2,"rung":"","address":"","port":1,"serverName":null,"events":[]}]'],
    [
      "an event we do not know",
      '[{"format":1,"rung":"","address":"","port":1,"serverName":null,"events":[{"at":1,"kind":"new"}]}]',
    ],
    [
      "no base64",
      '[{"format":1,"rung":"","address":"","port":1,"serverName":null,"events":[{"at":1,"kind":"received","bytes":"%"}]}]',
    ],
  ])("%s is a problem", (_what, text) => {
    expect(decodeTranscripts(TRANSCRIPT_ENCODING, Buffer.from(text))).toMatchObject({ ok: false });
  });

  test("a later encoding is a problem", () => {
    const read = decodeTranscripts(TRANSCRIPT_ENCODING + 1, encodeTranscripts([]));
    expect(read).toEqual({ ok: false, problem: "transcripts in an unknown encoding (2)" });
  });
});
