/**
 * Where a foreign 0 comes from. A 1 is proved by what was found; silence proves nothing, and neither does a printed
 * negative: a 0 needs gates that the report itself shows to be open (reference/report-formats.md, 1.2). Adapters and
 * importers make every 0 here and nowhere else.
 */

import { type Finding, finding, type Reason, reasonFacts } from "./model/outcome.ts";

/** What a tool or a report says in a situation, and what we make of it: documentation, and the table tests run through. */
export interface MappingRow {
  /** What is printed, or what the report shows. */
  readonly prints: string;
  readonly reason: Reason;
  /** Why that, where the reason does not say it. */
  readonly why?: string;
}

/** A gate is open when the same report shows it; otherwise the reason says what is missing. */
export type Gate = "open" | UnknownReason;
/** Any reason whose outcome is ?; `gate` refuses others when it is built. */
export type UnknownReason = Reason;

export interface Gates {
  /** G1: was the host among the scan's targets? */
  readonly scope: Gate;
  /** G2: did the host answer at all? */
  readonly alive: Gate;
  /** G3: was this port seen open? */
  readonly port: Gate;
  /** G4: did it speak a TLS version that the check covers? */
  readonly tls: Gate;
  /** G5: did the check exist, and was it switched on? */
  readonly check: Gate;
  /** G6: did it reach a verdict here, without an error? */
  readonly ran: Gate;
  /** G7: did host and scan finish, and is the file whole? */
  readonly finished: Gate;
  /** Rule 8: does the report show everything, or does a filter hide findings? */
  readonly unfiltered: Gate;
}

/** The order in which a closed gate is named: what says most about the endpoint first. */
const ORDER = ["scope", "alive", "port", "check", "ran", "tls", "finished", "unfiltered"] as const;

/** No finding in a report: a 0 if every gate is open, else the first closed gate's reason. */
export function derivedNegative(gates: Gates, detail = ""): Finding {
  return throughGates("negative_derived", gates, detail);
}

/** A printed negative passes through the gates too; `absent`: it says that the extension is not offered. */
export function printedNegative(gates: Partial<Gates>, detail = "", absent = false): Finding {
  return throughGates(absent ? "extension_absent_reported" : "negative_reported", gates, detail);
}

function throughGates(zero: Reason, gates: Partial<Gates>, detail: string): Finding {
  for (const gate of ORDER) {
    const state = gates[gate] ?? "open";
    if (state === "open") continue;
    if (reasonFacts(state).outcome !== "unknown")
      throw new RangeError(`${gate}: ${state} is no reason for a closed gate`);
    return finding(state, detail);
  }
  return finding(zero, detail);
}

/** When checks for CVE-2014-0160 begin to exist: the day after the advisory (reference/report-formats.md, rule 4). */
export const CHECKS_SINCE = Date.UTC(2014, 3, 8);

/** Whether a scan, a feed or a build of that day can know about the flaw. `at`: milliseconds since 1970. */
export function checkExisted(at: number): boolean {
  return at >= CHECKS_SINCE;
}
