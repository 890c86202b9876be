/**
 * Reads the transcript of a DTLS rung: pure and total. On UDP silence means nothing, so a zero is made only of rounds whose
 * controls, which travelled in the probe's own datagram, were both answered, three times over; or of an alert that the
 * heartbeats themselves drew from a server that did not agree to any.
 */

import { type Finding, finding } from "../../core/model/outcome.ts";
import type { SentLabel, Transcript } from "../../core/model/transcript.ts";
import { type Alert, ALERT, ALERT_LEVEL, alertName } from "../../core/wire/alert.ts";
import { DtlsServerFlight } from "../../core/wire/dtls-flight.ts";
import { dtlsVersionName } from "../../core/wire/dtls-version.ts";
import { heartbeatMode } from "../../core/wire/extensions.ts";
import { carriedBy, requestOf, ROUNDS_WANTED } from "./dtls-messages.ts";
import { type AnswerSeen, readFacts, type TranscriptFacts } from "./facts.ts";
import { ended, notConnected, unaskedFor } from "./read-flight.ts";

interface DtlsAlert extends Alert {
  /** Everything we had sent when it came. */
  readonly after: ReadonlySet<SentLabel>;
}

export function readDtls(transcripts: readonly Transcript[]): Finding {
  const own = transcripts.at(-1);
  if (own === undefined) return finding("no_evidence");
  // What was sent, the heartbeats and the end are the same over UDP; the bytes received are not.
  const facts = readFacts({ ...own, events: own.events.filter(({ kind }) => kind !== "received") });
  if (!facts.connected) return notConnected(facts);
  if (facts.fragile) return finding("fragile_device_left_alone");
  const { server, alerts, arrived } = readServer(own);
  if (server.version === null || server.flight.hello === null) return noHello(server, alerts, facts, arrived, own);
  const spoke = dtlsVersionName(server.version);
  if (server.flight.defect !== null) return finding("protocol_error", `${spoke}: not a server's flight`);
  const cut = own.events.some((event) => event.kind === "heartbeat" && event.class === "incomplete");
  const negotiated = heartbeatMode(server.flight.hello.extensions) !== null;
  return readRounds(facts, { alerts, spoke, negotiated, cut });
}

function readServer(own: Transcript): {
  readonly server: DtlsServerFlight;
  readonly alerts: readonly DtlsAlert[];
  readonly arrived: number;
} {
  const server = new DtlsServerFlight();
  const sent = new Set<SentLabel>();
  const alerts: DtlsAlert[] = [];
  let arrived = 0;
  for (const event of own.events) {
    if (event.kind === "sent") sent.add(event.label);
    if (event.kind !== "received") continue;
    arrived++;
    const known = server.flight.alerts.length;
    server.push(event.bytes);
    for (const alert of server.flight.alerts.slice(known)) {
      const last = alert.level === ALERT_LEVEL.fatal || alert.description === ALERT.closeNotify;
      if (last) alerts.push({ ...alert, after: new Set(sent) });
    }
  }
  return { server, alerts, arrived };
}

function noHello(
  server: DtlsServerFlight,
  alerts: readonly DtlsAlert[],
  facts: TranscriptFacts,
  arrived: number,
  own: Transcript,
): Finding {
  const [alert] = alerts;
  if (alert !== undefined) {
    const needsName = alert.description === ALERT.unrecognizedName && own.serverName === null;
    return finding(needsName ? "server_name_required" : "tls_alert", `alert ${alertName(alert.description)}`);
  }
  if (facts.end === "refused") return finding("connect_refused", "ICMP: nobody has this UDP port");
  if (facts.end === "unreachable") return finding("connect_unreachable");
  if (arrived > 0 && server.records === 0 && server.strays > 0) return finding("not_tls", "what answers is not DTLS");
  if (server.flight.defect !== null) return finding("protocol_error", "not a server's flight");
  if (facts.end === "timeout" && arrived > 0) {
    const said = server.cookie === null ? "something" : "a cookie";
    return finding("too_slow", `${said} came back, but no ServerHello`);
  }
  return ended(facts, "at_hello");
}

interface Asked {
  readonly alerts: readonly DtlsAlert[];
  readonly spoke: string;
  readonly negotiated: boolean;
  /** A datagram ended inside a heartbeat: nobody knows in which. */
  readonly cut: boolean;
}

function readRounds(facts: TranscriptFacts, { alerts, spoke, negotiated, cut }: Asked): Finding {
  const { answers } = facts;
  const of = (kind: AnswerSeen["class"]) => answers.filter((answer) => answer.class === kind);
  const [proof] = of("overclaim_answer");
  if (proof !== undefined && of("control_answer").length > 0) {
    const claimed = proof.claimed ?? 0;
    return finding(
      "overread_answered",
      `${spoke}: carried ${claimed - 1} bytes, claimed ${claimed}, was answered with ${claimed}`,
    );
  }
  if (of("echo").length > 0 && of("control_answer").length === 0) return finding("answer_echoed");
  if (proof !== undefined || unaskedFor(answers)) return finding("answer_implausible");
  if (!facts.sent.has("control")) return ended(facts, "at_hello");
  if (cut) return finding("silent_after_probe", `${spoke}: a heartbeat answer came cut off`);
  const refuted = refutedRounds(of("control_answer"));
  if (refuted >= ROUNDS_WANTED) {
    return finding(
      "malformed_discarded_control_answered",
      `${spoke}: in ${refuted} datagrams the requests before and after the probe were answered, and it was not`,
    );
  }
  if (answers.length > 0) {
    return finding("silent_after_probe", `${spoke}: both controls answered in ${refuted} of ${ROUNDS_WANTED} rounds`);
  }
  const [alert] = alerts;
  if (alert !== undefined) return readAlert(alert, spoke, negotiated);
  if (facts.end === "refused") return finding("closed_after_probe", "ICMP: nobody has this UDP port any more");
  if (facts.end === "unreachable") return finding("silent_after_probe", "ICMP: unreachable");
  return ended(facts, "after_probe");
}

/** Rounds with both controls answered; that no probe was is known by then. */
function refutedRounds(controls: readonly AnswerSeen[]): number {
  const claims = new Set(controls.map(({ claimed }) => claimed));
  const rounds = new Set([...claims].map((claimed) => requestOf(claimed ?? 0)?.round));
  const both = (round: number): boolean => claims.has(carriedBy(round)) && claims.has(carriedBy(round) + 2);
  return [...rounds].filter((round) => round !== undefined && both(round)).length;
}

/** Nothing was answered, but an alert came. */
function readAlert({ description, after }: DtlsAlert, spoke: string, negotiated: boolean): Finding {
  const name = alertName(description);
  if (!after.has("control")) return finding("tls_alert", `alert ${name}`);
  if (after.has("refusal")) {
    // They came in one datagram, so the heartbeats arrived; that their answers did not get lost is not known.
    return finding("heartbeat_lost_on_path", `${spoke}: only the refused handshake message drew an alert (${name})`);
  }
  if (negotiated) return finding("alert_unauthenticated", `${spoke}: heartbeats negotiated, then alert ${name}`);
  return description === ALERT.unexpectedMessage
    ? finding("heartbeat_not_supported", `${spoke}: offered, not negotiated; alert ${name}`)
    : finding("alert_unauthenticated", `${spoke}: alert ${name}`);
}
