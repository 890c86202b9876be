import { describe, expect, test } from "vitest";
import { finding, type Reason } from "../../core/model/outcome.ts";
import { ALERT } from "../../core/wire/alert.ts";
import { concat } from "../../core/wire/bytes.ts";
import { encodeCertificateRequest } from "../../core/wire/certificate-request.ts";
import { encodeHandshake, HANDSHAKE as MESSAGE } from "../../core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { encodeServerHello } from "../../core/wire/server-hello.ts";
import { TLS12 } from "../../core/wire/version.ts";
import type { ProbeOptions, RungResult } from "../pack.ts";
import { FLIGHT, HANDSHAKE, mostSteps, nextStep, OVERREAD, rungName } from "./ladder.ts";
import { alertRecord, connected, received, sent, transcript } from "./testing/transcripts.ts";

const certificateRequested = encodeRecord(
  CONTENT.handshake,
  TLS12,
  concat([
    encodeHandshake(
      MESSAGE.serverHello,
      encodeServerHello({
        version: TLS12,
        random: new Uint8Array(32),
        sessionId: new Uint8Array(0),
        suite: 0x002f,
        compression: 0,
        extensions: null,
      }),
    ),
    encodeHandshake(
      MESSAGE.certificateRequest,
      encodeCertificateRequest({ types: [1], signatureAlgorithms: [0x0401], authorities: [] }),
    ),
  ]),
);
const endpoint = {
  address: "192.0.2.1",
  port: 443,
  transport: "tcp",
  serverName: "a.example",
  origin: "asked",
} as const;
const options: ProbeOptions = {
  draws: 3,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 1,
  quickMs: 1,
  patientMs: 0,
  psk: null,
};

/** Climbs the ladder with the given reasons as answers; gives the names of the rungs asked. */
function climb(
  answers: readonly Reason[],
  change: Partial<ProbeOptions> = {},
  alert: number = ALERT.handshakeFailure,
): string[] {
  const past: RungResult[] = [];
  const asked: string[] = [];
  for (const reason of answers) {
    const step = nextStep(endpoint, past, { ...options, ...change });
    if (step === null) return [...asked, "end"];
    const rung = rungName(step);
    asked.push(rung);
    const events = reason === "tls_alert" ? [connected, sent("client_hello"), received(alertRecord(alert))] : [];
    past.push({ detector: step.detector, attempt: 1, finding: finding(reason), transcript: transcript(rung, events) });
  }
  const step = nextStep(endpoint, past, { ...options, ...change });
  return [...asked, step === null ? "end" : `then ${rungName(step)}`];
}

const Z: Reason = "malformed_discarded_control_answered";
const A: Reason = "heartbeat_not_supported";

describe("the ladder", () => {
  test("stops at the first proven 1", () => {
    expect(climb(["overread_answered"])).toEqual(["flight/broad", "end"]);
    expect(climb([Z, "overread_answered"])).toEqual(["flight/broad", "handshake/broad/refusal", "end"]);
  });

  test("a zero needs a second witness by another way, and as many draws as asked for", () => {
    expect(climb([Z, Z, Z])).toEqual(["flight/broad", "handshake/broad/refusal", "flight/old", "end"]);
    expect(climb([A, "handshake_failed", "tls_alert", A, A])).toEqual([
      "flight/broad",
      "handshake/broad/refusal",
      "flight/old",
      "flight/broad",
      "flight/broad",
      "end",
    ]);
    expect(climb([Z, Z], { draws: 1 })).toEqual(["flight/broad", "handshake/broad/refusal", "end"]);
    expect(climb(["closed_after_probe", "heartbeat_refused_by_peer"])).toEqual([
      "flight/broad",
      "handshake/broad/refusal",
      "then handshake/old/refusal",
    ]);
  });

  test("connections that contradict each other show a pool: more are drawn", () => {
    const zeros: Reason[] = [Z, "heartbeat_refused_by_peer", Z, Z, Z, Z, Z, Z];
    expect(climb(zeros)).toHaveLength(9);
    expect(climb(zeros).at(-1)).toBe("end");
    expect(climb(zeros.slice(0, 7)).at(-1)).toBe("then flight/broad");
  });

  test("draws end although some of them stay open", () => {
    const open: Reason = "reset_after_probe";
    const asked = climb([Z, Z, open, open, open, open, open, open]);
    expect(asked.at(-1)).toBe("end");
    expect(asked.length).toBeLessThanOrEqual(mostSteps(options) + 1);
  });

  test("where the life sign made the server hang up, another one is tried", () => {
    expect(climb(["closed_after_probe", "closed_after_encrypted_probe"])).toEqual([
      "flight/broad",
      "handshake/broad/refusal",
      "then handshake/broad/request",
    ]);
  });

  test("tries every form of hello until one is accepted", () => {
    const refusals = Array.from({ length: 6 }, (): Reason => "tls_alert");
    expect(climb(refusals)).toEqual([
      "flight/broad",
      "flight/nameless",
      "flight/small",
      "flight/old",
      "flight/ssl3",
      "flight/modern",
      "end",
    ]);
    expect(climb(["tls_alert", "closed_at_hello", Z])).toEqual([
      "flight/broad",
      "flight/nameless",
      "flight/small",
      "then handshake/small/refusal",
    ]);
  });

  test("asks for TLS 1.3 at once when the version was refused, and draws the old hello again afterwards", () => {
    expect(climb(["tls_alert", "tls13_only", "tls13_only", "tls13_only"], {}, ALERT.protocolVersion)).toEqual([
      "flight/broad",
      "flight/modern",
      "flight/old",
      "flight/ssl3",
      "end",
    ]);
    expect(climb(["tls_alert", "tls13_only", "overread_answered"], {}, ALERT.protocolVersion).at(-1)).toBe("end");
  });

  test("a hello that was not refused for its version is not drawn again beside TLS 1.3", () => {
    const flight = (form: string, reason: Reason, alert: number): RungResult => ({
      detector: FLIGHT,
      attempt: 1,
      finding: finding(reason),
      transcript: transcript(`flight/${form}`, [connected, sent("client_hello"), received(alertRecord(alert))]),
    });
    const past = [
      flight("broad", "tls_alert", ALERT.handshakeFailure),
      flight("old", "tls_alert", ALERT.protocolVersion),
      flight("modern", "tls13_only", ALERT.closeNotify),
      flight("ssl3", "tls13_only", ALERT.protocolVersion),
    ];
    expect(nextStep(endpoint, past, options)).toMatchObject({ detector: FLIGHT, form: "old" });
  });

  test("shows a certificate of its own where the server broke off for want of one, then asks an older TLS", () => {
    const wants = (rung: string): RungResult => ({
      detector: HANDSHAKE,
      attempt: 1,
      finding: finding("closed_at_hello"),
      transcript: transcript(rung, [connected, sent("client_hello"), received(certificateRequested)]),
    });
    const flight = (rung: string, reason: Reason): RungResult => ({
      detector: FLIGHT,
      attempt: 1,
      finding: finding(reason),
      transcript: transcript(rung, []),
    });
    const past = [flight("flight/broad", "closed_after_probe"), wants("handshake/broad/refusal")];
    const rungs: string[] = [];
    for (const next of [wants("handshake/broad/refusal/identified"), flight("flight/old", "heartbeat_not_supported")]) {
      const step = nextStep(endpoint, past, options);
      rungs.push(step === null ? "end" : rungName(step));
      past.push(next);
    }
    const then = nextStep(endpoint, past, options);
    rungs.push(then === null ? "end" : rungName(then));
    expect(rungs).toEqual(["handshake/broad/refusal/identified", "flight/old", "flight/old"]);
  });

  test("waits once, patiently, where waiting can help", () => {
    const patient = { patientMs: 9 };
    expect(climb(["silent_at_hello", "silent_at_hello"], patient)).toEqual([
      "flight/broad",
      "flight/broad/patient",
      "end",
    ]);
    expect(climb(["silent_after_probe", "silent_after_probe", "silent_after_probe"], patient)).toEqual([
      "flight/broad",
      "handshake/broad/refusal",
      "flight/broad/patient",
      "end",
    ]);
    // What only patience brought to light is drawn again with the same patience.
    expect(climb(["silent_after_probe", "silent_after_probe", Z, Z, Z], patient)).toEqual([
      "flight/broad",
      "handshake/broad/refusal",
      "flight/broad/patient",
      "flight/old/patient",
      "flight/broad/patient",
      "end",
    ]);
    expect(climb(["heartbeat_lost_on_path", "heartbeat_lost_on_path"], patient).at(-1)).toBe("end");
  });

  test("a host that falls silent after the probe and then at hello is left alone", () => {
    expect(climb(["silent_after_probe", "silent_at_hello"], { patientMs: 9, allowOverread: true }).at(-1)).toBe("end");
  });

  test("the over-read comes last and only when allowed", () => {
    const open: Reason[] = ["reset_after_probe", "reset_after_probe", "reset_after_probe"];
    expect(climb(open).at(-1)).toBe("end");
    expect(climb(open, { allowOverread: true }).at(-1)).toBe("then overread/broad");
    expect(climb([...open, "silent_after_probe"], { allowOverread: true }).at(-1)).toBe("end");
    expect(climb([Z, Z, Z], { allowOverread: true })).not.toContain("overread/broad");
  });

  test.each<Reason>(["connect_refused", "not_tls", "fragile_device_left_alone", "out_of_scope", "too_much_data"])(
    "%s ends it",
    (reason) => {
      expect(climb([reason])).toEqual(["flight/broad", "end"]);
    },
  );

  test("a fragile device met on a later connection ends it too", () => {
    expect(climb(["silent_after_probe", "fragile_device_left_alone"]).at(-1)).toBe("end");
  });

  test("nothing is asked of a name without an address", () => {
    expect(nextStep({ ...endpoint, address: null }, [], options)).toBeNull();
  });

  test("detectors are named", () => {
    expect([FLIGHT, HANDSHAKE, OVERREAD]).toEqual(["heartbleed/flight", "heartbleed/handshake", "heartbleed/overread"]);
  });
});
