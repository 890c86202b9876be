/**
 * Fuzzing the conversations of the Heartbleed pack: servers that say anything at all. Whatever it is, nothing throws,
 * every conversation ends, every transcript can be read, and nobody is called vulnerable without the proof.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALERT } from "../../../src/core/wire/alert.ts";
import { concat, equal } from "../../../src/core/wire/bytes.ts";
import { encodeHeartbeat, HEARTBEAT } from "../../../src/core/wire/heartbeat.ts";
import { CONTENT, encodeRecord } from "../../../src/core/wire/record.ts";
import { TLS12 } from "../../../src/core/wire/version.ts";
import type { Endpoint } from "../../../src/core/model/endpoint.ts";
import type { Finding } from "../../../src/core/model/outcome.ts";
import type { Transcript } from "../../../src/core/model/transcript.ts";
import { heartbleed } from "../../../src/packs/heartbleed/index.ts";
import { BIG_PAYLOAD, MARKER_BYTES, OVERCLAIM_PAYLOAD } from "../../../src/packs/heartbleed/messages.ts";
import { alertRecord, serverFlight } from "../../../src/packs/heartbleed/testing/transcripts.ts";
import type { ProbeOptions, RecordedConversation, Rung, RungResult } from "../../../src/packs/pack.ts";
import { condition } from "../../../src/range/conditions/catalogue.ts";
import { dialsOf } from "../../../src/range/conditions/condition.ts";
import { ScriptedConnection } from "../../../src/range/scripted/connection.ts";
import { newCounters } from "../../../src/range/scripted/counters.ts";
import { FILLER } from "../../../src/range/scripted/read-buffer.ts";
import { makeSite, type SiteKeys } from "../../../src/range/scripted/site.ts";
import { generatePrivateKey } from "../../../src/tls/certificates/keys.ts";
import { corpus, type Sample } from "../../support/corpus.ts";
import { Dice, mutate, segments } from "../../support/mutate.ts";
import { type Arrival, converse, type OtherEnd } from "../../support/virtual-wire.ts";

/** "M", always: answers can be written before the questions are asked. */
const CONSTANT = { bytes: (length: number) => new Uint8Array(length).fill(0x4d), unit: () => 0.5 };

const PADDING = new Uint8Array(16);

/** A record with a heartbeat answer: so much of what we asked with (a marker, then zeros), and padding. */
function answer(payload: number): Uint8Array {
  const ours = new Uint8Array(payload);
  ours.set(CONSTANT.bytes(Math.min(payload, MARKER_BYTES - OVERCLAIM_PAYLOAD)));
  return encodeRecord(CONTENT.heartbeat, TLS12, encodeHeartbeat(HEARTBEAT.response, payload, ours, PADDING));
}

/** Answers that follow the questions, whatever these are today; the files of the corpus cannot. */
const FIRST_FLIGHT = serverFlight();
/** The marker is the control's payload, then the over-claiming probe's. */
const CONTROL_PAYLOAD = MARKER_BYTES - OVERCLAIM_PAYLOAD;
const SOUND = concat([answer(CONTROL_PAYLOAD), answer(BIG_PAYLOAD)]);
const VULNERABLE = concat([answer(CONTROL_PAYLOAD), answer(OVERCLAIM_PAYLOAD + 1), answer(BIG_PAYLOAD)]);

/** What a sound server says to a record of a wrong version. */
const REFUSAL = alertRecord(ALERT.protocolVersion);

const SAMPLES: readonly Sample[] = [
  ...corpus("heartbleed"),
  { name: "sound", bytes: concat([FIRST_FLIGHT, SOUND, REFUSAL]) },
  { name: "vulnerable", bytes: concat([FIRST_FLIGHT, VULNERABLE]) },
];
const OTHERS = SAMPLES.map(({ bytes }) => bytes);
/** Streams per sample and rung. */
const ROUNDS = 60;
/** Conversations per condition and rung; these cost a handshake each. */
const LIVE_ROUNDS = 40;

const ENDPOINT: Endpoint = { address: "192.0.2.1", port: 443, transport: "tcp", serverName: null, origin: "asked" };
const OPTIONS: ProbeOptions = {
  draws: 3,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 3000,
  quickMs: 5000,
  patientMs: 0,
  psk: null,
};
function rungAfter(past: readonly RungResult[]): Rung {
  const rung = heartbleed.next(ENDPOINT, past, OPTIONS);
  if (rung === null) throw new Error("the ladder is too short");
  return rung;
}

/** The two rungs, as the ladder makes them; the second after a flight that was met by silence. */
function rungs(): readonly Rung[] {
  const flight = rungAfter([]);
  const talk = flight.start(CONSTANT);
  converse(talk, (sent) => (sent === null ? [] : [{ afterMs: 0, bytes: OTHERS[0] ?? new Uint8Array() }]));
  const transcript = talk.transcript();
  const finding = heartbleed.interpret(flight.detector.id, [transcript]);
  const handshake = rungAfter([{ detector: flight.detector.id, attempt: 1, finding, transcript }]);
  return [flight, handshake];
}
const [FLIGHT, HANDSHAKE] = rungs() as [Rung, Rung];

/** More than a transcript can have: 256 segments, our own messages, and an event per heartbeat or protected record. */
const sizeOf = ({ events }: Transcript): number =>
  events.reduce((sum, event) => sum + ("bytes" in event ? event.bytes.length : 0) + 100, 0);

function run(rung: Rung, talk: RecordedConversation, other: OtherEnd): readonly [Finding, Transcript] {
  converse(talk, other);
  const transcript = talk.transcript();
  expect(transcript.events.at(-1)?.kind).toBe("end");
  expect(transcript.events.filter(({ kind }) => kind === "end")).toHaveLength(1);
  const found = heartbleed.interpret(rung.detector.id, [...rung.basis, transcript]);
  const proven = transcript.events.some((e) => e.kind === "heartbeat" && e.class === "overclaim_answer");
  if (found.outcome === "vulnerable") expect(proven, found.detail).toBe(true);
  return [found, transcript];
}

/** All of a stream as soon as we have spoken, in random pieces, then an end of some kind. */
function stream(bytes: Uint8Array, dice: Dice): OtherEnd {
  const pieces: Arrival[] = segments(bytes, dice).map((piece) => ({ afterMs: dice.below(3), bytes: piece }));
  const last = dice.pick(["fin", "reset", null] as const);
  if (last !== null) pieces.push({ afterMs: dice.below(2000), end: last });
  let said = false;
  return (sent) => {
    if (sent === null || said) return [];
    said = true;
    return pieces;
  };
}

describe.each([
  ["flight", () => FLIGHT],
  ["handshake", () => HANDSHAKE],
] as const)("%s, against recorded and made-up streams", (_name, rungOf) => {
  test.each(SAMPLES)("$name", ({ name, bytes }) => {
    const rung = rungOf();
    for (let round = 0; round < ROUNDS; round++) {
      const dice = new Dice(round * 7919 + name.length);
      const said = round === 0 ? bytes : mutate(bytes, dice, OTHERS);
      const [, transcript] = run(rung, rung.start(CONSTANT), stream(said, dice));
      expect(sizeOf(transcript), `${name} round ${round}`).toBeLessThan(said.length + 400 * 100 + 20_000);
    }
  });
});

test.each([
  ["vulnerable", VULNERABLE],
  ["not_vulnerable", SOUND],
  ["unknown", CONSTANT.bytes(500)],
] as const)("a whole answer of a server that is %s is understood", (outcome, answers) => {
  const parts = [FIRST_FLIGHT, answers, REFUSAL];
  const [found] = run(FLIGHT, FLIGHT.start(CONSTANT), (sent) => {
    const next = sent === null ? undefined : parts.shift();
    return next === undefined ? [] : [{ afterMs: 1, bytes: next }];
  });
  expect(found.outcome).toBe(outcome);
});

test("a long stream of nonsense costs a bounded transcript", () => {
  const dice = new Dice(5);
  const noise = concat([OTHERS[0] ?? new Uint8Array(), dice.bytes(300_000)]);
  for (const rung of [FLIGHT, HANDSHAKE]) {
    const [, { events }] = run(rung, rung.start(CONSTANT), stream(noise, new Dice(1)));
    expect(events.length).toBeLessThan(400);
  }
});

describe("against servers that answer, with what they say changed on the way", () => {
  let keys: SiteKeys;
  beforeAll(async () => {
    const [rsa, ec] = await Promise.all([generatePrivateKey("rsa2048"), generatePrivateKey("p256")]);
    keys = { rsa, ec };
  });
  const outcomes = new Map<string, number>();
  afterAll(() => expect([...outcomes.keys()]).toContain("C02 handshake not_vulnerable"));

  /** A scripted server without sockets; each of its sends is mutated with a probability of `harm`. */
  function scripted(id: string, dice: Dice, harm: number): OtherEnd {
    const found = condition(id);
    if (found === undefined) throw new Error(`no condition ${id}`);
    const dials = dialsOf(found);
    const random = { bytes: (length: number) => dice.bytes(length), unit: () => dice.unit() };
    const context = { random, counters: newCounters(), onHeartbeat: () => {}, onLockUp: () => {} };
    const server = new ScriptedConnection(dials, { ...context, site: makeSite(keys, dials, random) });
    return (sent, now) => {
      const arrivals: Arrival[] = [];
      let reaction = sent === null ? server.open(now) : server.receive(sent, now);
      // A server that goes on by itself does so a few times; the clock between is not the point here.
      for (let wakes = 0; ; wakes++) {
        for (const action of reaction.actions) {
          const afterMs = Math.max(0, action.at - now);
          if (action.kind !== "send") arrivals.push({ afterMs, end: action.kind });
          else {
            const bytes = dice.unit() < harm ? mutate(action.bytes, dice, OTHERS) : action.bytes;
            for (const piece of segments(bytes, dice)) arrivals.push({ afterMs, bytes: piece });
          }
        }
        if (reaction.wakeAt === null || wakes === 20) return arrivals;
        reaction = server.wake(Math.max(now, reaction.wakeAt));
      }
    };
  }

  const cases = ["C01", "C02", "C35", "C37", "C51"].flatMap((id) =>
    (["flight", "handshake"] as const).map((name) => ({ id, name })),
  );
  test.each(cases)("$id, $name", ({ id, name }) => {
    const rung = name === "flight" ? FLIGHT : HANDSHAKE;
    const truth = condition(id)?.truth;
    for (let round = 0; round < LIVE_ROUNDS; round++) {
      const dice = new Dice(round * 104_729 + id.length);
      const harm = round < 5 ? 0 : 0.5;
      const random = { bytes: (length: number) => dice.bytes(length), unit: () => dice.unit() };
      const [{ outcome, reason }, transcript] = run(rung, rung.start(random), scripted(id, dice, harm));
      outcomes.set(`${id} ${name} ${outcome}`, 1 + (outcomes.get(`${id} ${name} ${outcome}`) ?? 0));
      if (harm === 0) expect([truth, "unknown"], reason).toContain(outcome);
      if (truth === "not_vulnerable") expect(outcome, `${reason} in round ${round}`).not.toBe("vulnerable");
      for (const e of transcript.events) {
        if (e.kind === "received")
          expect(Buffer.from(e.bytes).includes(Buffer.from(FILLER.subarray(0, 20)))).toBe(false);
      }
    }
  });
});

test("the same bytes in other pieces are read alike", () => {
  for (const { bytes, name } of SAMPLES) {
    const readings = [1, 2, 3].map((seed) => {
      const dice = new Dice(seed);
      const pieces = segments(bytes, dice).map((piece): Arrival => ({ afterMs: 0, bytes: piece }));
      const talk = FLIGHT.start(CONSTANT);
      let said = false;
      const [found, { events }] = run(FLIGHT, talk, (sent) => {
        if (sent === null || said) return [];
        said = true;
        return pieces;
      });
      const received = concat(events.flatMap((e) => (e.kind === "received" ? [e.bytes] : [])));
      return { found, received };
    });
    const [first, ...others] = readings;
    for (const other of others) {
      if (first === undefined) throw new Error("no reading");
      expect(other.found.outcome, name).toBe(first.found.outcome);
      // Who has seen enough stops reading: earlier, when it came in smaller pieces.
      const shorter = Math.min(other.received.length, first.received.length);
      expect(equal(other.received.subarray(0, shorter), first.received.subarray(0, shorter)), name).toBe(true);
    }
  }
});
