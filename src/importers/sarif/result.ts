/** One result of a SARIF run: what its kind, its suppressions and its state make of it (SARIF 2.1.0, 3.27). */

import { type Gate, type MappingRow, printedNegative, type UnknownReason } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { own, ownList, ownText } from "../../documents/json.ts";
import type { Relation } from "./rules.ts";

/** What is kept of a result until its run is complete: rules and invocations may stand behind the results. */
export interface KeptResult {
  readonly ruleId: string;
  /** null: not written, or that of an extension of the tool. */
  readonly ruleIndex: number | null;
  /** `fail`, `pass` and others; `fail` where none is written. */
  readonly kind: string;
  readonly suppression: "none" | "accepted" | "false_positive";
  readonly absent: boolean;
  /** Of the result's own words. */
  readonly said: Relation | null;
  /** Its first words, for a hit only. */
  readonly words: string;
  readonly place: string;
}

/** What is known of the run besides. */
export interface RunGates {
  readonly ran: Gate;
  readonly finished: Gate;
  readonly check: Gate;
}

/** `kind` is "fail" where it is not written. */
export function kindOf(result: unknown): string {
  const kind = own(result, "kind");
  return kind === undefined ? "fail" : typeof kind === "string" ? kind : "?";
}

/** A suppression holds when it is accepted, which is what no status means, and nobody still reviews or rejects one. */
export function suppressionOf(result: unknown): KeptResult["suppression"] {
  const list = ownList(result, "suppressions");
  const status = (each: unknown): string => ownText(each, "status") ?? "accepted";
  if (list.length === 0 || list.some((each) => status(each) !== "accepted")) return "none";
  const disputed = list.some((each) => /false[\s_-]*positive/i.test(ownText(each, "justification") ?? ""));
  return disputed ? "false_positive" : "accepted";
}

const OPEN_KINDS: Readonly<Record<string, UnknownReason>> = {
  review: "potential_finding",
  open: "tool_failed",
  notApplicable: "tool_not_applicable",
  informational: "no_record_of_check",
};

/** Total. @param https whether the location is written as TLS. */
export function judged(result: KeptResult, relation: Relation, gates: RunGates, https: boolean): Finding {
  if (result.kind === "fail") {
    if (result.absent) {
      return printedNegative({ ran: "negative_without_ground" }, "an earlier result that this run did not find again");
    }
    if (result.suppression === "false_positive") return finding("finding_disputed");
    if (relation.by === "version") return finding("version_reported");
    return finding(result.suppression === "accepted" ? "finding_excepted" : "finding_reported");
  }
  if (result.kind === "pass") {
    const asked = relation.by === "probe" && relation.to === "sole" && !result.absent && result.suppression === "none";
    return printedNegative({
      ...gates,
      ran: gates.ran !== "open" ? gates.ran : asked ? "open" : "negative_without_ground",
      tls: https ? "open" : "tls_not_shown",
    });
  }
  const reason = Object.hasOwn(OPEN_KINDS, result.kind) ? OPEN_KINDS[result.kind] : undefined;
  return finding(reason ?? "tool_output_unreadable");
}

export const SARIF_MAPPING: readonly MappingRow[] = [
  { prints: "kind fail, or none written, of a rule or result with the CVE, at a host", reason: "finding_reported" },
  { prints: "the same, suppressed", reason: "finding_excepted", why: "accepted is not repaired" },
  { prints: "the same, suppressed as a false positive", reason: "finding_disputed" },
  {
    prints: "the same, of a tool or rule that looks up versions or packages",
    reason: "version_reported",
    why: "nobody asked the service",
  },
  {
    prints: "kind pass of a rule about this CVE alone, at an https location, executionSuccessful, no tool error",
    reason: "negative_reported",
  },
  {
    prints: "kind pass of a rule about several CVEs or versions, or suppressed; baselineState absent",
    reason: "negative_without_ground",
  },
  { prints: "kind pass, location without https", reason: "tls_not_shown" },
  { prints: "kind pass, no invocation in the run", reason: "no_record_of_check" },
  { prints: "kind pass, an error among the tool's notifications", reason: "check_failed" },
  { prints: "kind pass, executionSuccessful not true; kind open", reason: "tool_failed" },
  { prints: "kind pass, the run is older than the check", reason: "check_too_old" },
  { prints: "kind review", reason: "potential_finding" },
  { prints: "kind notApplicable", reason: "tool_not_applicable" },
  { prints: "any other kind", reason: "tool_output_unreadable" },
  { prints: "a host in other results only, or kind informational", reason: "no_record_of_check" },
  { prints: "the file ends early", reason: "report_truncated" },
];
