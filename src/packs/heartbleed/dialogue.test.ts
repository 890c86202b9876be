/** The dialogue before TLS in readings and in the ladder: which one is held, and that one which led nowhere is a ?. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Endpoint } from "../../core/model/endpoint.ts";
import { finding, type Reason } from "../../core/model/outcome.ts";
import type { TranscriptEvent } from "../../core/model/transcript.ts";
import { ALERT } from "../../core/wire/alert.ts";
import { DEFAULT_TEST_OPTIONS } from "./testing/options.ts";
import type { RungResult } from "../pack.ts";
import { chooseDialogue } from "./choose-dialogue.ts";
import { interpret } from "./interpret.ts";
import { FLIGHT, HANDSHAKE, nextStep, OVERREAD } from "./ladder.ts";
import {
  alertRecord,
  authenticAlert,
  bigAnswer,
  connected,
  end,
  heartbeat,
  note,
  QUESTIONS,
  received,
  sent,
  serverFlight,
  transcript,
} from "./testing/transcripts.ts";

const plainText = (text: string): TranscriptEvent => ({
  at: 2,
  kind: "plain_text",
  bytes: new TextEncoder().encode(text),
});
const REFUSED = [note("starttls_refused"), end("closed_by_us")];

/** Everything after the dialogue that would be a zero, or a one, if TLS had begun. */
const ZERO = [
  sent("client_hello"),
  received(serverFlight()),
  sent(...QUESTIONS),
  heartbeat("control_answer"),
  bigAnswer(),
  received(alertRecord(ALERT.protocolVersion)),
];
const ONE = [...ZERO, heartbeat("overclaim_answer", 25)];
const SEALED_ZERO = [
  sent("client_hello"),
  received(serverFlight()),
  note("handshake_completed"),
  sent(...QUESTIONS),
  heartbeat("control_answer", 32, true),
  bigAnswer(true),
  authenticAlert(10),
];

describe("readings", () => {
  test("behind a dialogue that was held, TLS is read as ever", () => {
    const ready = [connected, sent("starttls"), plainText("220 go\r\n"), note("starttls_ready")];
    const read = (detector: string, rest: readonly (TranscriptEvent | readonly TranscriptEvent[])[]) =>
      interpret(detector, [transcript("smtp:flight/broad", [...ready, ...rest, end("closed_by_us")])]).reason;
    expect(read(FLIGHT, ZERO)).toBe("malformed_discarded_control_answered");
    expect(read(FLIGHT, ONE)).toBe("overread_answered");
    expect(read(HANDSHAKE, SEALED_ZERO)).toBe("malformed_discarded_encrypted");
  });

  test.each<[string, readonly TranscriptEvent[], Reason, string]>([
    [
      "refused",
      [plainText("220 x\r\n454 later\r\n"), ...REFUSED],
      "starttls_refused",
      'smtp: given up, after "454 later"',
    ],
    [
      "not offered",
      [plainText("250 x\r\n"), note("starttls_not_offered"), end("closed_by_us")],
      "starttls_not_offered",
      'smtp: given up, after "250 x"',
    ],
    ["silence", [note("starttls_failed"), end("timeout")], "starttls_failed", "smtp: silence"],
    ["closed", [end("fin")], "starttls_failed", "smtp: closed by the server"],
    ["flood", [end("byte_limit")], "too_much_data", ""],
    ["stopped", [end("stopped")], "interrupted", ""],
    [
      "hostile words",
      [plainText('\u001b]0;x\u0007"\\\r\n'), ...REFUSED],
      "starttls_refused",
      'smtp: given up, after ".]0;x.\\"\\\\"',
    ],
  ])("%s", (_, events, reason, detail) => {
    for (const detector of [FLIGHT, HANDSHAKE, OVERREAD]) {
      const found = interpret(detector, [transcript("smtp:flight/broad", [connected, ...events])]);
      expect(found).toMatchObject({ outcome: "unknown", reason, detail });
    }
  });

  test("whatever stands in a transcript, nothing is decided by one whose dialogue was not held to its end", () => {
    const any = fc.constantFrom<TranscriptEvent>(
      ...ZERO.flat(),
      ...ONE.flat(),
      ...SEALED_ZERO.flat(),
      plainText("250 x\r\n"),
      note("starttls_failed"),
      end("fin"),
    );
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 30 }),
        fc.constantFrom(FLIGHT, HANDSHAKE, OVERREAD),
        (events, detector) => {
          const told = transcript("smtp:flight/broad", [connected, ...events]);
          expect(interpret(detector, [told]).outcome).toBe("unknown");
          const contradicted = transcript("flight/broad", [
            connected,
            note("starttls_ready"),
            ...events,
            note("starttls_refused"),
          ]);
          expect(interpret(detector, [contradicted]).outcome).toBe("unknown");
        },
      ),
    );
  });
});

const at = (port: number, startTls: Endpoint["startTls"] = null): Endpoint => ({
  address: "192.0.2.1",
  port,
  transport: "tcp",
  serverName: null,
  origin: "asked",
  startTls,
});
const result = (reason: Reason, rung: string, events: readonly TranscriptEvent[] = []): RungResult => ({
  detector: FLIGHT,
  attempt: 1,
  finding: finding(reason),
  transcript: transcript(rung, [connected, events]),
});
const silent = (rung: string) => result("starttls_failed", rung, [note("starttls_failed"), end("timeout")]);
const greeted = (text: string) => result("not_tls", "flight/broad", [received(new TextEncoder().encode(text))]);

describe("which dialogue", () => {
  test.each<[string, Endpoint, readonly RungResult[], string | null, number]>([
    ["none on other ports", at(443), [], null, 0],
    ["the port's", at(587), [], "smtp", 0],
    ["the one that was named, whatever the port", at(443, "ldap"), [], "ldap", 0],
    ["the one that was named, whatever was heard", at(25, "ldap"), [silent("ldap:flight/broad/patient")], "ldap", 1],
    ["the port's, while patience is left", at(25), [silent("smtp:flight/broad")], "smtp", 1],
    [
      "none where silence outlasted patience",
      at(25),
      [silent("smtp:flight/broad"), silent("smtp:flight/broad/patient")],
      null,
      0,
    ],
    [
      "none where it hung up without a word",
      at(389),
      [result("starttls_failed", "ldap:flight/broad", [end("fin")])],
      null,
      0,
    ],
    [
      "none where TLS was spoken",
      at(389),
      [result("starttls_failed", "ldap:flight/broad", [plainText("\u0015\u0003\u0001"), end("fin")])],
      null,
      0,
    ],
    [
      "the port's where it said something else",
      at(25),
      [result("starttls_failed", "smtp:flight/broad", [plainText("HTTP/1.1 400\r\n")])],
      "smtp",
      1,
    ],
    ["what a greeting says", at(2525), [greeted("220 mail ESMTP\r\n")], "smtp", 0],
    ["nothing for a greeting nobody knows", at(2525), [greeted("SSH-2.0-x\r\n")], null, 1],
    [
      "not what is not the greeting",
      at(2525),
      [result("protocol_error", "flight/broad", [received(new TextEncoder().encode("220 x"))])],
      null,
      1,
    ],
  ])("%s", (_, endpoint, past, startTls, since) => {
    const choice = chooseDialogue(endpoint, past, true);
    expect([choice.startTls, choice.past.length]).toEqual([startTls, since]);
  });

  test("the ladder begins anew behind a dialogue, and gives up where it was refused", () => {
    expect(nextStep(at(2525), [], DEFAULT_TEST_OPTIONS)).toMatchObject({ detector: FLIGHT, startTls: null });
    const past = [greeted("220 mail ESMTP\r\n")];
    expect(nextStep(at(2525), past, DEFAULT_TEST_OPTIONS)).toMatchObject({
      detector: FLIGHT,
      form: "broad",
      startTls: "smtp",
    });
    for (const reason of ["starttls_refused", "starttls_not_offered"] as const) {
      expect(
        nextStep(at(25), [result(reason, "smtp:flight/broad", [plainText("220")])], DEFAULT_TEST_OPTIONS),
      ).toBeNull();
    }
  });

  test("one patient repetition where the dialogue was silent, then TLS from the first byte", () => {
    const first = silent("smtp:flight/broad");
    expect(nextStep(at(25), [first], DEFAULT_TEST_OPTIONS)).toMatchObject({ patient: true, startTls: "smtp" });
    const both = [first, silent("smtp:flight/broad/patient")];
    expect(nextStep(at(25), both, DEFAULT_TEST_OPTIONS)).toMatchObject({ patient: false, startTls: null });
  });
});
