/**
 * From all results of all checks for one CVE at one place to one answer of each kind (report-formats.md, 1.5 and 3.2). Several
 * checks share a CVE: what asked and what read a version are kept apart, a finding wins, and a zero stands only where
 * no other check that asks was prevented from it.
 */

import type { Gates } from "../../core/claims.ts";
import { printedNegative } from "../../core/claims.ts";
import type { Transport } from "../../core/model/endpoint.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { canonicalAddress } from "../../core/net/address.ts";
import { type FoundPlaces, foundPlaces } from "../found-places.ts";
import type { ReportAnswer, ReportHost, ReportTime } from "../importer.ts";
import type { Proof } from "./evidence.ts";
import { isPositive, type Meaning } from "./status.ts";

/** One result of one check at a place. */
export interface Claim {
  readonly meaning: Meaning;
  readonly proof: Proof;
  /** Whether this check is known to compare versions. */
  readonly versionCheck: boolean;
  readonly gates: Partial<Gates>;
  /** The status as printed. */
  readonly words: string;
  /** Where it stands. */
  readonly place: string;
  readonly time: ReportTime;
}

export interface Spot {
  readonly host: ReportHost;
  readonly port: string | null;
  readonly transport: Transport;
}

/** What is said about a place where no check that asks gave a result; null: nothing. */
export interface Silence {
  readonly finding: Finding;
  readonly place: string;
  readonly time: ReportTime;
}

export function answersAt(spot: Spot, claims: readonly Claim[], silence: Silence | null): readonly ReportAnswer[] {
  const judged = claims.map((claim) => ({ ...claim, ...judge(claim) }));
  const best = (by: "probe" | "version"): ReportAnswer[] => {
    const [first] = judged.filter((each) => each.by === by).toSorted((a, b) => rank(a) - rank(b));
    return first === undefined ? [] : [answer(spot, by, first.finding, first.words, first.place, first.time)];
  };
  const asked = best("probe");
  const read = best("version");
  // Where a version leaves it open, nothing needs to be added.
  const open = read.some((each) => each.finding.outcome === "unknown");
  if (asked.length === 0 && silence !== null && !open) {
    asked.push(answer(spot, "probe", silence.finding, "", silence.place, silence.time));
  }
  return [...asked, ...read];
}

function answer(
  { host, port, transport }: Spot,
  by: "probe" | "version",
  found: Finding,
  words: string,
  place: string,
  time: ReportTime,
): ReportAnswer {
  return { kind: "answer", host, port, transport, serverName: null, finding: found, by, words, place, time };
}

function judge({ meaning, proof, versionCheck, gates }: Claim): { by: "probe" | "version"; finding: Finding } {
  const { says, by, detail } = meaning;
  if (says === "negative") {
    if (versionCheck || proof === "version") {
      return { by: "version", finding: finding("negative_without_ground", "by a version: the service was not asked") };
    }
    const ran = proof === "silent" ? "negative_timed_out" : proof === "failed" ? "check_failed" : "open";
    return { by, finding: printedNegative({ ...gates, ran }) };
  }
  if (says === "overruled") {
    const passed = printedNegative({ check: gates.check ?? "open", finished: gates.finished ?? "open" });
    return { by, finding: passed.outcome === "not_vulnerable" ? finding("repair_reported", detail) : passed };
  }
  return { by, finding: finding(says, detail) };
}

/** Findings, then what kept a check from its answer, then zeros; of versions, last what says that they are not a check's business. */
function rank({ by, finding: { outcome, reason } }: { by: "probe" | "version"; finding: Finding }): number {
  if (outcome === "vulnerable") return reason === "finding_excepted" ? 1 : 0;
  if (outcome === "not_vulnerable") return 4;
  if (reason === "potential_finding") return 2;
  return by === "version" && (reason === "no_record_of_check" || reason === "negative_without_ground") ? 5 : 3;
}

/** Where a check that asked found something: no negative stands there, nor at any port of a host that it is said of as a whole. */
export function findingsOf(
  spots: Iterable<{ readonly spot: Spot; readonly claims: readonly Pick<Claim, "meaning">[] }>,
): FoundPlaces {
  const found = foundPlaces();
  for (const { spot, claims } of spots) {
    const asked = claims.some(({ meaning }) => isPositive(meaning) && meaning.by === "probe");
    if (asked) found.note({ ...spot, finding: finding("finding_reported"), by: "probe" });
  }
  return found;
}

/** Places are one where address (or name), port and transport are. */
export function spotKey({ host, port, transport }: Spot): string {
  const written = (host.address ?? host.name ?? "").toLowerCase();
  return `${canonicalAddress(written) ?? written}|${port ?? ""}|${transport}`;
}

/** `0` and `000` are the host as a whole. */
export function writtenPort(text: string): string | null {
  const trimmed = text.trim();
  return /^0*$/.test(trimmed) ? null : trimmed;
}

export function writtenTransport(text: string): Transport {
  return text.trim().toLowerCase() === "udp" ? "udp" : "tcp";
}
