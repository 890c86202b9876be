/**
 * Several machines behind one address. A connection shows one of them: what a machine without heartbeats proves says nothing about one
 * that has them and was left open, because it is slow, or because something on the path takes the probe out.
 */

import { type Finding, finding, type Reason } from "../../core/model/outcome.ts";
import type { Transcript } from "../../core/model/transcript.ts";
import type { RungResult } from "../pack.ts";
import { heartbeatOffered, readFacts } from "./facts.ts";

/** Zeros of a machine that has no heartbeats. */
const WITHOUT_HEARTBEATS: ReadonlySet<Reason> = new Set<Reason>([
  "heartbeats_consumed_unanswered",
  "heartbeat_refused_by_peer",
  "heartbeat_not_supported",
  "heartbeat_ends_connection",
  "tls13_only",
]);

/** Connections that stayed open with a machine that agreed to heartbeats or answered one: every later zero is read beside them. */
export function leftOpen(past: readonly RungResult[]): readonly Transcript[] {
  const open = past.filter(({ finding: { outcome } }) => outcome === "unknown").map(({ transcript }) => transcript);
  return open.filter((transcript) => agreed(transcript) || answered(transcript));
}

/** The finding of `own`, unless it is a zero about another machine than one of those left open. */
export function ofThisMachine(found: Finding, own: Transcript, beside: readonly Transcript[]): Finding {
  if (!WITHOUT_HEARTBEATS.has(found.reason)) return found;
  // One machine agrees to the same offer every time; what it agreed to and then refused is its own affair.
  const declined = heartbeatOffered(own) && !agreed(own);
  return beside.some((other) => answered(other) || (declined && agreed(other)))
    ? finding(
        "no_evidence",
        "this machine has no heartbeats, but another connection met one that has, and left it open",
      )
    : found;
}

function agreed(transcript: Transcript): boolean {
  return readFacts(transcript).heartbeatMode !== null;
}

function answered(transcript: Transcript): boolean {
  return readFacts(transcript).answers.some((answer) => answer.class === "control_answer");
}
