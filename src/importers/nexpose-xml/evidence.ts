/** What else a Nexpose report shows about a result: how the check came to its answer, and whether the port speaks TLS. */

/**
 * How a check explains a negative. `version`: it compared versions or packages. `silent`: nothing came back. `failed`: its code
 * gave up. The text itself is never passed on: a proof may hold what a server leaked.
 */
export type Proof = "none" | "version" | "silent" | "failed";

/** As much of a proof is read. */
export const LONGEST_PROOF = 2000;

export function proofOf(text: string): Proof {
  const failed =
    /\bexception\b|Exception:|\bstack ?trace\b|handshake[ _]?(?:failed|failure|error)|(?:unable|failed) to (?:connect|negotiate|establish)|could not (?:negotiate|establish)|\b(?:aborted|interrupted)\b/i;
  if (failed.test(text)) return "failed";
  // `Running vulnerable HTTPS service.` only says that the check applies; `Running not-vulnerable NTP service: NTP 4.2` reads a banner.
  const version =
    /running not-vulnerable|\b(?:packages?|installed|patch(?:ed|es)?)\b|(?<!\b(?:tls|ssl|protocol) )\bversion\b/i;
  if (version.test(text)) return "version";
  const silent =
    /\bno (?:\w+ ){0,2}(?:response|reply|replies|answer|data)\b|\btimed? ?-?out\b|did(?: not|n't) (?:respond|reply|answer)|(?:could|can)(?: not|n't|not) connect|connection (?:was )?(?:refused|reset|closed)|unreachable|returned no data/i;
  return silent.test(text) ? "silent" : "none";
}

/** Fingerprinted names; those of a mere port number are written `https (HTTP over TLS)`. */
const TLS_SERVICES: ReadonlySet<string> = new Set([
  "HTTPS",
  "IMAPS",
  "POPS",
  "POP3S",
  "SMTPS",
  "LDAPS",
  "FTPS",
  "NNTPS",
  "IRCS",
]);

export function isTlsService(name: string): boolean {
  return TLS_SERVICES.has(name.trim());
}

/** `ssl` = true, or anything known about a certificate, a suite or a version of TLS. */
export function isTlsConfig(name: string, value: string): boolean {
  const key = name.trim().toLowerCase();
  const text = value.trim().toLowerCase();
  if (text === "" || text === "false") return false;
  if (key === "ssl" || key === "tls" || /^tlsv1(?:[._][0-2])?$/.test(key)) return text === "true";
  // SSL 2.0 alone is not what any of these checks asks in.
  return /^(?:ssl|tls)\./.test(key) && !/ssl_?v?2/.test(key);
}

const HEARTBLEED = "CVE-2014-0160";

/** An additional way in beside the references: the id of a check says what it is for. */
export function isNamedFor(check: string, cve: string): boolean {
  return namesCve(check, cve) || (cve.toUpperCase() === HEARTBLEED && /heartbleed/i.test(check));
}

/** A reference of source CVE: also without the letters in front, since the source says them already. */
export function isCve(text: string, cve: string): boolean {
  const written = text.trim().toUpperCase();
  const wanted = cve.toUpperCase();
  return written === wanted || `CVE-${written}` === wanted;
}

/** The CVE stands in the text, as in `adobe-apsb10-18-CVE-2010-2861`; `-01600` is another one. */
export function namesCve(text: string, cve: string): boolean {
  const [written, wanted] = [text.toUpperCase(), cve.toUpperCase()];
  for (let at = written.indexOf(wanted); at >= 0; at = written.indexOf(wanted, at + 1))
    if (!/[\dA-Z]/.test(written[at - 1] ?? "") && !/\d/.test(written[at + wanted.length] ?? "")) return true;
  return false;
}
