/**
 * Reads the handshake rung's transcript: pure and total. Under the session's keys the order of records is proven by their MACs:
 * a device on the path can neither remove a heartbeat without breaking the sequence nor answer for the server. So
 * here even "consumed, not answered" is a zero, and only what was not authentic stays open.
 */

import { type Finding, finding, type Reason } from "../../core/model/outcome.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import { ALERT, alertName } from "../../core/wire/alert.ts";
import { suiteName } from "../../core/wire/suites.ts";
import { versionName } from "../../core/wire/version.ts";
import { heartbeatOffered, readFacts, type TranscriptFacts } from "./facts.ts";
import { readDialogue } from "./read-dialogue.ts";
import { BIG_PAYLOAD, OVERCLAIM_PAYLOAD } from "./messages.ts";
import { ended, noHello, notConnected, OVERCLAIM_ANSWERED, unaskedFor } from "./read-flight.ts";

export function readHandshake(transcripts: readonly Transcript[]): Finding {
  const own = transcripts.at(-1);
  if (own === undefined) return finding("no_evidence");
  const facts = readFacts(own);
  if (!facts.connected) return notConnected(facts);
  if (facts.dialogue !== null && !facts.dialogue.ready) return readDialogue(facts.dialogue, facts.end);
  if (facts.fragile) return finding("fragile_device_left_alone");
  if (!facts.handshakeCompleted) return incomplete(facts, own);
  if (!facts.sent.has("control")) return ended(facts, "at_hello");
  return readProbes(facts, own);
}

function incomplete(facts: TranscriptFacts, own: Transcript): Finding {
  if (facts.noCommonSuite) return finding("no_common_suite", spoken(facts));
  if (facts.server.hello === null) return noHello(facts, own);
  const alert = facts.alerts[0];
  if (alert !== undefined) return finding("handshake_failed", `alert ${alertName(alert.description)}`);
  return facts.handshakeFailed ? finding("handshake_failed", spoken(facts)) : ended(facts, "at_hello");
}

function readProbes(facts: TranscriptFacts, own: Transcript): Finding {
  const answers = facts.answers.filter((a) => a.protected);
  const answered = (cls: string) => answers.some((a) => a.class === cls);
  const ending = facts.alerts.find((a) => a.authentic);
  const fatal = ending !== undefined && ending.description !== ALERT.closeNotify ? ending : undefined;
  const how = `${spoken(facts)}, under encryption`;
  if (answered("control_answer")) {
    if (answered("overclaim_answer")) return finding("overread_answered", `${how}: ${OVERCLAIM_ANSWERED}`);
    if (unaskedFor(answers)) return finding("answer_implausible");
    const alive = answers.some((a) => a.class === "control_answer" && a.claimed === BIG_PAYLOAD);
    const refused = fatal !== undefined && !breaksSequence(fatal.description);
    return alive || refused ? finding("malformed_discarded_encrypted", how) : endedUnderEncryption(facts);
  }
  if (answers.some((a) => a.class === "echo" && a.claimed === OVERCLAIM_PAYLOAD + 1)) {
    return finding("probe_echoed_by_peer", how);
  }
  if (answers.length > 0) return finding("answer_implausible");
  if (fatal !== undefined && breaksSequence(fatal.description)) {
    return finding("heartbeat_lost_on_path", `alert ${alertName(fatal.description)}: the record sequence was broken`);
  }
  if (fatal !== undefined) {
    return finding(
      fatal.after.has("life_sign") ? "heartbeats_consumed_unanswered" : "heartbeat_refused_by_peer",
      `${how}: alert ${alertName(fatal.description)}`,
    );
  }
  if (facts.requestAnswered)
    return finding("heartbeats_consumed_unanswered", `${how}: a request after them was answered`);
  if (facts.forged) return finding("alert_unauthenticated", "a record that the session's keys did not make");
  const hungUp = facts.end === "fin" || facts.end === "reset" || ending !== undefined;
  const notNegotiated = facts.heartbeatMode === null && heartbeatOffered(own);
  return hungUp && notNegotiated && !facts.sent.has("life_sign")
    ? finding("heartbeat_ends_connection", how)
    : endedUnderEncryption(facts);
}

/** Under encryption an ending without an answer is more than silence: it contradicts a zero that was seen in plain text. */
const UNDER_ENCRYPTION: Readonly<Partial<Record<Reason, Reason>>> = {
  closed_after_probe: "closed_after_encrypted_probe",
  reset_after_probe: "reset_after_encrypted_probe",
  silent_after_probe: "silent_after_encrypted_probe",
};

function endedUnderEncryption(facts: TranscriptFacts): Finding {
  // We stop at an authentic alert that ends the conversation: that was the server's close.
  if (facts.end === "closed_by_us" && facts.alerts.some((a) => a.authentic))
    return finding("closed_after_encrypted_probe");
  const plain = ended(facts, "after_probe");
  return finding(UNDER_ENCRYPTION[plain.reason] ?? plain.reason);
}

/** What a server says when a record before this one is missing (RFC 5246 section 7.2.2). */
function breaksSequence(description: number): boolean {
  return description === ALERT.badRecordMac || description === ALERT.decryptionFailed;
}

function spoken(facts: TranscriptFacts): string {
  const hello = facts.server.hello;
  return hello === null ? "no hello" : `${versionName(hello.version)} ${suiteName(hello.suite)}`;
}
