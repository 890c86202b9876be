/**
 * What an observation is as evidence (reference/statistics.md, section 3): the classes of the statistical model are a coarser view of
 * the closed list of reasons. Total: a reason that is new is Q or nothing until somebody decides, never a negative.
 */

import { type Reason, reasonFacts } from "../model/outcome.ts";

/** Codes of latent/capability/evidence.ts. */
export type EvidenceCode = "PV" | "PC" | "IP" | "AN" | "WN" | "IN" | "Q";

/**
 * Nobody asked: no data, which is ignorable (statistics.md, 3: "not run"), unlike a question that came to nothing. A detector that
 * failed its controls was not asked either, and one that cannot ask such an endpoint says nothing about it.
 */
const NOT_ASKED: ReadonlySet<Reason> = new Set([
  "dns_failure",
  "dns_no_address",
  "out_of_scope",
  "not_covered",
  "interrupted",
  "fragile_device_left_alone",
  "local_resources",
  "check_not_enabled",
  "check_too_old",
  "no_record_of_check",
  "no_negative_in_format",
  "report_filtered",
  "scan_interrupted",
  "port_not_scanned",
  "host_not_scanned",
  "control_failed",
  "tool_not_applicable",
  "tool_missing",
  "privileges_missing",
  "third_party_not_allowed",
  "no_answer_recorded",
]);

/** Claims of a zero that rest on what somebody else decided or on a version, not on an answer. */
const INFERRED_ZERO: ReadonlySet<Reason> = new Set(["repair_reported"]);

/** null: no evidence at all. */
export function evidenceOf(reason: Reason): EvidenceCode | null {
  if (NOT_ASKED.has(reason)) return null;
  const { outcome, evidence } = reasonFacts(reason);
  if (outcome === "unknown") return "Q";
  if (outcome === "vulnerable") return evidence === "demonstrated" ? "PV" : evidence === "reported" ? "PC" : "IP";
  if (evidence === "refuted" || evidence === "absent") return "AN";
  return evidence === "reported" && !INFERRED_ZERO.has(reason) ? "WN" : "IN";
}
