import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REASON_CODES, type Reason } from "../../core/model/outcome.ts";
import type { Transcript, TranscriptEvent } from "../../core/model/transcript.ts";
import { END_KINDS, HEARTBEAT_CLASSES } from "../../core/model/transcript.ts";
import { ALERT } from "../../core/wire/alert.ts";
import { interpret } from "./interpret.ts";
import { FLIGHT, HANDSHAKE, OVERREAD } from "./ladder.ts";
import { readFlight } from "./read-flight.ts";
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

type Row = readonly [situation: string, reason: Reason, events: readonly (TranscriptEvent | TranscriptEvent[])[]];

const hello = [connected, ...sent("client_hello"), received(serverFlight())];
const helloWithout = [connected, ...sent("client_hello"), received(serverFlight({ heartbeat: null }))];
const asked = [...hello, ...sent(...QUESTIONS)];
const askedWithout = [...helloWithout, ...sent(...QUESTIONS)];
const control = heartbeat("control_answer");

const ssl3 = [connected, sentSsl3, received(serverFlight({ version: 0x0300, heartbeat: null }))];

const ROWS: readonly Row[] = [
  [
    "both controls answered, and something else that nobody asked for",
    "answer_implausible",
    [asked, control, heartbeat("other", 9), bigAnswer(), end("closed_by_us")],
  ],
  [
    "everything answered",
    "overread_answered",
    [asked, control, heartbeat("overclaim_answer", 25), bigAnswer(), end("closed_by_us")],
  ],
  [
    "everything answered, extension not negotiated",
    "overread_answered",
    [askedWithout, control, heartbeat("overclaim_answer", 25), end("closed_by_us")],
  ],
  [
    "both controls answered, probes discarded",
    "malformed_discarded_control_answered",
    [asked, control, bigAnswer(), end("closed_by_us")],
  ],
  [
    "both controls answered, the wrong version refused by alert",
    "malformed_discarded_control_answered",
    [asked, control, bigAnswer(), sent("delivery_check"), received(alertRecord(ALERT.protocolVersion)), end("fin")],
  ],
  [
    "both controls answered, the wrong version answered by a close",
    "malformed_discarded_control_answered",
    [asked, control, bigAnswer(), sent("delivery_check"), end("fin")],
  ],
  [
    "both controls answered, the wrong version met with silence",
    "heartbeat_lost_on_path",
    [asked, control, bigAnswer(), sent("delivery_check"), end("timeout")],
  ],
  [
    "both controls answered late, and only the refused handshake message drew an alert",
    "heartbeat_lost_on_path",
    [
      asked,
      ...sent("delivery_check", "refusal"),
      control,
      bigAnswer(),
      received(alertRecord(ALERT.unexpectedMessage)),
      end("fin"),
    ],
  ],
  [
    "control answered, and only the refused handshake message drew an alert",
    "heartbeat_lost_on_path",
    [asked, ...sent("delivery_check", "refusal"), control, received(alertRecord(ALERT.unexpectedMessage)), end("fin")],
  ],
  [
    "both controls answered, then stopped by us",
    "interrupted",
    [asked, control, bigAnswer(), sent("delivery_check"), end("stopped")],
  ],
  [
    "control answered, then a fatal alert",
    "malformed_discarded_control_answered",
    [asked, control, received(alertRecord(ALERT.unexpectedMessage)), end("fin")],
  ],
  [
    "control answered, then only close_notify",
    "closed_after_probe",
    [asked, control, received(alertRecord(ALERT.closeNotify, 1)), end("fin")],
  ],
  ["control answered, then silence", "silent_after_probe", [asked, control, end("timeout")]],
  [
    "over-claim answered although the control was not",
    "answer_implausible",
    [asked, heartbeat("overclaim_answer", 25), end("fin")],
  ],
  [
    "alert on heartbeats that were not negotiated",
    "heartbeat_not_supported",
    [askedWithout, received(alertRecord(ALERT.unexpectedMessage)), end("fin")],
  ],
  [
    "alert on the delivery check",
    "heartbeat_not_supported",
    [
      askedWithout,
      ...sent("nudge", "delivery_check", "refusal"),
      received(alertRecord(ALERT.protocolVersion)),
      end("fin"),
    ],
  ],
  [
    "alert on heartbeats that were negotiated",
    "alert_unauthenticated",
    [asked, received(alertRecord(ALERT.unexpectedMessage)), end("fin")],
  ],
  [
    "only the refused handshake message drew an alert",
    "heartbeat_lost_on_path",
    [
      askedWithout,
      ...sent("nudge", "delivery_check", "refusal"),
      received(alertRecord(ALERT.unexpectedMessage)),
      end("fin"),
    ],
  ],
  [
    "a warning is no answer",
    "silent_after_probe",
    [askedWithout, received(alertRecord(ALERT.noRenegotiation, 1)), end("timeout")],
  ],
  ["silence after the probe", "silent_after_probe", [asked, end("timeout")]],
  ["FIN after the probe", "closed_after_probe", [asked, end("fin")]],
  ["RST after the probe", "reset_after_probe", [asked, end("reset")]],
  ["FIN after the probe, extension not negotiated", "closed_after_probe", [askedWithout, end("fin")]],
  [
    "alert although the hello could not offer heartbeats",
    "alert_unauthenticated",
    [ssl3, ...sent(...QUESTIONS), received(alertRecord(ALERT.unexpectedMessage)), end("fin")],
  ],
  [
    "ignored, then FIN on the delivery check, not offered",
    "closed_after_probe",
    [ssl3, ...sent(...QUESTIONS, "nudge", "delivery_check"), end("fin")],
  ],
  [
    "ignored, then FIN on the delivery check",
    "heartbeat_not_supported",
    [askedWithout, ...sent("nudge", "delivery_check"), end("fin")],
  ],
  [
    "ignored, then FIN on the delivery check, although negotiated",
    "closed_after_probe",
    [asked, ...sent("nudge", "delivery_check"), end("fin")],
  ],
  [
    "ignored, then RST on the delivery check",
    "reset_after_probe",
    [askedWithout, ...sent("nudge", "delivery_check"), end("reset")],
  ],
  [
    "ignored, then FIN only on the refusal",
    "closed_after_probe",
    [askedWithout, ...sent("nudge", "delivery_check", "refusal"), end("fin")],
  ],
  ["echo", "answer_echoed", [asked, heartbeat("echo"), received(alertRecord(ALERT.unexpectedMessage)), end("fin")]],
  ["canned heartbeat bytes", "answer_implausible", [asked, heartbeat("other"), end("timeout")]],
  ["an answer cut short proves nothing", "silent_after_probe", [asked, heartbeat("incomplete"), end("timeout")]],
  ["fragile device", "fragile_device_left_alone", [hello, note("fragile_device"), end("closed_by_us")]],
  ["silence at hello", "silent_at_hello", [connected, ...sent("client_hello"), end("timeout")]],
  ["a drip at hello", "too_slow", [connected, ...sent("client_hello"), received(Uint8Array.of(22)), end("timeout")]],
  ["closed at hello", "closed_at_hello", [connected, ...sent("client_hello"), end("fin")]],
  ["reset at hello", "reset_at_hello", [connected, ...sent("client_hello"), end("reset")]],
  [
    "hello refused",
    "tls_alert",
    [connected, ...sent("client_hello"), received(alertRecord(ALERT.handshakeFailure)), end("fin")],
  ],
  [
    "name required",
    "server_name_required",
    [connected, ...sent("client_hello"), received(alertRecord(ALERT.unrecognizedName)), end("fin")],
  ],
  [
    "plain text",
    "not_tls",
    [connected, ...sent("client_hello"), received(new TextEncoder().encode("HTTP/1.1 400")), end("fin")],
  ],
  ["too much", "too_much_data", [connected, ...sent("client_hello"), end("byte_limit")]],
  ["too slow", "too_slow", [connected, ...sent("client_hello"), end("time_limit")]],
  ["refused", "connect_refused", [end("refused")]],
  ["connect time-out", "connect_timeout", [end("connect_timeout")]],
  ["unreachable", "connect_unreachable", [end("unreachable")]],
  ["no ports left here", "local_resources", [end("local_resources")]],
  ["out of scope", "out_of_scope", [end("out_of_scope")]],
  ["interrupted", "interrupted", [end("stopped")]],
  ["nothing recorded", "no_evidence", []],
];

describe("the flight is read", () => {
  test.each(ROWS)("%s: %s", (_situation, reason, events) => {
    expect(readFlight([transcript("flight/broad", events)]).reason).toBe(reason);
  });

  test("TLS 1.3 alone is a zero only beside a refusal of older versions by protocol_version", () => {
    const modern = transcript("flight/modern", [
      connected,
      sent("client_hello"),
      received(serverFlight({ version: 0x0304 })),
      end("closed_by_us"),
    ]);
    const refused = (alert: number) =>
      transcript("flight/broad", [connected, sent("client_hello"), received(alertRecord(alert)), end("fin")]);
    const silent = transcript("flight/broad", [connected, sent("client_hello"), end("timeout")]);
    expect(readFlight([refused(ALERT.protocolVersion), modern]).reason).toBe("tls13_only");
    expect(readFlight([modern, refused(ALERT.protocolVersion)]).reason).toBe("tls13_only");
    expect(readFlight([refused(ALERT.handshakeFailure), modern]).reason).toBe("no_evidence");
    expect(readFlight([refused(ALERT.protocolVersion), silent, modern]).reason).toBe("no_evidence");
    expect(readFlight([modern]).reason).toBe("no_evidence");
  });

  test("the over-read rung counts only an answer longer than owed", () => {
    const overread = [...hello, ...sent("probe_overread")];
    expect(
      readFlight([transcript("overread/broad", [overread, heartbeat("overread_answer", 4096), end("closed_by_us")])])
        .reason,
    ).toBe("overread_answered");
    expect(
      readFlight([transcript("overread/broad", [overread, heartbeat("control_answer"), end("timeout")])]).reason,
    ).toBe("answer_implausible");
    expect(readFlight([transcript("overread/broad", [overread, end("timeout")])]).reason).toBe("silent_after_probe");
  });
});

/** Any sequence of events, sensible or not. */
const anyEvent: fc.Arbitrary<TranscriptEvent> = fc.oneof(
  fc.constant(connected),
  fc.constantFrom(
    ...sent(
      "client_hello",
      "control",
      "probe_overclaim",
      "big_control",
      "delivery_check",
      "refusal",
      "life_sign",
      "probe_overread",
    ),
  ),
  fc.constantFrom(
    received(serverFlight()),
    received(serverFlight({ heartbeat: null })),
    received(alertRecord(10)),
    received(alertRecord(70)),
  ),
  fc.uint8Array({ maxLength: 40 }).map(received),
  fc.tuple(fc.constantFrom(...HEARTBEAT_CLASSES), fc.nat(65535), fc.boolean()).map(([c, n, p]) => heartbeat(c, n, p)),
  fc.nat(255).map(authenticAlert),
  fc.constantFrom(
    note("handshake_completed"),
    note("handshake_failed"),
    note("no_common_suite"),
    note("fragile_device"),
  ),
  fc.constantFrom(...END_KINDS).map(end),
);
const anyTranscript: fc.Arbitrary<Transcript> = fc
  .array(anyEvent, { maxLength: 14 })
  .map((e) => transcript("flight/broad", e));

describe("any reading", () => {
  test("is total and uses the closed list", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(FLIGHT, HANDSHAKE, OVERREAD, "nonsense"),
        fc.array(anyTranscript, { maxLength: 3 }),
        (detector, ts) => {
          const reading = interpret(detector, ts);
          expect(REASON_CODES).toContain(reading.reason);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("says 1 only where an over-claiming probe was answered beyond what it carried", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(FLIGHT, HANDSHAKE, OVERREAD),
        fc.array(anyTranscript, { maxLength: 2 }),
        (detector, ts) => {
          const beyond = ts.some((t) =>
            t.events.some(
              (e) => e.kind === "heartbeat" && (e.class === "overclaim_answer" || e.class === "overread_answer"),
            ),
          );
          if (interpret(detector, ts).outcome === "vulnerable") expect(beyond).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("never says 0 when nothing was received after the probe was sent", () => {
    fc.assert(
      fc.property(fc.constantFrom(FLIGHT, OVERREAD), anyTranscript, (detector, t) => {
        const probe = t.events.findIndex((e) => e.kind === "sent" && e.label !== "client_hello");
        const silent = {
          ...t,
          events: t.events.filter(
            (e, i) => i <= probe || !["received", "heartbeat", "protected_record"].includes(e.kind),
          ),
        };
        if (probe !== -1) expect(interpret(detector, [silent]).outcome).not.toBe("not_vulnerable");
      }),
      { numRuns: 2000 },
    );
  });
});
