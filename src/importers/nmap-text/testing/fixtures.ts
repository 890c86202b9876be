/** Small normal outputs of nmap in our own words, one for every situation. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const SHOWALL = "nmap -p 443 --script ssl-heartbleed,ssl-enum-ciphers --script-args vulns.showall 192.0.2.1";
const SILENT = "nmap -p 443 --script ssl-heartbleed,ssl-enum-ciphers 192.0.2.1";

export const state = (words: string, about = "CVE-2014-0160", script = "ssl-heartbleed") => `| ${script}: 
|   ${words}:
|   A flaw
|     State: ${words}
|     References:
|_      https://cve.example/?name=${about}
`;
export const suites = (...versions: readonly string[]) => `| ssl-enum-ciphers: 
${versions.map((version) => `|   ${version}: \n|     ciphers: \n|       TLS_RSA_WITH_AES_128_CBC_SHA (rsa 2048) - A\n`).join("")}|_  least strength: A
`;
const CERT = `| ssl-cert: Subject: commonName=x
| Issuer: commonName=x
|_SHA-1: 00
`;

interface Given {
  readonly args?: string | null;
  readonly when?: string;
  readonly before?: string;
  readonly port?: string;
  readonly done?: string;
}

export function output(scripts: string, given: Given = {}): string {
  const when = given.when ?? "Sun Nov 22 15:41:42 2026";
  const args = given.args === undefined ? SHOWALL : given.args;
  const first =
    args === null
      ? "Starting Nmap 7.93 ( https://nmap.org ) at 2026-11-22 15:41 UTC"
      : `# Nmap 7.93 scan initiated ${when} as: ${args}`;
  return `${first}
Nmap scan report for www.example.org (192.0.2.1)
${given.before ?? "Host is up (0.00004s latency).\n"}
${given.port ?? "PORT    STATE SERVICE\n443/tcp open  https\n"}${scripts}
${given.done ?? "# Nmap done at Sun Nov 22 15:41:43 2026 -- 1 IP address (1 host up) scanned in 0.50 seconds\n"}`;
}

const one = (what: string, document: string, reason: Reason, more: Partial<ReportFixture> = {}): ReportFixture => ({
  what,
  document,
  answers: [{ host: "192.0.2.1", port: "443", reason }],
  ...more,
});
const whole = (what: string, document: string, reason: Reason, more: Partial<ReportFixture> = {}): ReportFixture => ({
  ...one(what, document, reason, more),
  answers: [{ host: "192.0.2.1", port: null, reason }],
});
const NEGATIVE = state("NOT VULNERABLE");
const LISTED = suites("SSLv3", "TLSv1.0", "TLSv1.2");
const port = (shown: string, service = "https") => `PORT    STATE SERVICE\n443/tcp ${shown} ${service}\n`;

export const FIXTURES: readonly ReportFixture[] = [
  one("vulnerable", output(state("VULNERABLE") + CERT), "finding_reported"),
  one("likely vulnerable", output(state("LIKELY VULNERABLE")), "finding_reported"),
  one("vulnerable, short", output("| ssl-heartbleed: \n|_  192.0.2.1 VULNERABLE A flaw\n"), "finding_reported"),
  one("the screen's copy, vulnerable", output(state("VULNERABLE"), { args: null }), "finding_reported"),
  one("not vulnerable, with suites", output(CERT + LISTED + NEGATIVE), "negative_reported"),
  one(
    "not vulnerable, the screen's copy does not show what was asked",
    output(LISTED + NEGATIVE, { args: null }),
    "negative_without_ground",
  ),
  {
    what: "two names of one address, found under the second",
    document: output(`${LISTED + NEGATIVE}
Nmap scan report for b.example (192.0.2.1)
Host is up.

PORT    STATE SERVICE
443/tcp open  https
${state("VULNERABLE")}`),
    answers: [
      { host: "192.0.2.1", port: "443", reason: "finding_reported" },
      { host: "192.0.2.1", port: "443", reason: "host_ambiguous" },
    ],
  },
  one("silence where it ran", output(LISTED, { args: SILENT }), "negative_derived"),
  one("silence although negatives are shown", output(LISTED), "no_record_of_check"),
  one("silence, the screen's copy", output(LISTED, { args: null }), "no_record_of_check"),
  one("not vulnerable, SSLv3 only", output(suites("SSLv3") + NEGATIVE), "tls_version_not_covered"),
  one(
    "not vulnerable, a version without suites",
    output("| ssl-enum-ciphers: \n|   TLSv1.2: \n|_    warnings: none\n" + NEGATIVE),
    "negative_without_ground",
  ),
  one("not vulnerable beside a certificate", output(CERT + NEGATIVE), "negative_without_ground"),
  one(
    "not vulnerable inside a tunnel",
    output(NEGATIVE, { port: port("open", "ssl/http") }),
    "negative_without_ground",
  ),
  one("not vulnerable, nothing else", output(NEGATIVE), "tls_not_shown"),
  one("not vulnerable in 2013", output(LISTED + NEGATIVE, { when: "Mon Jul  1 08:00:00 2013" }), "check_too_old"),
  one("not vulnerable on a closed port", output(LISTED + NEGATIVE, { port: port("closed") }), "port_closed"),
  one(
    "not vulnerable, the host was given up",
    output(LISTED + NEGATIVE, { before: "Skipping host www.example.org (192.0.2.1) due to host timeout\n" }),
    "scan_interrupted",
  ),
  one("not vulnerable, the end is missing", output(LISTED + NEGATIVE, { done: "" }), "report_truncated", {
    broken: true,
  }),
  one("cut off inside the end", output(LISTED + NEGATIVE).trimEnd(), "report_truncated", { broken: true }),
  one("cut off inside a script", output(LISTED + NEGATIVE).split("     References")[0] ?? "", "report_truncated", {
    broken: true,
  }),
  one(
    "an error",
    output(`${LISTED}|_ssl-heartbleed: ERROR: Script execution failed (use -d to debug)\n`),
    "check_failed",
  ),
  one(
    "a version that nobody knows",
    output("| ssl-heartbleed: \n|_  Unsupported protocol version: TLSv9\n"),
    "check_failed",
  ),
  one("no script", output("", { args: "nmap -p 443 192.0.2.1" }), "check_not_enabled"),
  one("UDP", output("", { port: "PORT    STATE SERVICE\n443/udp open  https\n" }), "tool_not_applicable"),
  one("filtered", output("", { port: port("open|filtered") }), "port_filtered"),
  one("another script mentions it", output("|_http-title: about CVE-2014-0160\n"), "potential_finding"),
  {
    what: "vulners lists it for a version",
    document: output("| vulners: \n|   openssl 1.0.1: \n|_    \tCVE-2014-0160\t5.0\n", { args: SILENT }),
    answers: [
      { host: "192.0.2.1", port: "443", reason: "version_reported", by: "version" },
      { host: "192.0.2.1", port: "443", reason: "tls_not_shown" },
    ],
  },
  {
    what: "two hosts, and one script of a host",
    document: output(
      `${state("VULNERABLE")}\nHost script results:\n${state("VULNERABLE", "CVE-2014-0160", "other")}\nNmap scan report for 192.0.2.2 [host down]\n`,
    ),
    answers: [
      { host: "192.0.2.1", port: "443", reason: "finding_reported" },
      { host: "192.0.2.1", port: null, reason: "finding_reported" },
      { host: "192.0.2.2", port: null, reason: "host_dead" },
    ],
  },
  whole("only pinged", output("", { port: "" }), "port_not_scanned"),
  whole(
    "every port filtered",
    output("", { port: "All 1000 scanned ports on 192.0.2.1 are filtered\n" }),
    "port_filtered",
  ),
  whole(
    "every port closed",
    output("", {
      port: "All 1000 scanned ports on 192.0.2.1 are in ignored states.\nNot shown: 1000 closed tcp ports (reset)\n",
    }),
    "port_closed",
  ),
  { what: "a port before any host", document: output("").replace(/Nmap scan report.*\n/, ""), answers: [], dropped: 1 },
  {
    what: "grepable output is another format",
    document:
      "# Nmap 7.93 scan initiated Sun Nov 22 15:41:42 2026 as: nmap -oG - 192.0.2.1\nHost: 192.0.2.1 ()\tStatus: Up\n",
    answers: [],
    broken: true,
    recognised: false,
  },
];
