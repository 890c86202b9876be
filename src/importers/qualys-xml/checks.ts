/** What is known of Qualys' own checks: which asks the service, and which show that a port speaks TLS (report-formats.md 3.4). */

const PROBES: ReadonlyMap<string, readonly string[]> = new Map([["CVE-2014-0160", ["42430"]]]);

/** Checks that ask the service for this flaw; every other check with the CVE reads a version or a package. */
export function probesFor(cve: string): ReadonlySet<string> {
  return new Set(PROBES.get(cve.toUpperCase()));
}

/** How severe the probe's finding is, of 5: a report that shows confirmed findings of this or less would show it. */
export const PROBE_SEVERITY = 4;

/** Lists the open TCP ports of a host. */
const OPEN_PORTS = "82023";
/** `TLSv1 PROTOCOL IS ENABLED`. */
const SERVER_INFORMATION = "38116";
/** Key exchanges and protocol properties, under a line for each version. */
const BY_VERSION: ReadonlySet<string> = new Set(["38704", "38706"]);
/** Session cache, tolerance of versions, certificate soon to expire, SSL web server. */
const TLS_SHOWN: ReadonlySet<string> = new Set(["38291", "38597", "38600", "86001"]);

/** Whether a row's result is read. All others are passed over, those of the probe above all. */
export function isResultRead(qid: string): boolean {
  return qid === OPEN_PORTS || qid === SERVER_INFORMATION || BY_VERSION.has(qid);
}

/** What a row shows of TLS: a version that the probe asks in, only others, TLS without its version, or nothing. */
export type TlsEvidence = "covered" | "other_version" | "shown";

/** The probe's results name TLS 1.0 to 1.2; `ssl`: what the row says of itself. */
export function tlsEvidence(qid: string, ssl: boolean, result: string): TlsEvidence | null {
  if (qid === SERVER_INFORMATION) {
    const lines = result.matchAll(/\b(SSLv\d|TLSv1(?:\.\d)?) PROTOCOL IS (ENABLED|DISABLED)/gi);
    const enabled = Array.from(lines, ([, version = "", state = ""]) => ({ version, on: /^enabled$/i.test(state) }));
    // Every version that is named is disabled: that is no sign of TLS.
    if (enabled.length > 0) return byVersion(enabled.flatMap(({ version, on }) => (on ? [version] : [])));
    return "shown";
  }
  if (BY_VERSION.has(qid)) {
    const named = Array.from(result.matchAll(/^\s*(SSLv\d|D?TLSv1(?:\.\d)?)\s*$/gim), ([, version = ""]) => version);
    return named.length === 0 ? "shown" : byVersion(named);
  }
  return TLS_SHOWN.has(qid) || ssl ? "shown" : null;
}

function byVersion(versions: readonly string[]): TlsEvidence | null {
  if (versions.length === 0) return null;
  return versions.some((version) => /^TLSv1(?:\.[012])?$/i.test(version)) ? "covered" : "other_version";
}

const MOST_PORTS = 65_535;
/** The open TCP ports that a row lists, one a line. */
export function openPorts(qid: string, result: string): readonly number[] {
  if (qid !== OPEN_PORTS) return [];
  const ports = Array.from(result.matchAll(/^[ ]*(\d{1,5})(?=[\t ]|$)/gm), ([, digits]) => Number(digits));
  return ports.filter((port) => port > 0 && port <= MOST_PORTS);
}

/** Whether a list of QIDs, `42430, 90000-90010`, contains one of these. */
export function listsOneOf(list: string, qids: ReadonlySet<string>): boolean {
  for (const [, from = "", to] of list.matchAll(/(?<![\d-])(\d{1,9})(?:\s*-\s*(\d{1,9}))?(?![\d-])/g)) {
    for (const qid of qids) if (Number(qid) >= Number(from) && Number(qid) <= Number(to ?? from)) return true;
  }
  return false;
}
