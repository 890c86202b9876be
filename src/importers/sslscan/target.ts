/**
 * What a report of sslscan shows about one target, and what follows (report-formats.md, 3.13). Its printed negatives are
 * taken as they are, and are known to be wrong where a certificate record's length has a low byte of 0x80 or more, for
 * servers that answer in small pieces, and with GCM suites only: nothing in the report tells these cases apart.
 */

import { type Gate, printedNegative } from "../../core/claims.ts";
import { type Finding, finding, type Reason } from "../../core/model/outcome.ts";
import { NO_TIME, type ReportAnswer } from "../importer.ts";

export interface SslscanTarget {
  readonly host: string;
  readonly port: string;
  /** The tool's version as it prints it; null: not known. */
  readonly toolVersion: string | null;
  /** By version, `SSLv3`, `TLSv1.2`: whether the server takes it. Empty: from before 2.0, or cut off. */
  readonly protocols: Map<string, boolean>;
  /** By version: what is printed, `0` and `1` in XML. */
  readonly heartbleed: Map<string, "vulnerable" | "not vulnerable" | "something else">;
  /** Versions of the cipher suites listed. */
  readonly suites: Set<string>;
  certificate: boolean;
  /** Whether the list of heartbleed lines is surely whole. */
  complete: boolean;
}

export function newTarget(given: Pick<SslscanTarget, "host" | "port" | "toolVersion">): SslscanTarget {
  return {
    ...given,
    protocols: new Map(),
    heartbleed: new Map(),
    suites: new Set(),
    certificate: false,
    complete: false,
  };
}

/** `TLS 1.0`, `TLSv1.0`, `TLSv1`: one spelling. */
export function versionName(text: string): string {
  const [, kind, number] = /^\s*(SSL|TLS)\s*v?\s*(\d(?:\.\d)?)\s*$/i.exec(text) ?? [];
  if (kind === undefined || number === undefined) return text.trim();
  const upper = kind.toUpperCase();
  return `${upper}v${upper === "TLS" && number.length === 1 ? `${number}.0` : number}`;
}

export function targetAnswer(target: SslscanTarget, cve: string): ReportAnswer {
  const words = [...target.heartbleed].map(([version, value]) => `${version} ${value}`).join(", ");
  return {
    kind: "answer",
    host: { address: null, name: target.host },
    port: target.port,
    transport: "tcp",
    // The hello of this check carries none, whatever the rest of the report was asked with (detectors.md, 2.10).
    serverName: null,
    finding: cve === "CVE-2014-0160" ? judge(target) : finding("no_record_of_check", "sslscan does not check this"),
    by: "probe",
    words,
    place: `ssltest ${target.host}:${target.port}`,
    time: NO_TIME,
  };
}

function judge(target: SslscanTarget): Finding {
  const printed = [...target.heartbleed.values()];
  if (printed.includes("vulnerable")) return finding("finding_reported");
  if (printed.includes("something else")) return finding("tool_output_unreadable");
  if (printed.length > 0) {
    return printedNegative({
      ran: canHear(target),
      tls: canAsk(target),
      finished: target.complete ? "open" : "report_truncated",
    });
  }
  if (!target.complete) return finding("report_truncated");
  return finding(whyNothing(target));
}

/** The first version with the check had the bytes of a length in the wrong order (detectors.md, 2.10). */
function canHear({ toolVersion }: SslscanTarget): Gate {
  return isBetween(toolVersion, FIRST, FIRST) ? "negative_without_ground" : "open";
}

/**
 * G4. Before 2.0 the lines are printed for every version, whatever listens there, so that something else must show that the
 * server took one. From 1.10.2 to 1.11.4 every hello said TLS 1.1, whatever the line says (detectors.md, 2.10).
 */
function canAsk(target: SslscanTarget): Gate {
  const taken = versionsTaken(target);
  if (taken.size === 0) return "tls_not_shown";
  const onlyTls11 = isBetween(target.toolVersion, [1, 10, 2], [1, 11, 4]);
  // Newer ones have a line for TLS 1.3, for which they ask with a hello of TLS 1.2.
  const asked = onlyTls11 ? ["TLSv1.1"] : [...COVERED, ...(target.heartbleed.has("TLSv1.3") ? ["TLSv1.3"] : [])];
  const both = asked.some((version) => taken.has(version) && (!onlyTls11 || target.heartbleed.has(version)));
  return both ? "open" : "tls_version_not_covered";
}

/** By the list of protocols or, before 2.0, of suites. */
function versionsTaken({ protocols, suites }: SslscanTarget): ReadonlySet<string> {
  return new Set([...suites, ...[...protocols].flatMap(([version, enabled]) => (enabled ? [version] : []))]);
}

type Numbers = readonly [number, number, number];
/** The first version with the check. */
const FIRST: Numbers = [1, 9, 2];

/** Whether a version such as `1.11.4-static` lies between two, both included; an unknown one does not. */
function isBetween(version: string | null, from: Numbers, to: Numbers): boolean {
  const [, major, minor, patch = "0"] = /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(version ?? "") ?? [];
  if (major === undefined || minor === undefined) return false;
  const rank = ([a, b, c]: Numbers) => (a * 1e4 + b) * 1e4 + c;
  const at = rank([Number(major), Number(minor), Number(patch)]);
  return rank(from) <= at && at <= rank(to);
}

/** The check asks only in versions that the tool found before; TLS 1.3 among them in newer ones. */
const COVERED = ["TLSv1.0", "TLSv1.1", "TLSv1.2"];

function whyNothing(target: SslscanTarget): Reason {
  const { suites, certificate, toolVersion } = target;
  if (isBetween(toolVersion, [0, 0, 0], [1, 9, 1])) return "check_too_old";
  const taken = versionsTaken(target);
  if (COVERED.some((version) => taken.has(version))) {
    return suites.size > 0 ? "check_not_enabled" : "no_record_of_check";
  }
  if (taken.size > 0) return "tls_version_not_covered";
  // It was made to try one version, and the server took another.
  return certificate ? "tls_version_not_covered" : "tls_not_shown";
}
