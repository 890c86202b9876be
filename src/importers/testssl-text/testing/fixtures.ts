/** Small screens of testssl.sh in our own words, one for every situation. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const BANNER = "####\n    testssl.sh       3.0.8 from https://testssl.sh/\n####\n\n";
const PLACE = "-->> 192.0.2.1:443 (www.example.org) <<--";
const start = (place = PLACE) => ` Start 2026-11-22 16:10:41        ${place}\n\n`;
const done = (place = PLACE) => `\n Done 2026-11-22 16:10:50 [   9s] ${place}\n\n`;
const SECTION = " Testing vulnerabilities \n\n";
const check = (words: string, name = "Heartbleed (CVE-2014-0160)") => `${SECTION} ${name.padEnd(41)} ${words}\n`;
const protocols = (...lines: readonly string[]) =>
  ` Testing protocols via sockets except NPN+ALPN \n\n${lines.map((line) => ` ${line}\n`).join("")}\n`;
const OTHER = check("not vulnerable (OK)", "CCS (CVE-2014-0224)");
const ABSENT = check("not vulnerable (OK), no heartbeat extension");
/** A target's screen. */
export const screen = (body: string): string => BANNER + start() + body + done();

const HOST = { host: "192.0.2.1", port: "443" } as const;
const one = (what: string, document: string, reason: Reason, more: Partial<ReportFixture> = {}): ReportFixture => ({
  what,
  document,
  answers: [{ ...HOST, reason }],
  ...more,
});

export const TESTSSL_TEXT_FIXTURES: readonly ReportFixture[] = [
  one("vulnerable", screen(check("VULNERABLE (NOT ok)")), "finding_reported"),
  one("in colours", screen(check("\u001b[1;31mVULNERABLE (NOT ok)\u001b[m")), "finding_reported"),
  one("likely", screen(check("likely VULNERABLE (NOT ok)")), "potential_finding"),
  one("no extension", screen(ABSENT), "extension_absent_reported"),
  one("not vulnerable", screen(check("not vulnerable (OK)")), "negative_reported"),
  one("timed out", screen(check("not vulnerable (OK), timed out")), "negative_timed_out"),
  one("not called OK", screen(check("not vulnerable")), "negative_without_ground"),
  one("further words", screen(check("not vulnerable (OK), check failed")), "negative_without_ground"),
  one("other words", screen(check("test skipped")), "tool_output_unreadable"),
  one("no words", screen(check("")), "tool_output_unreadable"),
  one(
    "TLS 1.2 among others",
    screen(protocols("SSLv3      not offered (OK)", "TLS 1.2    offered (OK)") + ABSENT),
    "extension_absent_reported",
  ),
  one(
    "SSLv3 only",
    screen(protocols("SSLv3      offered (NOT ok)", "TLS 1      not offered", "TLS 1.2    not offered") + ABSENT),
    "tls_version_not_covered",
  ),
  one(
    "TLS 1.3 only",
    screen(protocols("TLS 1.2    not offered", "TLS 1.3    offered (OK): final") + ABSENT),
    "tls_version_not_covered",
  ),
  one(
    "its OpenSSL can do nothing with the server, and the user went on",
    screen(` 192.0.2.1:443 appears to support TLS 1.3 ONLY. You better use another\n${ABSENT}`),
    "tool_handshake_failed",
  ),
  one("gives up", BANNER + start() + "\n Your OpenSSL cannot connect to 192.0.2.1:443\n", "tool_handshake_failed"),
  one("no TLS", `${BANNER}${start()} 192.0.2.1:443 doesn't seem to be a TLS/SSL enabled server\n`, "tls_not_shown"),
  one("closed", `${BANNER}${start()}Unable to open a socket to 192.0.2.1:443. \n`, "port_closed"),
  one("another end", `${BANNER}${start()}\nFatal error: repeated connect problems, giving up\n`, "check_failed"),
  one("another check only", screen(OTHER), "no_record_of_check"),
  one("cut off before the check", BANNER + start() + OTHER, "report_truncated", { broken: true }),
  one("cut off in the check", `${BANNER}${start()}${check("not vulnerable (OK)").trimEnd()}`, "report_truncated", {
    broken: true,
  }),
  {
    what: "several targets, one of them left early, one in version 6",
    document: `${BANNER}${start()}${OTHER}${start("-->> [2001:db8::1]:8443 (mail.example.org) <<--")}${check("VULNERABLE (NOT ok)")}${done("-->> [2001:db8::1]:8443 (mail.example.org) <<--")}`,
    answers: [
      { ...HOST, reason: "scan_interrupted" },
      { host: "[2001:db8::1]", port: "8443", reason: "finding_reported" },
    ],
  },
  one(
    "the frame of old versions",
    ` Testing now (2015-05-01 10:00) ---> 192.0.2.1:443 (www.example.org) <---\n\n--> Testing for heartbleed\n Heartbleed (CVE-2014-0160)  NOT vulnerable (OK)\n\n Done now (2015-05-01 10:01) ---> 192.0.2.1:443 (www.example.org) <---\n`,
    "negative_reported",
  ),
  {
    what: "an error before there is a target",
    document: `${BANNER}\nFatal error: No addresses for "www.example.org" available\n`,
    answers: [],
    broken: true,
    recognised: false,
  },
];
