/** What SSL Labs prints, and what we make of it; the service's client has the same table and some rows of its own. */

import type { MappingRow } from "../../core/claims.ts";

export const MAPPING: readonly MappingRow[] = [
  { prints: "endpoint Ready, heartbleed true", reason: "finding_reported" },
  {
    prints: "endpoint Ready, heartbleed false, heartbeat true",
    reason: "negative_reported",
    why: "the extension is offered, so there was something to test",
  },
  { prints: "endpoint Ready, heartbleed false, heartbeat false", reason: "extension_absent_reported" },
  {
    prints: "heartbleed true, but the endpoint is not Ready",
    reason: "potential_finding",
    why: "true is no default, but the assessment did not succeed",
  },
  { prints: "endpoint Ready, details missing", reason: "report_filtered", why: "only a summary was asked for" },
  {
    prints:
      "endpoint Ready, details without heartbleed; certificate not valid for domain name; fragile server; no endpoints",
    reason: "no_record_of_check",
    why: "the assessment ended before its tests; with ignoreMismatch it would have gone on",
  },
  { prints: "heartbleed is neither true nor false", reason: "tool_output_unreadable" },
  {
    prints: "heartbleed false, address, port or name missing or nonsense",
    reason: "host_ambiguous",
    why: "the 0 would belong to nobody",
  },
  { prints: "heartbleed false, assessed before 8 April 2014", reason: "check_too_old" },
  { prints: "No secure protocols supported; Ready with an empty list of protocols", reason: "tls_not_shown" },
  {
    prints: "heartbleed false, only TLS 1.3 or only SSL 2.0 in the list of protocols",
    reason: "tls_version_not_covered",
    why: "there is no version in which it could have asked",
  },
  { prints: "heartbleed false, hostStartTime is not the host's startTime", reason: "answer_stale" },
  { prints: "In progress, Pending, progress below 100, host DNS or IN_PROGRESS", reason: "scan_interrupted" },
  { prints: "Unable to connect to the server", reason: "port_filtered", why: "usually a filter in between, they say" },
  { prints: "Failed to communicate with the secure server", reason: "tool_handshake_failed" },
  { prints: "Unable to resolve domain name", reason: "dns_failure" },
  { prints: "IP address is from private address space; blacklisted", reason: "host_not_scanned" },
  { prints: "any other message of an endpoint", reason: "check_failed" },
  { prints: "host ERROR with any other message", reason: "service_failed" },
];
