/** One small output for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const VERSIONS = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2"];
const SILENT = "[INFO] No heartbeat response was received. The server is probably not vulnerable.\n";
const ALERT = "[INFO] The server received an alert. It is likely not vulnerable.\n";
const ODD = "[INFO] The server processed the malformed heartbeat, but did not return any extra data.\n";
const ESC = String.fromCharCode(27);
const NO_HELLO = `${ESC}[93m[ERROR] The server closed the connection without sending the ServerHello. This might mean the server does not support it.${ESC}[0m\n`;
const broken = (text: string): string => `${ESC}[93m[ERROR] Connection error: ${text} ${ESC}[0m\n`;
const PASS = `${ESC}[1m[PASS] 192.0.2.1:8443 does not appear to be vulnerable to Heartbleed!${ESC}[0m\n`;
const HIT = `${ESC}[91m${ESC}[1m[FAIL] Heartbeat response was 16384 bytes instead of 3! 192.0.2.1:8443 is vulnerable over TLSv1.0${ESC}[0m\n`;

/** A run in which each version ended in one of these lines. */
function cardiacRun(ends: readonly string[], last = PASS, versions = VERSIONS): string {
  const tried = ends.map((end, index) => `[INFO] Connecting to 192.0.2.1:8443 using ${versions[index]}\n${end}\n`);
  return `[INFO] Testing: 192.0.2.1\n\n${tried.join("")}${last}\n`;
}

export const CARDIAC_RUNS: readonly { readonly what: string; readonly text: string; readonly reason: Reason }[] = [
  { what: "FAIL in the second version", text: cardiacRun([NO_HELLO, HIT], ""), reason: "finding_reported" },
  { what: "FAIL in every version", text: cardiacRun([HIT, HIT, HIT, HIT], ""), reason: "finding_reported" },
  { what: "silence in every version", text: cardiacRun([SILENT, SILENT, SILENT, SILENT]), reason: "negative_reported" },
  { what: "alerts", text: cardiacRun([ALERT, ALERT, ALERT, ALERT]), reason: "negative_reported" },
  {
    what: "one version asked to the end, the others not spoken",
    text: cardiacRun([NO_HELLO, NO_HELLO, NO_HELLO, SILENT]),
    reason: "negative_reported",
  },
  {
    what: "no hello in any version",
    text: cardiacRun([NO_HELLO, NO_HELLO, NO_HELLO, NO_HELLO]),
    reason: "tool_handshake_failed",
  },
  { what: "PASS and nothing else", text: cardiacRun(["", "", "", ""]), reason: "negative_without_ground" },
  {
    what: "PASS without SSLv3",
    text: cardiacRun([SILENT, SILENT, SILENT], PASS, VERSIONS.slice(1)),
    reason: "tls_version_not_covered",
  },
  {
    what: "refused",
    text: cardiacRun(Array.from({ length: 4 }, () => broken("Connection refused"))),
    reason: "port_closed",
  },
  {
    what: "timed out",
    text: cardiacRun(Array.from({ length: 4 }, () => broken("None"))),
    reason: "port_filtered",
  },
  {
    what: "unreachable",
    text: cardiacRun(Array.from({ length: 4 }, () => broken("No route to host"))),
    reason: "connect_unreachable",
  },
  {
    what: "reset in every version",
    text: cardiacRun(Array.from({ length: 4 }, () => broken("Connection reset by peer"))),
    reason: "check_failed",
  },
  {
    what: "asked once, then shut out",
    text: cardiacRun([
      SILENT,
      broken("Connection refused"),
      broken("Connection refused"),
      broken("Connection refused"),
    ]),
    reason: "check_failed",
  },
  { what: "an answer cut off after its header", text: cardiacRun([ODD, ODD, ODD, ODD]), reason: "check_failed" },
  { what: "cut off among good ones", text: cardiacRun([SILENT, ODD, SILENT, SILENT]), reason: "check_failed" },
  { what: "ends before the verdict", text: cardiacRun([SILENT, SILENT], ""), reason: "report_truncated" },
];

export const CARDIAC_FIXTURES: readonly ReportFixture[] = [
  ...CARDIAC_RUNS.map(
    ({ what, text, reason }): ReportFixture => ({
      what,
      document: text,
      answers: [{ host: "192.0.2.1", port: "8443", reason }],
    }),
  ),
  {
    what: "a name that cannot be resolved, another with its address, two ports",
    document: [
      "[INFO] Testing: nosuchhost.invalid",
      "[ERROR] Could not resolve an IP address for the given host.",
      "",
      "[INFO] Testing: www.example.org (192.0.2.7)",
      "",
      ...VERSIONS.flatMap((version) => [`[INFO] Connecting to 192.0.2.7:443 using ${version}`, SILENT]),
      "[PASS] www.example.org:443 (192.0.2.7:443) does not appear to be vulnerable to Heartbleed!",
      "",
      "[INFO] Connecting to 192.0.2.7:8443 using SSLv3",
      "[FAIL] Heartbeat response was 16384 bytes instead of 3! 192.0.2.7:8443 is vulnerable over SSLv3",
      "[INFO] Displaying response (lines consisting entirely of null bytes are removed):",
      "  0000: (memory removed)",
      "",
      "[INFO] Testing: 192.0.2.8",
    ].join("\n"),
    answers: [
      { host: "nosuchhost.invalid", port: null, reason: "dns_failure" },
      { host: "192.0.2.7", port: "443", reason: "negative_reported" },
      { host: "192.0.2.7", port: "8443", reason: "finding_reported" },
    ],
  },
  {
    what: "the same port twice",
    document: cardiacRun([SILENT, SILENT, SILENT, SILENT]) + cardiacRun([HIT], ""),
    answers: [
      { host: "192.0.2.1", port: "8443", reason: "negative_reported" },
      { host: "192.0.2.1", port: "8443", reason: "finding_reported" },
    ],
  },
];
