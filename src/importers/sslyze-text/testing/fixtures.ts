/** Small screens of sslyze in our own words, one for every situation. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const BEGIN = " CHECKING CONNECTIVITY TO SERVER(S)\n -----\n\n   www.example.org:443       => 192.0.2.1 \n\n\n";
const HEAD = " SCAN RESULTS FOR WWW.EXAMPLE.ORG:443 - 192.0.2.1\n -----\n\n";
const END = " SCANS COMPLETED IN 1.456028 S\n -----\n";
const section = (title: string, words: string) => ` * ${title}:\n     ${words}\n\n`;
const heartbleed = (words: string) => section("OpenSSL Heartbleed", `                                     ${words}`);
const accepted = (version: string) =>
  section(
    `${version} Cipher Suites`,
    "Attempted to connect using 5 cipher suites.\n\n     The server accepted the following 1 cipher suites:\n        A",
  );
const rejected = (version: string) =>
  section(
    `${version} Cipher Suites`,
    "Attempted to connect using 5 cipher suites; the server rejected all cipher suites.",
  );
export const OK = heartbleed("OK - Not vulnerable to Heartbleed");
export const VULNERABLE = heartbleed("VULNERABLE - Server is vulnerable to Heartbleed");
export const screen = (...sections: readonly string[]): string => BEGIN + HEAD + sections.join("") + END;
const OLD = accepted("TLS 1.2") + rejected("TLS 1.3");

const one = (what: string, document: string, reason: Reason): ReportFixture => ({
  what,
  document,
  answers: [{ host: "192.0.2.1", port: "443", reason }],
});

export const SSLYZE_TEXT_FIXTURES: readonly ReportFixture[] = [
  one("vulnerable", screen(VULNERABLE), "finding_reported"),
  one("vulnerable, and the screen ends there", BEGIN + HEAD + VULNERABLE, "finding_reported"),
  one("not vulnerable, and no TLS 1.3", screen(OLD, OK), "negative_reported"),
  one("the same in another order", screen(OK, rejected("TLS 1.3"), accepted("TLS 1.0")), "negative_reported"),
  one("not vulnerable, and the screen ends before its end", BEGIN + HEAD + OLD + OK, "report_truncated"),
  one("not vulnerable, with TLS 1.3", screen(accepted("TLS 1.3"), accepted("TLS 1.2"), OK), "tls_version_not_covered"),
  one("not vulnerable, versions not asked", screen(OK), "tls_not_shown"),
  one(
    "not vulnerable, SSL 3.0 only",
    screen(accepted("SSL 3.0"), rejected("TLS 1.2"), rejected("TLS 1.3"), OK),
    "tls_not_shown",
  ),
  one("other words", screen(OLD, heartbleed("UNKNOWN")), "tool_output_unreadable"),
  one(
    "another check",
    screen(section("OpenSSL CCS Injection", "OK - Not vulnerable to OpenSSL CCS injection")),
    "no_record_of_check",
  ),
  one("an error", screen(section("Error when running --heartbleed", "You can open an issue")), "check_failed"),
  one(
    "a certificate wanted",
    screen(" * Client certificated required for --heartbleed:\n use --cert\n"),
    "tool_handshake_failed",
  ),
  one("no connection", screen(" * Connection timed out or was rejected for --heartbleed:\n try\n"), "tool_timed_out"),
  one(
    "version 0.9, vulnerable",
    " SCAN RESULTS FOR WWW.EXAMPLE.ORG:443 - 192.0.2.1:443\n -----\n\n  * Heartbleed:\n      OpenSSL Heartbleed:                VULNERABLE\n\n SCAN COMPLETED IN 9.51 S\n",
    "finding_reported",
  ),
  one(
    "version 0.9, not vulnerable",
    " SCAN RESULTS FOR WWW.EXAMPLE.ORG:443 - 192.0.2.1:443\n -----\n\n  * Heartbleed:\n      OpenSSL Heartbleed:                NOT vulnerable\n\n SCAN COMPLETED IN 9.51 S\n",
    "negative_without_ground",
  ),
  one(
    "version 0.9, an error",
    " SCAN RESULTS FOR WWW.EXAMPLE.ORG:443 - 192.0.2.1:443\n -----\n\nUnhandled exception when processing --heartbleed:\nexceptions.KeyError - 'x'\n\n SCAN COMPLETED IN 9.51 S\n",
    "check_failed",
  ),
  {
    what: "targets that it could not reach, and one that it could",
    document: `   192.0.2.2:443             => ERROR: Connection to server timed out; discarding scan.\n   b.example.org:443         => WARNING: Connection rejected; discarding corresponding tasks.\n   c.example.org:443         => ERROR: Could not resolve c.example.org; discarding scan.\n   d.example.org:443         => ERROR: TLS probing failed: could not find a version; discarding scan.\n   e.example.org:443         => ERROR: Server only supports SSLv2; discarding scan.\n   f.example.org:25          => WARNING: SMTP STARTTLS not supported; discarding corresponding tasks.\n${screen(VULNERABLE)}`,
    answers: [
      { host: "192.0.2.2", port: "443", reason: "tool_timed_out" },
      { host: "b.example.org", port: "443", reason: "port_closed" },
      { host: "c.example.org", port: "443", reason: "dns_failure" },
      { host: "d.example.org", port: "443", reason: "tool_handshake_failed" },
      { host: "e.example.org", port: "443", reason: "tls_version_not_covered" },
      { host: "f.example.org", port: "25", reason: "tls_not_shown" },
      { host: "192.0.2.1", port: "443", reason: "finding_reported" },
    ],
  },
];
