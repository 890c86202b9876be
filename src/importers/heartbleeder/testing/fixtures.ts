/** One small output for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const one = (line: string, reason: Reason, port = "8443"): ReportFixture => ({
  what: line,
  document: `${line}\n`,
  answers: [{ host: "192.0.2.1", port, reason }],
});
const failed = (error: string, reason: Reason): ReportFixture =>
  one(`Error connecting to 192.0.2.1:8443: ${error}`, reason);
const refused = (error: string): string =>
  `SECURE(192.0.2.1:8443) has heartbeat extension enabled but is not vulnerable: "${error}"`;
const timedOut =
  "has the heartbeat extension enabled, but timed out after a malformed heartbeat (this likely means that it is not vulnerable)";

export const HEARTBLEEDER_FIXTURES: readonly ReportFixture[] = [
  one(
    "VULNERABLE(192.0.2.1:8443) - has the heartbeat extension enabled and is vulnerable to CVE-2014-0160",
    "finding_reported",
  ),
  one("SECURE(192.0.2.1:8443) - does not have the heartbeat extension enabled", "extension_absent_reported"),
  one(`SECURE(192.0.2.1:8443) - ${timedOut}`, "negative_timed_out"),
  one(refused("remote error: unexpected message"), "negative_reported"),
  one(refused("remote error: tls: unexpected message"), "negative_reported"),
  one(refused("remote error: bad record MAC"), "negative_without_ground"),
  one(refused("local error: unexpected message"), "negative_without_ground"),
  one(refused("read tcp 192.0.2.9:4000->192.0.2.1:8443: read: connection reset by peer"), "negative_without_ground"),
  one(refused("EOF"), "negative_without_ground"),
  one("UNKNOWN(192.0.2.1:8443) - Heartbeat enabled, but there was an error writing the payload: EOF", "check_failed"),
  failed("dial tcp 192.0.2.1:8443: connect: connection refused", "port_closed"),
  failed("dial tcp 192.0.2.1:8443: connect: connection timed out", "port_filtered"),
  failed("dial tcp 192.0.2.1:8443: connect: network is unreachable", "connect_unreachable"),
  failed("dial tcp: lookup www.example.org on 192.0.2.53:53: no such host", "dns_failure"),
  failed("dial tcp 192.0.2.1:8443: socket: too many open files", "local_resources"),
  failed("tls: first record does not look like a TLS handshake", "not_tls"),
  failed("tls: server selected unsupported protocol version 300", "tls_version_not_covered"),
  failed("EOF", "tool_handshake_failed"),
  failed("remote error: bad record MAC", "tool_handshake_failed"),
  failed("read tcp 192.0.2.9:4000->192.0.2.1:8443: i/o timeout", "tool_timed_out"),
  failed("something new", "check_failed"),
  one("INSECURE - 192.0.2.1:443 has the heartbeat extension enabled and is vulnerable", "finding_reported", "443"),
  one("SECURE - 192.0.2.1:443 does not have the heartbeat extension enabled", "extension_absent_reported", "443"),
  one(`SECURE - 192.0.2.1:443 ${timedOut}`, "negative_timed_out", "443"),
  one("SECURE - 192.0.2.1:443 has heartbeat extension enabled but is not vulnerable", "negative_without_ground", "443"),
  one("SECURE - timed out while waiting for a response from 192.0.2.1:443", "negative_timed_out", "443"),
  {
    what: "UNKNOWN without a host",
    document: "UNKNOWN - Heartbeat enabled, but there was an error writing the payload: EOF\n",
    answers: [],
    dropped: 1,
  },
  one("2014/04/09 10:00:00 Error connecting to 192.0.2.1:443: EOF", "tool_handshake_failed", "443"),
  {
    what: "a name, an IPv6 address, and prose",
    document: [
      "SECURE(www.example.org:443) - does not have the heartbeat extension enabled",
      "VULNERABLE([::1]:443) - has the heartbeat extension enabled and is vulnerable to CVE-2014-0160",
      "SECURE is what we want",
    ].join("\n"),
    answers: [
      { host: "www.example.org", port: "443", reason: "extension_absent_reported" },
      { host: "::1", port: "443", reason: "finding_reported" },
    ],
  },
];
