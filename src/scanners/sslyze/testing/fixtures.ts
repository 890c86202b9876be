/** Answers as sslyze 6.3.1 gave them for servers of our range, shortened; and those of the versions 3 to 5 by their shape. */

import {
  attempt,
  failedAttempt,
  newTarget,
  noConnectivity,
  plain,
  six,
  three,
  threeTarget,
} from "../../../importers/sslyze-json/testing/documents.ts";
import type { AnswerFixture } from "../../testing/check.ts";

const HERE = { host: "127.0.0.1", ip: "127.0.0.1", port: 8443 };
const NAMED = { host: "www.example.org", ip: "127.0.0.1", port: 8443 };
const printed = (target: unknown) => ({ stdout: six([target]) });
const asked = (result: unknown, version?: string | null) => printed(newTarget({ ...HERE, result, version }));
const refused = (error: string, message: string) => printed(noConnectivity(error, message, HERE));

export const FIXTURES: readonly AnswerFixture[] = [
  { what: "vulnerable", raw: asked(attempt(true)), reason: "finding_reported" },
  { what: "not vulnerable", raw: asked(attempt(false)), reason: "negative_reported" },
  {
    what: "not vulnerable, asked with a name",
    raw: printed(newTarget({ ...NAMED, result: attempt(false) })),
    question: { address: "127.0.0.1", port: 8443, serverName: "www.example.org" },
    reason: "negative_reported",
  },
  {
    what: "not vulnerable, of an IPv6 address",
    raw: printed(newTarget({ host: "::1", ip: "::1", port: 8443, result: attempt(false) })),
    question: { address: "::1", port: 8443, serverName: null },
    reason: "negative_reported",
  },
  { what: "TLS 1.3", raw: asked(attempt(false), "TLS_1_3"), reason: "tls_version_not_covered" },
  { what: "no version", raw: asked(attempt(false), null), reason: "tls_not_shown" },
  { what: "not asked", raw: asked({ status: "NOT_SCHEDULED", result: null }), reason: "check_not_enabled" },
  { what: "nothing of the check", raw: asked(null), reason: "no_record_of_check" },
  { what: "neither true nor false", raw: asked(attempt(null)), reason: "tool_output_unreadable" },
  {
    what: "a plain-text answer in the check",
    raw: asked(failedAttempt("BUG_IN_SSLYZE", "tls_parser.exceptions.UnknownTypeByte")),
    reason: "check_failed",
  },
  {
    what: "closed port",
    raw: refused("ServerRejectedConnection", "Server rejected the connection"),
    reason: "port_closed",
  },
  {
    what: "does not speak TLS",
    raw: refused("ServerTlsConfigurationNotSupported", "TLS probing failed: could not find a TLS version"),
    reason: "tool_handshake_failed",
  },
  {
    what: "no answer",
    raw: refused("ConnectionToServerTimedOut", "Connection to the server timed out"),
    reason: "tool_timed_out",
  },
  {
    what: "no STARTTLS",
    raw: refused("ServerRejectedOpportunisticTlsNegotiation", "SMTP EHLO was rejected"),
    reason: "tls_not_shown",
  },
  {
    what: "version 3, vulnerable",
    raw: { stdout: three([threeTarget({ ...HERE, result: plain(true) })]) },
    reason: "finding_reported",
  },
  {
    what: "version 3, not vulnerable",
    raw: { stdout: three([threeTarget({ ...HERE, result: plain(false) })]) },
    reason: "negative_reported",
  },
  {
    what: "version 3, could not connect",
    raw: {
      stdout: three([], [{ server_string: "127.0.0.1:8443", error_message: "Server rejected the connection" }]),
    },
    reason: "port_closed",
  },
  {
    what: "another port",
    raw: printed(newTarget({ ...HERE, port: 443, result: attempt(false) })),
    reason: "tool_output_unreadable",
  },
  {
    what: "another host",
    raw: printed(newTarget({ ...HERE, ip: "127.0.0.9", result: attempt(false) })),
    reason: "tool_output_unreadable",
  },
  { what: "no target", raw: { stdout: six([]) }, reason: "tool_output_unreadable" },
  {
    what: "cut off",
    raw: { stdout: six([newTarget({ ...HERE, result: attempt(false) })]).slice(0, -1) },
    reason: "tool_output_unreadable",
  },
  {
    what: "an option that its version does not know",
    raw: { code: 2, stderr: "usage: sslyze\nsslyze: error: unrecognized arguments: --mozilla_config=disable" },
    reason: "tool_failed",
  },
  { what: "nothing", raw: {}, reason: "tool_failed" },
];
