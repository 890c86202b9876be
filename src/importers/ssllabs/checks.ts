/**
 * The fields in which SSL Labs answers for a CVE, and the scale of each, after its API documentation (v3 of 30 May
 * 2019, v4 of 17 October 2023). Heartbleed's field is a plain boolean: it has no value for "could not be tested", as
 * its sisters have, so that false is also what stands there before anything was tested (report-formats.md 3.3).
 */

import type { UnknownReason } from "../../core/claims.ts";
import { own } from "../../documents/json.ts";

/** What a field says, before anything is asked of the rest of the document. */
export type FieldValue =
  | { readonly kind: "yes" }
  /** `absent`: it also says that the feature is not offered. */
  | { readonly kind: "no"; readonly absent: boolean }
  | { readonly kind: "open"; readonly reason: UnknownReason };

export interface FieldCheck {
  readonly field: string;
  /** Protocol versions in which the question can be asked at all; null: the field's "no" holds for every version. */
  readonly versions: { readonly oldest: number; readonly newest: number } | null;
  /** Total. @param details of an endpoint, of any type. */
  read(details: unknown): FieldValue;
}

const SSL3 = 0x0300;
const TLS12 = 0x0303;
/** Heartbeats and their like exist from SSL 3.0 to TLS 1.2. */
const OLDER_VERSIONS = { oldest: SSL3, newest: TLS12 } as const;

const YES: FieldValue = { kind: "yes" };
const NO: FieldValue = { kind: "no", absent: false };
const open = (reason: UnknownReason): FieldValue => ({ kind: "open", reason });

/** true, false, or something that is no answer. */
function flag(details: unknown, field: string): FieldValue {
  const value = own(details, field);
  if (value === true) return YES;
  if (value === false) return NO;
  return open(value === undefined || value === null ? "no_record_of_check" : "tool_output_unreadable");
}

/** A number out of a scale: -1 and below is a failed test, 0 unknown, 1 not vulnerable. */
function scale(field: string, more: Readonly<Record<number, FieldValue>>): FieldCheck {
  const meanings: Readonly<Record<number, FieldValue>> = {
    [-1]: open("check_failed"),
    0: open("no_record_of_check"),
    1: NO,
    ...more,
  };
  return {
    field,
    versions: OLDER_VERSIONS,
    read(details) {
      const value = own(details, field);
      if (value === undefined || value === null) return open("no_record_of_check");
      const meaning = typeof value === "number" ? meanings[value] : undefined;
      return meaning ?? open("tool_output_unreadable");
    },
  };
}

const HEARTBLEED: FieldCheck = {
  field: "heartbleed",
  versions: OLDER_VERSIONS,
  read(details) {
    const value = flag(details, "heartbleed");
    return value.kind === "no" ? { kind: "no", absent: own(details, "heartbeat") === false } : value;
  },
};

const CHECKS: ReadonlyMap<string, FieldCheck> = new Map([
  ["CVE-2014-0160", HEARTBLEED],
  // 2: "possibly vulnerable, but not exploitable".
  ["CVE-2014-0224", scale("openSslCcs", { 2: open("potential_finding"), 3: YES })],
  ["CVE-2016-2107", scale("openSSLLuckyMinus20", { 2: YES })],
  // 3: not vulnerable, but something similar was seen.
  ["CVE-2016-9244", scale("ticketbleed", { 2: YES, 3: open("potential_finding") })],
  ["CVE-2019-1559", scale("zeroLengthPaddingOracle", { 6: YES, 7: YES })],
  ["CVE-2014-3566", { field: "poodle", versions: null, read: (details) => flag(details, "poodle") }],
]);

/** The field that answers for a CVE; null: SSL Labs does not test it, or does not say so by CVE. */
export function checkFor(cve: string): FieldCheck | null {
  return CHECKS.get(cve.toUpperCase()) ?? null;
}
