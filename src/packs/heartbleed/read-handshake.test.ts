import { describe, expect, test } from "vitest";
import type { Reason } from "../../core/model/outcome.ts";
import type { TranscriptEvent } from "../../core/model/transcript.ts";
import { ALERT } from "../../core/wire/alert.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { readHandshake } from "./read-handshake.ts";
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
  sentSsl3,
  serverFlight,
  transcript,
} from "./testing/transcripts.ts";

type Row = readonly [
  situation: string,
  reason: Reason,
  events: readonly (TranscriptEvent | readonly TranscriptEvent[])[],
];

const greeted = (mode: 1 | 2 | null) => [
  connected,
  ...sent("client_hello"),
  received(serverFlight({ heartbeat: mode })),
];
const completed = (mode: 1 | 2 | null = 1) => [
  ...greeted(mode),
  ...sent("key_exchange", "finished"),
  note("handshake_completed"),
  ...sent(...QUESTIONS),
];
const control = heartbeat("control_answer", 24, true);
const page: TranscriptEvent = {
  at: 6,
  kind: "protected_record",
  contentType: CONTENT.applicationData,
  length: 99,
  authentic: true,
  alert: null,
  http: true,
};
const forged: TranscriptEvent = {
  at: 6,
  kind: "protected_record",
  contentType: CONTENT.alert,
  length: 2,
  authentic: false,
  alert: null,
  http: false,
};

const greeting: TranscriptEvent = { ...page, http: false };
const closeNotify: TranscriptEvent = {
  ...page,
  contentType: CONTENT.alert,
  http: false,
  alert: { level: 1, description: 0 },
};
const greetedSsl3 = [connected, sentSsl3, received(serverFlight({ version: 0x0300, heartbeat: null }))];
const ROWS: readonly Row[] = [
  [
    "both controls answered, and something else that nobody asked for",
    "answer_implausible",
    [completed(), control, heartbeat("other", 9, true), bigAnswer(true), end("closed_by_us")],
  ],
  [
    "over-claim answered",
    "overread_answered",
    [completed(), control, heartbeat("overclaim_answer", 25, true), end("closed_by_us")],
  ],
  [
    "controls answered, probes discarded",
    "malformed_discarded_encrypted",
    [completed(), control, bigAnswer(true), end("closed_by_us")],
  ],
  [
    "control answered, then an authentic alert",
    "malformed_discarded_encrypted",
    [completed(), control, authenticAlert(ALERT.decodeError), end("fin")],
  ],
  [
    "control answered, then an alert that is not authentic",
    "closed_after_encrypted_probe",
    [completed(), control, forged, end("fin")],
  ],
  [
    "a plain alert among the probes proves nothing",
    "closed_after_encrypted_probe",
    [completed(), received(alertRecord(ALERT.unexpectedMessage)), end("fin")],
  ],
  [
    "refused by an authentic alert",
    "heartbeat_refused_by_peer",
    [completed(), authenticAlert(ALERT.unexpectedMessage), end("fin")],
  ],
  ["sequence broken", "heartbeat_lost_on_path", [completed(), authenticAlert(ALERT.badRecordMac), end("fin")]],
  [
    "sequence broken, seen after the life sign",
    "heartbeat_lost_on_path",
    [completed(), ...sent("life_sign"), authenticAlert(ALERT.badRecordMac), end("fin")],
  ],
  [
    "consumed, alive by alert",
    "heartbeats_consumed_unanswered",
    [completed(), ...sent("life_sign"), authenticAlert(ALERT.unexpectedMessage), end("fin")],
  ],
  [
    "consumed, alive by page",
    "heartbeats_consumed_unanswered",
    [completed(), ...sent("life_sign"), page, end("closed_by_us")],
  ],
  [
    "a page before the life sign proves nothing",
    "silent_after_encrypted_probe",
    [completed(), page, ...sent("life_sign"), end("timeout")],
  ],
  [
    "echoed, yet consumed in sequence",
    "heartbeats_consumed_unanswered",
    [completed(), heartbeat("echo"), ...sent("life_sign"), authenticAlert(ALERT.unexpectedMessage), end("fin")],
  ],
  [
    "the probe echoed under the session's keys",
    "probe_echoed_by_peer",
    [completed(), heartbeat("echo", 32, true), heartbeat("echo", 25, true), ...sent("life_sign"), end("timeout")],
  ],
  [
    "only the control echoed under the session's keys",
    "answer_implausible",
    [completed(), heartbeat("echo", 32, true), end("timeout")],
  ],
  [
    "a greeting after the life sign is no answer to it",
    "silent_after_encrypted_probe",
    [completed(), ...sent("life_sign"), greeting, end("timeout")],
  ],
  [
    "nor is a close_notify",
    "closed_after_encrypted_probe",
    [completed(), ...sent("life_sign"), closeNotify, end("closed_by_us")],
  ],
  [
    "a page before the request proves nothing",
    "silent_after_encrypted_probe",
    [completed(), page, ...sent("life_sign"), end("timeout")],
  ],
  [
    "not negotiated because not offered",
    "closed_after_encrypted_probe",
    [greetedSsl3, ...sent("key_exchange", "finished"), note("handshake_completed"), ...sent(...QUESTIONS), end("fin")],
  ],
  [
    "control answered, then a broken sequence",
    "closed_after_encrypted_probe",
    [completed(), control, authenticAlert(ALERT.badRecordMac), end("fin")],
  ],
  ["a forged alert", "alert_unauthenticated", [completed(), forged, end("fin")]],
  ["hangs up on heartbeats that were negotiated", "closed_after_encrypted_probe", [completed(), end("fin")]],
  ["hangs up on heartbeats that were not", "heartbeat_ends_connection", [completed(null), end("fin")]],
  ["hangs up on the life sign", "closed_after_encrypted_probe", [completed(null), ...sent("life_sign"), end("fin")]],
  ["silence, not negotiated", "silent_after_encrypted_probe", [completed(null), ...sent("life_sign"), end("timeout")]],
  [
    "an unprotected answer is none",
    "silent_after_encrypted_probe",
    [completed(), heartbeat("overclaim_answer", 25, false), ...sent("life_sign"), end("timeout")],
  ],
  ["implausible answer", "answer_implausible", [completed(), heartbeat("other", 3, true), end("fin")]],
  ["no common suite", "no_common_suite", [...greeted(1), note("no_common_suite"), end("closed_by_us")]],
  [
    "handshake broken off",
    "handshake_failed",
    [...greeted(1), ...sent("key_exchange"), note("handshake_failed"), end("fin")],
  ],
  [
    "alert in the handshake",
    "handshake_failed",
    [...greeted(1), ...sent("key_exchange"), received(alertRecord(ALERT.handshakeFailure)), end("fin")],
  ],
  [
    "hello refused",
    "tls_alert",
    [connected, ...sent("client_hello"), received(alertRecord(ALERT.handshakeFailure)), end("fin")],
  ],
  ["closed before Finished", "closed_at_hello", [...greeted(1), end("fin")]],
  ["refused connection", "connect_refused", [end("refused")]],
];

describe("the handshake rung is read", () => {
  test.each(ROWS)("%s: %s", (_situation, reason, events) => {
    expect(readHandshake([transcript("handshake/broad/refusal", events)]).reason).toBe(reason);
  });
});
