import type { ReportFixture } from "../../testing/check.ts";
import * as made from "./documents.ts";

const { attempt, failedAttempt, newTarget, noConnectivity, one, oneTarget, plain, six, three, threeTarget } = made;
type Answer = ReportFixture["answers"][number];
const at = (reason: Answer["reason"], host = "192.0.2.1", port: Answer["port"] = "443"): Answer => ({
  host,
  port,
  reason,
});
const single = (what: string, target: unknown, reason: Answer["reason"]): ReportFixture => ({
  what,
  document: six([target]),
  answers: [at(reason)],
});

const SIX: readonly ReportFixture[] = [
  single("6: vulnerable", newTarget({ result: attempt(true) }), "finding_reported"),
  single("6: not vulnerable", newTarget({ result: attempt(false) }), "negative_reported"),
  single("6: SSL 3", newTarget({ result: attempt(false), version: "SSL_3_0" }), "negative_reported"),
  single("6: TLS 1.3", newTarget({ result: attempt(false), version: "TLS_1_3" }), "tls_version_not_covered"),
  single("6: a finding with TLS 1.3", newTarget({ result: attempt(true), version: "TLS_1_3" }), "finding_reported"),
  single("6: SSL 2", newTarget({ result: attempt(false), version: "SSL_2_0" }), "tls_version_not_covered"),
  single("6: TLS of the future", newTarget({ result: attempt(false), version: "TLS_1_4" }), "tls_version_not_covered"),
  single("6: no version", newTarget({ result: attempt(false), version: null }), "tls_not_shown"),
  single(
    "6: nothing of the connection",
    newTarget({ result: attempt(false), over: { connectivity_result: null } }),
    "tls_not_shown",
  ),
  single("6: neither true nor false", newTarget({ result: attempt("False") }), "tool_output_unreadable"),
  single(
    "6: completed without a result",
    newTarget({ result: { status: "COMPLETED", result: null } }),
    "tool_output_unreadable",
  ),
  single("6: a text in its place", newTarget({ result: "false" }), "tool_output_unreadable"),
  single("6: false and an error", newTarget({ result: { ...attempt(false), status: "ERROR" } }), "check_failed"),
  single(
    "6: false, of a check not asked",
    newTarget({ result: { ...attempt(false), status: "NOT_SCHEDULED" } }),
    "check_not_enabled",
  ),
  single("6: not asked", newTarget({ result: { status: "NOT_SCHEDULED", result: null } }), "check_not_enabled"),
  single("6: null in its place", newTarget({ result: null }), "no_record_of_check"),
  single("6: nothing of it", newTarget({ over: { scan_result: {} } }), "no_record_of_check"),
  single("6: a bug", newTarget({ result: failedAttempt("BUG_IN_SSLYZE", "ValueError: timed out") }), "check_failed"),
  single(
    "6: a client certificate needed",
    newTarget({ result: failedAttempt("CLIENT_CERTIFICATE_NEEDED", "E") }),
    "check_failed",
  ),
  single(
    "6: the connection was lost",
    newTarget({
      result: failedAttempt(
        "CONNECTIVITY_ISSUE",
        'sslyze.errors.TlsHandshakeTimedOut: www.example.org:443 -> "Connection to server timed out".',
      ),
    }),
    "tool_timed_out",
  ),
  single("6: refused", noConnectivity("ServerRejectedConnection", "Server rejected the connection"), "port_closed"),
  single(
    "6: the hello was refused",
    noConnectivity("ServerRejectedTlsHandshake", "Server rejected the connection"),
    "tool_handshake_failed",
  ),
  single(
    "6: no common version",
    noConnectivity("ServerTlsConfigurationNotSupported", "TLS probing failed: could not find a TLS version"),
    "tool_handshake_failed",
  ),
  single(
    "6: SSL 2 only",
    noConnectivity("ServerTlsConfigurationNotSupported", "WARNING: Server only supports SSL 2.0"),
    "tls_version_not_covered",
  ),
  single(
    "6: no answer",
    noConnectivity("ConnectionToServerTimedOut", "Connection to the server timed out"),
    "tool_timed_out",
  ),
  single(
    "6: unreachable",
    noConnectivity("ConnectionToServerFailed", "Connection to the server failed"),
    "check_failed",
  ),
  single(
    "6: no STARTTLS",
    noConnectivity("ServerRejectedOpportunisticTlsNegotiation", "SMTP EHLO was rejected"),
    "tls_not_shown",
  ),
  {
    what: "6: through a proxy",
    document: six([
      noConnectivity("ConnectionToHttpProxyTimedOut", "Connection to HTTP Proxy timed out", { ip: null }),
    ]),
    answers: [at("check_failed", "www.example.org")],
  },
  {
    what: "6: an IPv6 address in brackets",
    document: six([newTarget({ host: "2001:db8::1", ip: "[2001:db8::1]", result: attempt(false) })]),
    answers: [at("negative_reported", "2001:db8::1")],
  },
  {
    what: "6: targets that could not be read or resolved",
    document: six([], {
      invalid_server_strings: [
        { server_string: "www.example.org:443", error_message: "Could not resolve hostname www.example.org" },
        { server_string: "www.example.org:https", error_message: "Not a valid host:port" },
      ],
    }),
    answers: [at("dns_failure", "www.example.org")],
    dropped: 1,
  },
  {
    what: "6: the same place twice",
    document: six([newTarget({ result: attempt(false) }), newTarget({ host: "b.example.org", result: attempt(true) })]),
    answers: [at("finding_reported")],
    dropped: 1,
  },
  {
    what: "6: what is no target",
    document: six([null, 7, [], {}, { server_location: "www" }, newTarget({ result: attempt(true) })]),
    answers: [at("finding_reported")],
    dropped: 5,
  },
  {
    what: "6: cut off behind the targets",
    document: six([newTarget({ result: attempt(false) }), newTarget({ port: 8443, result: attempt(true) })]).slice(
      0,
      -40,
    ),
    answers: [at("report_truncated"), at("finding_reported", "192.0.2.1", "8443")],
    broken: true,
  },
];

const OLDER: readonly ReportFixture[] = [
  {
    what: "3: vulnerable, not, not tested, failed",
    document: three(
      [
        threeTarget({ result: plain(true) }),
        threeTarget({ port: 1, result: plain(false) }),
        threeTarget({ port: 2, result: plain(false), version: "TLS_1_3" }),
        threeTarget({ port: 3 }),
        threeTarget({ port: 4, over: { scan_commands: ["robot"] } }),
        threeTarget({
          port: 5,
          over: {
            scan_commands_errors: { heartbleed: { reason: "BUG_IN_SSLYZE", exception_trace: "T\nValueError: x\n" } },
          },
        }),
        threeTarget({ port: 6, result: plain(null) }),
        threeTarget({ port: 7, result: [] }),
      ],
      [
        { server_string: "192.0.2.7:443", error_message: "Connection to the server timed out" },
        { server_string: "[2001:db8::1]:443", error_message: "Server rejected the connection" },
        "nothing",
      ],
    ),
    answers: [
      // Errors come first in this version.
      at("tool_timed_out", "192.0.2.7"),
      at("port_closed", "[2001:db8::1]"),
      at("finding_reported"),
      at("negative_reported", "192.0.2.1", "1"),
      at("tls_version_not_covered", "192.0.2.1", "2"),
      at("no_record_of_check", "192.0.2.1", "3"),
      at("check_not_enabled", "192.0.2.1", "4"),
      at("check_failed", "192.0.2.1", "5"),
      at("tool_output_unreadable", "192.0.2.1", "6"),
      at("tool_output_unreadable", "192.0.2.1", "7"),
    ],
    dropped: 1,
  },
  {
    what: "1: vulnerable, not, not tested, failed",
    document: one(
      [
        oneTarget({ result: plain(true) }),
        oneTarget({ port: 1, result: plain(false) }),
        oneTarget({ port: 2, result: plain(false), version: "TLSV1_3" }),
        oneTarget({ port: 3, result: plain(false), version: 5 }),
        oneTarget({ port: 4, result: plain(false), version: 6 }),
        oneTarget({ port: 5 }),
        oneTarget({ port: 6, result: { error_message: "ValueError - Unknown record? Type 72" } }),
        oneTarget({ port: 7, result: { error_message: "timeout - timed out" } }),
      ],
      [
        { "192.0.2.7:443": "Could not connect (timeout)" },
        { "192.0.2.8:443": "Connection rejected" },
        { "192.0.2.9:443": "Could not complete an SSL handshake" },
        { "www.example.net": "Could not resolve hostname" },
        { "a:b": "Not a valid host:port" },
        {},
      ],
    ),
    answers: [
      at("finding_reported"),
      at("negative_reported", "192.0.2.1", "1"),
      at("tls_version_not_covered", "192.0.2.1", "2"),
      at("negative_reported", "192.0.2.1", "3"),
      at("tls_version_not_covered", "192.0.2.1", "4"),
      at("no_record_of_check", "192.0.2.1", "5"),
      at("check_failed", "192.0.2.1", "6"),
      at("tool_timed_out", "192.0.2.1", "7"),
      at("tool_timed_out", "192.0.2.7"),
      at("port_closed", "192.0.2.8"),
      at("tool_handshake_failed", "192.0.2.9"),
      at("dns_failure", "www.example.net", null),
    ],
    dropped: 2,
  },
];

const NOBODY: readonly ReportFixture[] = [
  { what: "an empty scan", document: six([]), answers: [] },
  {
    what: "lists that are none",
    document: six([], { server_scan_results: "x", invalid_server_strings: 7 }),
    answers: [],
  },
  { what: "somebody else's", document: '{"accepted_targets": [1, 2]}', answers: [], dropped: 2, recognised: false },
];

export const SSLYZE_JSON_FIXTURES: readonly ReportFixture[] = [...SIX, ...OLDER, ...NOBODY];
