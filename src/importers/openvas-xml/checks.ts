/** What is known of the checks of the Greenbone feed, and of the quality they claim for themselves (report-formats.md, 3.14). */

/** Checks that send the question and read the answer. Only where one of them ran does a missing finding mean anything. */
const PROBES_BY_CVE: ReadonlyMap<string, readonly string[]> = new Map([
  // The second one is its variant for STARTTLS, merged into the first later.
  ["CVE-2014-0160", ["1.3.6.1.4.1.25623.1.0.103936", "1.3.6.1.4.1.25623.1.0.105010"]],
]);

export function probesFor(cve: string): ReadonlySet<string> {
  return new Set(PROBES_BY_CVE.get(cve.toUpperCase()));
}

/** Asks services with STARTTLS only: that it found nothing says nothing of any other port. */
const STARTTLS_ONLY = "1.3.6.1.4.1.25623.1.0.105010";

/** Whether the check's word that it found nothing holds for every TLS port of the host. */
export function clears(oid: string, probes: ReadonlySet<string>): boolean {
  return probes.has(oid) && oid !== STARTTLS_ONLY;
}

/** Names the protocol versions of a port: `TLSv1.2`, one per line. */
export const VERSION_DETECTION = "1.3.6.1.4.1.25623.1.0.105782";

/** Of these types something was sent to the flaw itself; all others read a banner, a package, a registry, or guess. */
const ASKING_TYPES: ReadonlySet<string> = new Set(["exploit", "remote_vul", "remote_app", "remote_active"]);
/** The same as numbers, where the type is left out: 97 is a list of packages. */
const ASKING_VALUES: ReadonlySet<number> = new Set([100, 99, 98, 95]);

export interface CheckFacts {
  readonly oid: string;
  readonly family: string;
  /** Quality of detection, in per cent; empty: not said. */
  readonly qod: string;
  readonly qodType: string;
}

/** Whether the check asked the service, rather than read a version: by its id, else by what it claims for itself. */
export function asks(check: CheckFacts, probes: ReadonlySet<string>): boolean {
  if (probes.has(check.oid)) return true;
  if (/local security checks/i.test(check.family) || check.oid.startsWith("CVE-")) return false;
  const type = check.qodType.trim().toLowerCase();
  return type === "" ? ASKING_VALUES.has(Number(check.qod.trim() || Number.NaN)) : ASKING_TYPES.has(type);
}

/** What a result shows of TLS on its port: a version that the probe asks in, only others, or nothing. */
export type TlsEvidence = "shown" | "other_version" | null;

/** Any result of the family but those that say that the port does not offer it (`Missing Support For STARTTLS`). */
export function tlsEvidence(check: Pick<CheckFacts, "oid" | "family">, name: string, description: string): TlsEvidence {
  if (check.family.trim().toLowerCase() !== "ssl and tls") return null;
  if (/starttls|auth tls|missing support|not support/i.test(name)) return null;
  if (check.oid !== VERSION_DETECTION) return "shown";
  const versions = description.match(/\b(?:SSLv[23]|TLSv1(?:\.[0-3])?)(?![\d.]*\d)/gi) ?? [];
  const covered = versions.some((version) => !/SSLv2|TLSv1\.3/i.test(version));
  return versions.length === 0 || covered ? "shown" : "other_version";
}
