/**
 * Reads the handshake rung's transcript: pure and total. Under the session's keys the order of records is proven by their MACs:
 * a device on the path can neither remove a heartbeat without breaking the sequence nor answer for the server. So
 * here even "consumed, not answered" is a zero, and only what was not authentic stays open.
 */

import { type Finding, finding } from "../../core/model/outcome.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import { ALERT, alertName } from "../../core/wire/alert.ts";
import { suiteName } from "../../core/wire/suites.ts";
import { versionName } from "../../core/wire/version.ts";
import { readFacts, type TranscriptFacts } from "./facts.ts";
import { BIG_PAYLOAD, OVERCLAIM_PAYLOAD } from "./messages.ts";
import { ended, noHello, notConnected } from "./read-flight.ts";

export function readHandshake(transcripts: readonly Transcript[]): Finding {
  const own = transcripts.at(-1);
  if (own === undefined) return finding("no_evidence");
  const facts = readFacts(own);
  if (!facts.connected) return notConnected(facts);
  if (facts.fragile) return finding("fragile_device_left_alone");
  if (!facts.handshakeCompleted) return incomplete(facts, own);
  if (!facts.sent.has("control")) return ended(facts, "at_hello");
  return readProbes(facts);
}

function incomplete(facts: TranscriptFacts, own: Transcript): Finding {
  if (facts.noCommonSuite) return finding("no_common_suite", spoken(facts));
  if (facts.server.hello === null) return noHello(facts, own);
  const alert = facts.alerts[0];
  if (alert !== undefined) return finding("handshake_failed", `alert ${alertName(alert.description)}`);
  return facts.handshakeFailed ? finding("handshake_failed", spoken(facts)) : ended(facts, "at_hello");
}

function readProbes(facts: TranscriptFacts): Finding {
  const answers = facts.answers.filter((a) => a.protected);
  const answered = (cls: string) => answers.some((a) => a.class === cls);
  const authentic = facts.alerts.find((a) => a.authentic);
  const how = `${spoken(facts)}, under encryption`;
  if (answered("control_answer")) {
    if (answered("overclaim_answer")) {
      return finding("overread_answered", `${how}: carried 8 bytes, claimed 9, was answered with 9`);
    }
    const alive = answers.some((a) => a.class === "control_answer" && a.claimed === BIG_PAYLOAD);
    if (alive || (authentic !== undefined && authentic.description !== ALERT.closeNotify)) {
      return answered("empty_answer")
        ? finding("padding_lenient_overclaim_refused", how)
        : finding("malformed_discarded_control_answered", how);
    }
    return ended(facts, "after_probe");
  }
  if (answers.some((a) => a.class === "echo" && a.claimed === OVERCLAIM_PAYLOAD + 1)) {
    return finding("probe_echoed_by_peer", how);
  }
  if (answers.length > 0) return finding("answer_implausible");
  if (authentic !== undefined && breaksSequence(authentic.description)) {
    return finding(
      "heartbeat_lost_on_path",
      `alert ${alertName(authentic.description)}: the record sequence was broken`,
    );
  }
  if (authentic !== undefined && !authentic.after.has("life_sign") && authentic.description !== ALERT.closeNotify) {
    return finding("heartbeat_refused_by_peer", `${how}: alert ${alertName(authentic.description)}`);
  }
  if (facts.authenticAfterLifeSign || authentic?.after.has("life_sign")) {
    return finding("heartbeats_consumed_unanswered", how);
  }
  if (facts.forged) return finding("alert_unauthenticated", "a record that the session's keys did not make");
  const hungUp = facts.end === "fin" || facts.end === "reset" || authentic !== undefined;
  if (hungUp && facts.heartbeatMode === null && !facts.sent.has("life_sign")) {
    return finding("heartbeat_ends_connection", how);
  }
  return ended(facts, "after_probe");
}

/** What a server says when a record before this one is missing (RFC 5246 section 7.2.2). */
function breaksSequence(description: number): boolean {
  return description === ALERT.badRecordMac || description === ALERT.decryptionFailed;
}

function spoken(facts: TranscriptFacts): string {
  const hello = facts.server.hello;
  return hello === null ? "no hello" : `${versionName(hello.version)} ${suiteName(hello.suite)}`;
}
