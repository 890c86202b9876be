/** One small output for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const at = "2014/04/09 10:00:00";

const one = (what: string, line: string, reason: Reason, port = "8443"): ReportFixture => ({
  what,
  document: `${line}\n`,
  answers: [{ host: "192.0.2.1", port, reason }],
});
const failed = (error: string, reason: Reason): ReportFixture =>
  one(`ERROR: ${error}`, `${at} 192.0.2.1:8443 - ERROR: ${error}`, reason);

/** Errors of Go, and what they mean; shared with the JSON of the service. */
export const FILOSOTTILE_ERROR_TEXTS: readonly (readonly [string, Reason])[] = [
  ["dial tcp 192.0.2.1:8443: connect: connection refused", "port_closed"],
  ["dial tcp 192.0.2.1:8443: i/o timeout", "port_filtered"],
  ["dial tcp 192.0.2.1:8443: connect: no route to host", "connect_unreachable"],
  ["dial tcp: lookup www.example.org: no such host", "dns_failure"],
  ["dial tcp 192.0.2.1:8443: socket: too many open files", "local_resources"],
  ["tls: oversized record received with length 20527", "not_tls"],
  ["tls: first record does not look like a TLS handshake", "not_tls"],
  ["tls: server selected unsupported protocol version 300", "tls_version_not_covered"],
  ["EOF", "tool_handshake_failed"],
  ["remote error: handshake failure", "tool_handshake_failed"],
  ["read tcp 192.0.2.9:4000->192.0.2.1:8443: i/o timeout", "tool_timed_out"],
  ["heartbleed: timeout", "tool_timed_out"],
  ["remote error: bad record MAC", "heartbeat_lost_on_path"],
  ["unexpected EOF", "check_failed"],
  ["read tcp 192.0.2.9:4000->192.0.2.1:8443: read: connection reset by peer", "check_failed"],
  ["heartbleed: the site closed/reset the connection (usually a safe reaction to the heartbeat)", "check_failed"],
];

export const FILOSOTTILE_FIXTURES: readonly ReportFixture[] = [
  {
    what: "a dump, then VULNERABLE",
    document: `${at} 00000000  (memory removed)\n\n${at} 192.0.2.1:8443 - VULNERABLE\n`,
    answers: [{ host: "192.0.2.1", port: "8443", reason: "finding_reported" }],
  },
  {
    what: "a dump that spells a verdict",
    document: [
      `${at} 00000000  2d 20 53 41 46 45 00 00  |192.0.2.1 - SAFE|`,
      "00000010  2d 20 53 41 46 45 00 00  |192.0.2.1 - SAFE|",
      `${at} 192.0.2.1:8443 - VULNERABLE`,
      "",
    ].join("\n"),
    answers: [{ host: "192.0.2.1", port: "8443", reason: "finding_reported" }],
  },
  one("SAFE", `${at} 192.0.2.1:8443 - SAFE`, "negative_reported"),
  one("SAFE without a port", `${at} 192.0.2.1 - SAFE`, "negative_reported", "443"),
  ...FILOSOTTILE_ERROR_TEXTS.map(([error, reason]) => failed(error, reason)),
  one("TRYAGAIN", `${at} 192.0.2.1:8443 - TRYAGAIN: Please try again`, "check_failed"),
  one("the server's log", `${at} 192.0.2.1:8443 (https) - SAFE`, "negative_reported"),
  one("the server's log: VULNERABLE", `${at} 192.0.2.1:8443 (https) - VULNERABLE [skip: true]`, "finding_reported"),
  one("the server's log: ERROR", `${at} 192.0.2.1:8443 (https) - ERROR [EOF]`, "tool_handshake_failed"),
  one("the server's log: MISMATCH", `${at} 192.0.2.1:8443 (https) - MISMATCH`, "check_failed"),
  { ...one("no date", "192.0.2.1:8443 - SAFE", "negative_reported"), recognised: false },
  {
    what: "several runs, one of a name, and words that are none",
    document: `${at} www.example.org - SAFE\n${at} 192.0.2.2:443 - UNSAFE\n${at} [::1]:443 - VULNERABLE\n`,
    answers: [
      { host: "www.example.org", port: "443", reason: "negative_reported" },
      { host: "::1", port: "443", reason: "finding_reported" },
    ],
  },
];
