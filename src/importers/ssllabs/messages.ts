/**
 * SSL Labs' status messages as reasons. They are English sentences without codes; those known come from the project's
 * issue threads (ssllabs/ssllabs-scan 45, 75, 125, 308, 428) and reference/report-formats.md 3.3.
 */

import type { UnknownReason } from "../../core/claims.ts";

const KNOWN: readonly (readonly [RegExp, UnknownReason])[] = [
  [/^(?:in progress|pending)\b/i, "scan_interrupted"],
  [/\bresolve\b.*\b(?:domain|host|name)/i, "dns_failure"],
  // Its makers: usually a firewall in between (428), or that their machines were banned (308).
  [/\bunable to connect\b/i, "port_filtered"],
  // Also what a server looks like that blocks SSL Labs half way (75): it says nothing about the server's protocols.
  [/\bno secure protocols\b/i, "tls_not_shown"],
  [/\bcommunicate with the secure server\b|\bhandshake\b/i, "tool_handshake_failed"],
  // The assessment ends before its tests, unless it was started with ignoreMismatch.
  [/\bnot valid for (?:the )?domain name\b|\bname mismatch\b/i, "no_record_of_check"],
  [/\bprivate address\b|\brfc ?1918\b|\bblack ?list|\bnot (?:allowed|permitted)\b/i, "host_not_scanned"],
];

/** Why there is no answer, by the message of a host or an endpoint; `otherwise`: the message is none that we know. */
export function reasonOfMessage(message: string, otherwise: UnknownReason): UnknownReason {
  return KNOWN.find(([pattern]) => pattern.test(message))?.[1] ?? otherwise;
}
