import { describe, expect, test } from "vitest";
import { finding, type Reason } from "../../core/model/outcome.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import { ALERT } from "../../core/wire/alert.ts";
import type { ProbeOptions, RungResult } from "../pack.ts";
import { heartbleed } from "./index.ts";
import { interpret } from "./interpret.ts";
import { FLIGHT, HANDSHAKE } from "./ladder.ts";
import { leftOpen } from "./machines.ts";
import {
  authenticAlert,
  bigAnswer,
  connected,
  end,
  heartbeat,
  note,
  QUESTIONS,
  received,
  sent,
  sentSsl3,
  serverFlight,
  transcript,
} from "./testing/transcripts.ts";

/** A flight in which everything was asked and `then` came back. */
const flight = (mode: 1 | 2 | null, ...then: Parameters<typeof transcript>[1]): Transcript =>
  transcript("flight/broad", [
    connected,
    ...sent("client_hello"),
    received(serverFlight({ heartbeat: mode })),
    ...sent(...QUESTIONS),
    ...then,
  ]);
const control = heartbeat("control_answer", 24);
const agreedAndSilent = flight(1, end("timeout"));
const answeredOnly = flight(null, control, end("timeout"));
const declinedAndSilent = flight(null, end("timeout"));

/** A handshake whose heartbeats the server refuses under the session's keys. */
const refusing = (mode: 1 | 2 | null, hello = sent("client_hello")): Transcript =>
  transcript("handshake/broad/refusal", [
    connected,
    ...hello,
    received(serverFlight({ heartbeat: mode })),
    note("handshake_completed"),
    ...sent(...QUESTIONS),
    authenticAlert(ALERT.unexpectedMessage),
    end("fin"),
  ]);
const discarding = transcript("handshake/broad/refusal", [
  connected,
  ...sent("client_hello"),
  received(serverFlight()),
  note("handshake_completed"),
  ...sent(...QUESTIONS),
  heartbeat("control_answer", 24, true),
  bigAnswer(true),
  end("closed_by_us"),
]);

const ZERO = "heartbeat_refused_by_peer";

describe("a zero of a machine without heartbeats", () => {
  test.each<[string, Transcript, Transcript[], Reason]>([
    ["alone", refusing(null), [], ZERO],
    ["beside one that agreed to heartbeats and fell silent", refusing(null), [agreedAndSilent], "no_evidence"],
    ["beside one that answered some", refusing(null), [answeredOnly], "no_evidence"],
    ["beside one that showed none either", refusing(null), [declinedAndSilent], ZERO],
    ["one machine may agree and then refuse", refusing(1), [agreedAndSilent], ZERO],
    ["but not answer and then refuse", refusing(1), [answeredOnly], "no_evidence"],
    ["not offered, so not declined", refusing(null, [sentSsl3]), [agreedAndSilent], ZERO],
    ["any of several", refusing(null), [declinedAndSilent, agreedAndSilent], "no_evidence"],
  ])("%s", (_what, own, beside, reason) => {
    expect(interpret(HANDSHAKE, [...beside, own]).reason).toBe(reason);
  });

  test("one of a machine that has them stands", () => {
    expect(interpret(HANDSHAKE, [agreedAndSilent, discarding]).reason).toBe("malformed_discarded_encrypted");
  });
});

describe("the ladder rests every later rung on what was left open", () => {
  const endpoint = { address: "192.0.2.1", port: 443, transport: "tcp", serverName: null, origin: "asked" } as const;
  const options: ProbeOptions = {
    draws: 3,
    allowOverread: false,
    includeFragile: false,
    connectTimeoutMs: 1,
    quickMs: 1,
    patientMs: 9,
    psk: null,
  };
  const random = { bytes: (length: number) => new Uint8Array(length), unit: () => 0 };
  const result = (detector: string, ...[own, ...basis]: [Transcript, ...Transcript[]]): RungResult => ({
    detector,
    attempt: 1,
    finding: interpret(detector, [...basis, own]),
    transcript: own,
  });

  test("and never comes to a zero on the other machine's word", () => {
    const past = [result(FLIGHT, agreedAndSilent)];
    for (;;) {
      const rung = heartbleed.next(endpoint, past, options);
      if (rung === null) break;
      const seen = rung.detector.id === HANDSHAKE ? refusing(null) : agreedAndSilent;
      const own = { ...seen, rung: rung.start(random).transcript().rung };
      past.push(result(rung.detector.id, own, ...rung.basis));
      expect(past.length).toBeLessThan(30);
    }
    expect(past.length).toBeGreaterThan(1);
    expect(past.filter(({ finding: { outcome } }) => outcome === "not_vulnerable")).toEqual([]);
  });

  test("what is settled, or shows no heartbeats, is not left open", () => {
    const zero = result(HANDSHAKE, discarding);
    expect(leftOpen([zero, result(FLIGHT, declinedAndSilent)])).toEqual([]);
    expect(leftOpen([{ ...zero, finding: finding("too_slow") }])).toEqual([discarding]);
  });
});
