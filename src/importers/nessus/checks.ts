/** What is known of Nessus' own checks: which ask the service, and which show that a port speaks TLS (report-formats.md 3.1). */

export interface KnownChecks {
  /** Plugins that send the question over TCP and read the answer; every other plugin with this CVE reads a version. */
  readonly probes: readonly string[];
  /** The family they belong to, for policies that name families instead of plugins. */
  readonly family: string;
}

const NONE: KnownChecks = { probes: [], family: "" };

/** Only for these does a missing finding mean anything. */
const BY_CVE: ReadonlyMap<string, KnownChecks> = new Map([["CVE-2014-0160", { probes: ["73412"], family: "misc." }]]);

export function checksFor(cve: string): KnownChecks {
  return BY_CVE.get(cve.toUpperCase()) ?? NONE;
}

/** Describes the scan itself: version, feed, policy, start. */
export const SCAN_INFORMATION = "19506";
/** Says so when the host does not answer a ping, if the policy logs dead hosts. */
export const PING = "10180";
/** Says which ports that were open at the beginning no longer are. */
export const PORTS_CHECKED_AGAIN = "10919";
/** Lists what 73412 would have to speak: `This port supports SSLv3/TLSv1.0.` */
const TLS_VERSIONS = "56984";
const CIPHER_SUITES = "21643";
const CERTIFICATE = "10863";
/** Of a port that speaks TLS: `A web server is running on this port through TLSv1.`, `A TLSv1 server answered on this port.` */
const SERVICE = "22964";

/** Plugins whose output is read. All other outputs are passed over, those of the probes above all: they may hold memory. */
export const READ_OUTPUTS: ReadonlySet<string> = new Set([
  SCAN_INFORMATION,
  PING,
  PORTS_CHECKED_AGAIN,
  TLS_VERSIONS,
  CIPHER_SUITES,
  SERVICE,
]);

/** What an item shows of TLS: a version that the probe asks in, only others, TLS without its version, or nothing. */
export type TlsEvidence = "covered" | "other_version" | "shown" | null;

/** SSLv2, SSLv3, TLSv1, TLSv1.0 to TLSv1.3; 21643 writes TLSv11. */
const VERSION = /\b(?:SSLv(2|3)|TLSv1(?:\.?([0-3]))?)(?![\d.]*\d)/gi;

/** Evidence of TLS on the item's port: the probe asks in SSLv3 and TLS 1.0 to 1.2, not in SSLv2 or TLS 1.3. */
export function tlsEvidence(plugin: string, output: string): TlsEvidence {
  switch (plugin) {
    case CERTIFICATE:
      return "shown";
    case SERVICE:
      if (!/\bthrough (?:TLS|SSL)|^\s*An? (?:TLS|SSL)v?[\d.]* server answered/i.test(output)) return null;
      return byVersion(output);
    case TLS_VERSIONS:
    case CIPHER_SUITES:
      return byVersion(output);
    default:
      return null;
  }
}

function byVersion(output: string): TlsEvidence {
  const versions = Array.from(output.matchAll(VERSION), ([, ssl, minor]) =>
    ssl === undefined ? (minor ?? "0") : ssl === "2" ? "3" : "0",
  );
  if (versions.length === 0) return "shown";
  return versions.some((minor) => minor !== "3") ? "covered" : "other_version";
}
