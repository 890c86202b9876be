/**
 * Reads the flight's transcripts (rungs 1 and 3): pure and total. The order of the questions is the order of strength: what
 * only a vulnerable server does, what only a sound one does between two signs of life, and then, for everything
 * else, how far the conversation got.
 */

import { type Finding, finding, type Reason } from "../../core/model/outcome.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import { ALERT, alertName } from "../../core/wire/alert.ts";
import { TLS13, versionName } from "../../core/wire/version.ts";
import { type AlertSeen, type AnswerSeen, heartbeatOffered, readFacts, type TranscriptFacts } from "./facts.ts";
import { readDialogue } from "./read-dialogue.ts";
import { BIG_PAYLOAD, OVERCLAIM_PAYLOAD } from "./messages.ts";

/** What a proof consists of, in words. */
export const OVERCLAIM_ANSWERED = `carried ${OVERCLAIM_PAYLOAD} bytes, claimed ${OVERCLAIM_PAYLOAD + 1}, was answered with ${OVERCLAIM_PAYLOAD + 1}`;
const DISCARDED = "malformed_discarded_control_answered";

/** `transcripts`: the rung's own is the last; where TLS 1.3 is spoken it rests on the hellos before it. */
export function readFlight(transcripts: readonly Transcript[]): Finding {
  const own = transcripts.at(-1);
  if (own === undefined) return finding("no_evidence");
  const facts = readFacts(own);
  if (!facts.connected) return notConnected(facts);
  if (facts.dialogue !== null && !facts.dialogue.ready) return readDialogue(facts.dialogue, facts.end);
  if (facts.fragile) return finding("fragile_device_left_alone");
  const all = [...transcripts.slice(0, -1).map(readFacts), facts];
  if (all.some(isTls13) && (isTls13(facts) || facts.server.hello === null)) return readTls13(all);
  if (facts.server.hello === null) return noHello(facts, own);
  return facts.sent.has("probe_overread") ? readOverread(facts, own) : readProbe(facts, own);
}

function readProbe(facts: TranscriptFacts, own: Transcript): Finding {
  const answered = (cls: string) => facts.answers.some((a) => a.class === cls);
  const spoke = versionName(facts.server.version ?? 0);
  if (answered("control_answer")) {
    if (answered("overclaim_answer")) {
      return finding("overread_answered", `${spoke}: ${OVERCLAIM_ANSWERED}`);
    }
    if (unaskedFor(facts.answers)) return finding("answer_implausible");
    return readUnanswered(facts, spoke);
  }
  if (answered("echo")) return finding("answer_echoed");
  if (facts.answers.length > 0) return finding("answer_implausible");
  if (!facts.sent.has("control")) return ended(facts, "at_hello");
  const alert = alertAfter(facts, "control");
  if (alert !== undefined) return refusedWithoutAnswer(facts, alert, own);
  return hungUpOnDeliveryCheck(facts) && heartbeatOffered(own)
    ? finding(
        "heartbeat_not_supported",
        `${spoke}: offered, not negotiated, ignored; one of a wrong version ended the connection`,
      )
    : ended(facts, "after_probe");
}

/**
 * The control was answered and the probe was not: discarded by the server, or taken out by a device on the path? Sent again in
 * a record of a wrong version it must draw an alert, or the close that Node 0.10 has in its stead.
 */
function readUnanswered(facts: TranscriptFacts, spoke: string): Finding {
  const alive = facts.answers.some((a) => a.class === "control_answer" && a.claimed === BIG_PAYLOAD);
  const alert = alertAfter(facts, "probe_overclaim");
  // A close_notify may be a server that was about to close anyway: no sign that the probe was refused.
  const refused = alert !== undefined && alert.description !== ALERT.closeNotify;
  const lost = finding("heartbeat_lost_on_path", `${spoke}: heartbeats are answered, but the probe drew no refusal`);
  if (refused && !ofHeartbeats(alert)) return lost;
  if (alive && (refused || closedOnDeliveryCheck(facts) || !facts.sent.has("delivery_check"))) {
    return finding(DISCARDED, `${spoke}: a well-formed request after the probe was answered`);
  }
  if (refused) return finding(DISCARDED, `${spoke}: alert ${alertName(alert.description)} after the probe`);
  return alive && facts.end === "timeout" ? lost : ended(facts, "after_probe");
}

/** Drawn by a heartbeat record rather than by the handshake message that comes after all of them. */
function ofHeartbeats({ after, description }: AlertSeen): boolean {
  return !after.has("refusal") || (after.has("delivery_check") && description === ALERT.protocolVersion);
}

function closedOnDeliveryCheck({ sent, end }: TranscriptFacts): boolean {
  return sent.has("delivery_check") && !sent.has("refusal") && (end === "fin" || end === "reset");
}

/**
 * Some servers (Node 0.10) never send the alert and close in its stead. Heartbeats that were ignored for as long as we
 * nudged, and a close as soon as one came that every stack must refuse, show all the same that they arrive.
 */
function hungUpOnDeliveryCheck(facts: TranscriptFacts): boolean {
  const asked = facts.sent.has("delivery_check") && !facts.sent.has("refusal");
  return asked && facts.end === "fin" && facts.heartbeatMode === null;
}

/** An answer that no question of ours explains: whatever it is, nobody can call the probe refused beside it. */
export function unaskedFor(answers: readonly AnswerSeen[]): boolean {
  return answers.some((a) => a.class === "other" || a.class === "echo" || a.class === "overread_answer");
}

/** Nothing was answered, but an alert came. */
function refusedWithoutAnswer(facts: TranscriptFacts, alert: AlertSeen, own: Transcript): Finding {
  const name = alertName(alert.description);
  if (!ofHeartbeats(alert)) {
    return finding("heartbeat_lost_on_path", `only the refused handshake message drew an alert (${name})`);
  }
  if (facts.heartbeatMode !== null)
    return finding("alert_unauthenticated", `heartbeats negotiated, then alert ${name}`);
  if (!heartbeatOffered(own)) return finding("alert_unauthenticated", `not offered, so not negotiated; alert ${name}`);
  return finding("heartbeat_not_supported", `offered, not negotiated; alert ${name}`);
}

function readOverread(facts: TranscriptFacts, own: Transcript): Finding {
  const answer = facts.answers.find((a) => a.class === "overread_answer");
  if (answer !== undefined) {
    return finding(
      "overread_answered",
      `a request without payload was answered with ${answer.length} bytes, discarded on arrival`,
    );
  }
  if (facts.answers.length > 0) return finding("answer_implausible");
  if (!facts.sent.has("probe_overread")) return ended(facts, "at_hello");
  const alert = alertAfter(facts, "probe_overread");
  return alert === undefined ? ended(facts, "after_probe") : refusedWithoutAnswer(facts, alert, own);
}

function isTls13(facts: TranscriptFacts): boolean {
  return facts.server.helloRetry || facts.server.version === TLS13;
}

/** TLS 1.3 is spoken; that is a zero only when older versions were refused by an alert, never by silence. */
function readTls13(all: readonly TranscriptFacts[]): Finding {
  const older = all.filter((f) => !isTls13(f));
  const refusedByVersion = older.some((f) => f.alerts.some((a) => a.description === ALERT.protocolVersion));
  const allRefused = older.every((f) => f.server.hello === null && f.alerts.length > 0);
  return refusedByVersion && allRefused
    ? finding("tls13_only", `${older.length} hello(s) of older versions refused by alert`)
    : finding("no_evidence", "TLS 1.3 is spoken, but nothing shows that older versions are refused");
}

export function notConnected(facts: TranscriptFacts): Finding {
  switch (facts.end) {
    case "refused":
      return finding("connect_refused");
    case "connect_timeout":
    case "timeout":
    case "time_limit":
      return finding("connect_timeout");
    case "unreachable":
      return finding("connect_unreachable");
    case "reset":
    case "fin":
      return finding("connect_reset");
    case "local_resources":
      return finding("local_resources");
    case "out_of_scope":
      return finding("out_of_scope");
    case "stopped":
      return finding("interrupted");
    case "byte_limit":
    case "closed_by_us":
    case null:
      return finding("no_evidence");
  }
}

export function noHello(facts: TranscriptFacts, own: Transcript): Finding {
  const alert = facts.alerts[0];
  if (alert !== undefined) {
    const needsName = alert.description === ALERT.unrecognizedName && own.serverName === null;
    return finding(needsName ? "server_name_required" : "tls_alert", `alert ${alertName(alert.description)}`);
  }
  switch (facts.server.defect) {
    case "not_tls":
      return finding("not_tls");
    case "sslv2":
      return finding("protocol_error", "an SSL 2.0 answer");
    case "oversized":
    case "malformed":
      return finding("protocol_error", "records that no TLS stack sends");
    case null:
      return ended(facts, "at_hello");
  }
}

/** How the connection ended decides the reason when the bytes decide nothing. */
export function ended(
  facts: Pick<TranscriptFacts, "end" | "receivedBytes">,
  stage: "at_hello" | "after_probe",
): Finding {
  const atHello = stage === "at_hello";
  const pick = (hello: Reason, probe: Reason) => finding(atHello ? hello : probe);
  switch (facts.end) {
    case "fin":
      return pick("closed_at_hello", "closed_after_probe");
    case "reset":
      return pick("reset_at_hello", "reset_after_probe");
    case "timeout":
      return facts.receivedBytes > 0 && atHello ? finding("too_slow") : pick("silent_at_hello", "silent_after_probe");
    case "time_limit":
      return finding("too_slow");
    case "byte_limit":
      return finding("too_much_data");
    case "stopped":
      return finding("interrupted");
    case "local_resources":
      return finding("local_resources");
    case "closed_by_us":
      return finding("protocol_error");
    case "refused":
    case "unreachable":
    case "connect_timeout":
    case "out_of_scope":
    case null:
      return finding("no_evidence");
  }
}

/** The first fatal alert (or close_notify) that came when `label` had been sent. */
function alertAfter(
  facts: TranscriptFacts,
  label: "control" | "probe_overclaim" | "probe_overread",
): AlertSeen | undefined {
  return facts.alerts.find((a) => a.after.has(label));
}
