/**
 * What one check's result means, in the words of the XML export and in the two letters of the CSV and simple XML exports
 * (reference/report-formats.md, 3.2).
 */

import type { Reason } from "../../core/model/outcome.ts";

export interface Meaning {
  /** `negative` and `overruled` are zeros only through the gates. */
  readonly says: Reason | "negative" | "overruled";
  /** Whether something was asked, or a version was read. */
  readonly by: "probe" | "version";
  readonly detail: string;
}

const meaning = (says: Meaning["says"], by: Meaning["by"] = "probe", detail = ""): Meaning => ({ says, by, detail });

const EXPLOITED = meaning("finding_reported");
const VERSION = meaning("version_reported", "version");
const POTENTIAL = meaning("potential_finding", "version");
const EXCEPTED = meaning("finding_excepted");
const EXCEPTED_VERSION = meaning("finding_excepted", "version");
const EXCEPTED_POTENTIAL = meaning("potential_finding", "version", "and somebody accepted it as an exception");
const NEGATIVE = meaning("negative");
const OVERRULED = meaning("overruled", "version", "another check overruled what the version suggests");
const SKIPPED_VERSION = meaning("no_record_of_check", "version", "skipped: the check does not list this version");
const SKIPPED_DISABLED = meaning("check_not_enabled", "probe", "the scan template has it switched off");
const SKIPPED_DOS = meaning("check_not_enabled", "probe", "skipped: unsafe checks were not switched on");
const NO_TESTS = meaning("no_record_of_check", "probe", "there was no check to perform");
const FAILED = meaning("check_failed");
const UNREADABLE = meaning("tool_output_unreadable", "probe", "a result that this version of crosscheck does not know");

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ["vulnerable-exploited", EXPLOITED],
  ["exploited", EXPLOITED],
  ["ve", EXPLOITED],
  ["vulnerable-version", VERSION],
  // It does not say how it is known: the weaker claim.
  ["vulnerable", VERSION],
  ["vv", VERSION],
  ["vulnerable-potential", POTENTIAL],
  ["potential", POTENTIAL],
  ["vp", POTENTIAL],
  ["exception-vulnerable-exploited", EXCEPTED],
  ["exception-vuln-expl", EXCEPTED],
  ["ee", EXCEPTED],
  ["exception-vulnerable-version", EXCEPTED_VERSION],
  ["exception-vuln-version", EXCEPTED_VERSION],
  ["ev", EXCEPTED_VERSION],
  ["exception-vulnerable-potential", EXCEPTED_POTENTIAL],
  ["exception-vuln-potential", EXCEPTED_POTENTIAL],
  ["ep", EXCEPTED_POTENTIAL],
  ["not-vulnerable", NEGATIVE],
  ["nv", NEGATIVE],
  ["overridden-vulnerable-version", OVERRULED],
  ["ov", OVERRULED],
  ["skipped-version", SKIPPED_VERSION],
  ["sv", SKIPPED_VERSION],
  ["skipped-disabled", SKIPPED_DISABLED],
  ["ds", SKIPPED_DISABLED],
  ["skipped-dos", SKIPPED_DOS],
  ["sd", SKIPPED_DOS],
  ["no-tests", NO_TESTS],
  ["nt", NO_TESTS],
  ["error", FAILED],
  ["er", FAILED],
  ["unknown", FAILED],
  ["uk", FAILED],
]);

/** `vulnerable-version`, `Vulnerable Version`, `VV`. */
export function meaningOf(status: string): Meaning {
  return (
    MEANINGS.get(
      status
        .trim()
        .toLowerCase()
        .replaceAll(/[\s_]+/g, "-"),
    ) ?? UNREADABLE
  );
}

/** Results that only a check which compares versions gives. */
export function showsVersionCheck({ says, by }: Meaning): boolean {
  return by === "version" && ["version_reported", "finding_excepted", "overruled"].includes(says);
}

export function isPositive({ says }: Meaning): boolean {
  return says === "finding_reported" || says === "version_reported" || says === "finding_excepted";
}
