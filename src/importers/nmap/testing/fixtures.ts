/** Small reports of nmap in our own words, one for every situation. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const SHOWALL = "nmap -n -Pn -p 443 -&#45;script ssl-heartbleed -&#45;script-args vulns.showall 192.0.2.1";
const RECIPE =
  "nmap -n -Pn -p 443 --script +ssl-heartbleed,+ssl-cert,+ssl-enum-ciphers --script-args vulns.showall -oX - 192.0.2.1";
const SILENT = "nmap -p 443 --script ssl-heartbleed,ssl-enum-ciphers 192.0.2.1";

export const state = (words: string, refs = "https://cve.example/?name=CVE-2014-0160") =>
  `<script id="ssl-heartbleed" output="&#xa;  ${words}:"><table key="NMAP-3"><elem key="title">a flaw</elem>` +
  `<elem key="state">${words}</elem><table key="refs"><elem>${refs}</elem></table></table></script>`;
export const suites = (...versions: readonly string[]) =>
  `<script id="ssl-enum-ciphers" output="&#xa;  x">${versions
    .map(
      (version) =>
        `<table key="${version}"><table key="ciphers"><table><elem key="name">S</elem></table></table></table>`,
    )
    .join("")}<elem key="least strength">A</elem></script>`;
const CERT = `<script id="ssl-cert" output="Subject: commonName=x"/>`;

interface Given {
  readonly args?: string;
  readonly start?: number;
  readonly host?: string;
  readonly status?: string;
  readonly finished?: string;
}

export function portOf(inner: string, shown = "open", protocol = "tcp"): string {
  return `<port protocol="${protocol}" portid="443"><state state="${shown}" reason="x"/>${inner}</port>`;
}
export function report(ports: string, given: Given = {}): string {
  const start = given.start ?? 1795362103;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" args="${(given.args ?? SHOWALL).replaceAll('"', "&quot;")}" start="${start}" version="7.93" xmloutputversion="1.05">
<scaninfo type="syn" protocol="tcp" numservices="1" services="443"/>
<host starttime="${start}" endtime="${start}"${given.host ?? ""}><status state="${given.status ?? "up"}" reason="user-set"/>
<address addr="192.0.2.1" addrtype="ipv4"/><address addr="02:00:00:00:00:01" addrtype="mac"/>
<hostnames><hostname name="www.example.org" type="user"/></hostnames>
${ports}</host>
${given.finished ?? `<runstats><finished time="${start}" exit="success"/><hosts up="1" down="0" total="1"/></runstats>`}
</nmaprun>
`;
}

const one = (what: string, document: string, reason: Reason, more: Partial<ReportFixture> = {}): ReportFixture => ({
  what,
  document,
  answers: [{ host: "192.0.2.1", port: "443", reason }],
  ...more,
});
const ports = (inner: string, shown?: string, protocol?: string) => `<ports>${portOf(inner, shown, protocol)}</ports>`;
const NEGATIVE = state("NOT VULNERABLE");
const LISTED = suites("SSLv3", "TLSv1.0", "TLSv1.2");

export const FIXTURES: readonly ReportFixture[] = [
  ...["VULNERABLE", "LIKELY VULNERABLE", "VULNERABLE (DoS)", "VULNERABLE (Exploitable)"].map((words) =>
    one(words, report(ports(state(words))), "finding_reported"),
  ),
  one(
    "vulnerable, the table without a reference",
    report(ports(state("VULNERABLE", "http://x.example/"))),
    "finding_reported",
  ),
  one(
    "a vulnerable one even of an interrupted scan",
    report(ports(state("VULNERABLE")), { finished: "" }),
    "finding_reported",
  ),
  one("not vulnerable, with suites", report(ports(NEGATIVE + CERT + LISTED)), "negative_reported"),
  one(
    "suites before the check, forced",
    report(ports(suites("TLSv1.1") + NEGATIVE), { args: RECIPE }),
    "negative_reported",
  ),
  one("silence where it ran", report(ports(LISTED), { args: SILENT }), "negative_derived"),
  one(
    "silence, forced, suites of TLS 1.0",
    report(ports(suites("TLSv1.0")), { args: "nmap --script=+ssl-heartbleed,+ssl-enum-ciphers h" }),
    "negative_derived",
  ),
  one(
    "silence of a category",
    report(ports(LISTED), { args: 'nmap --script "vuln or discovery" h' }),
    "negative_derived",
  ),
  one(
    "silence where only the suites were forced",
    report(ports(LISTED), { args: "nmap --script ssl-heartbleed,+ssl-enum-ciphers h" }),
    "no_record_of_check",
  ),
  one("silence although negatives are shown", report(ports(LISTED), { args: RECIPE }), "no_record_of_check"),
  one(
    "silence with a time limit for scripts",
    report(ports(LISTED), { args: `${SILENT} --script-timeout 1m` }),
    "no_record_of_check",
  ),
  one(
    "silence, arguments in a file",
    report(ports(LISTED), { args: `${SILENT} --script-args-file f` }),
    "no_record_of_check",
  ),
  one("silence, SSLv3 only", report(ports(suites("SSLv3")), { args: SILENT }), "tls_version_not_covered"),
  one("silence beside a certificate", report(ports(CERT)), "no_record_of_check"),
  one(
    "not vulnerable, arguments in a file",
    report(ports(NEGATIVE + LISTED), { args: `${SILENT} --script-args-file=f` }),
    "negative_without_ground",
  ),
  one("not vulnerable, SSLv3 only", report(ports(NEGATIVE + suites("SSLv3"))), "tls_version_not_covered"),
  one("not vulnerable, TLS 1.3 only", report(ports(NEGATIVE + suites("TLSv1.3"))), "tls_version_not_covered"),
  one(
    "asked in TLS 1.1 only, offered 1.0 and 1.2",
    report(ports(NEGATIVE + LISTED), {
      args: "nmap --script ssl-heartbleed --script-args 'vulns.showall,ssl-heartbleed.protocols={TLSv1.1}' h",
    }),
    "tls_version_not_covered",
  ),
  one("not vulnerable beside a certificate", report(ports(CERT + NEGATIVE)), "negative_without_ground"),
  one(
    "not vulnerable inside a tunnel",
    report(ports(`<service name="https" tunnel="ssl" method="table"/>${NEGATIVE}`)),
    "negative_without_ground",
  ),
  one(
    "not vulnerable, no suite in the list",
    report(
      ports(
        `${NEGATIVE}<script id="ssl-enum-ciphers" output="x"><table key="TLSv1.2"><table key="warnings"><elem>w</elem></table></table></script>`,
      ),
    ),
    "negative_without_ground",
  ),
  one(
    "not vulnerable, the list is an error",
    report(
      ports(`${NEGATIVE}<script id="ssl-enum-ciphers" output="ERROR: Script execution failed (use -d to debug)"/>`),
    ),
    "tls_not_shown",
  ),
  one("not vulnerable, nothing else", report(ports(NEGATIVE)), "tls_not_shown"),
  one("not vulnerable on a filtered port", report(ports(NEGATIVE + LISTED, "filtered")), "port_filtered"),
  one("not vulnerable in 2013", report(ports(NEGATIVE + LISTED), { start: 1372636800 }), "check_too_old"),
  one(
    "not vulnerable, the host was given up",
    report(ports(NEGATIVE + LISTED), { host: ' timedout="true"' }),
    "scan_interrupted",
  ),
  one(
    "not vulnerable, the scan ended with an error",
    report(ports(NEGATIVE + LISTED), {
      finished: '<runstats><finished time="1795362103" exit="error" errormsg="x"/></runstats>',
    }),
    "scan_interrupted",
  ),
  one("not vulnerable, the scan does not end", report(ports(NEGATIVE + LISTED), { finished: "" }), "report_truncated"),
  one("cut off inside the host", report(ports(NEGATIVE + LISTED)).split("</host>")[0] ?? "", "report_truncated", {
    broken: true,
  }),
  one("cut off inside the port", report(ports(NEGATIVE + LISTED)).split("</port>")[0] ?? "", "report_truncated", {
    broken: true,
  }),
  one(
    "an error",
    report(ports(`<script id="ssl-heartbleed" output="ERROR: Script execution failed (use -d to debug)"/>${LISTED}`)),
    "check_failed",
  ),
  one(
    "a version that nobody knows",
    report(ports(`<script id="ssl-heartbleed" output="&#xa;  Unsupported protocol version: TLSv9"/>${LISTED}`)),
    "check_failed",
  ),
  one("unable to test", report(ports(state("UNKNOWN (unable to test)") + LISTED)), "check_failed"),
  one("an unknown state", report(ports(state("FINE") + LISTED)), "tool_output_unreadable"),
  one(
    "text without tables",
    report(ports(`<script id="ssl-heartbleed" output="&#xa;  VULNERABLE:&#xa;  A flaw&#xa;    State: VULNERABLE"/>`)),
    "finding_reported",
  ),
  one(
    "the short text",
    report(ports(`<script id="ssl-heartbleed" output="&#xa;  192.0.2.1 NOT VULNERABLE A flaw&#xa;"/>${LISTED}`)),
    "negative_reported",
  ),
  one("a state of the port that nobody knows", report(ports(NEGATIVE + LISTED, "ajar")), "no_record_of_check"),
  {
    what: "not vulnerable, said of the host as a whole",
    document: report(`<hostscript>${NEGATIVE}</hostscript>`),
    answers: [{ host: "192.0.2.1", port: null, reason: "negative_without_ground" }],
  },
  one("text of a state alone", report(ports(`<script id="ssl-heartbleed" output="VULNERABLE"/>`)), "finding_reported"),
  one(
    "a category, of an nmap that did not have the script yet",
    report(ports(LISTED), { args: "nmap --script vuln,discovery h" }).replace("7.93", "6.40"),
    "check_too_old",
  ),
  one(
    "the script by its name, of an nmap that was given it",
    report(ports(LISTED), { args: SILENT }).replace("7.93", "6.40"),
    "negative_derived",
  ),
  {
    what: "two names of one address, found under the second",
    document: report(`${ports(NEGATIVE + LISTED)}</host>
<host><status state="up"/><address addr="192.0.2.1" addrtype="ipv4"/><hostnames><hostname name="b.example" type="user"/></hostnames>
${ports(state("VULNERABLE"))}`),
    answers: [
      { host: "192.0.2.1", port: "443", reason: "finding_reported" },
      { host: "192.0.2.1", port: "443", reason: "host_ambiguous" },
    ],
  },
  one("no script", report(ports(CERT), { args: "nmap -p 443 192.0.2.1" }), "check_not_enabled"),
  one(
    "the script is taken out",
    report(ports(LISTED), { args: 'nmap --script "vuln and not ssl-heartbleed" h' }),
    "check_not_enabled",
  ),
  one("another wildcard", report(ports(LISTED), { args: "nmap --script ssl-e* h" }), "check_not_enabled"),
  one("asked by wildcard, nothing shown", report(ports(""), { args: "nmap --script ssl-* h" }), "tls_not_shown"),
  one(
    "an old scan with the category",
    report(ports(LISTED), { args: "nmap --script vuln,discovery h", start: 1372636800 }),
    "check_too_old",
  ),
  one("the command is missing", report(ports(LISTED)).replace(/ args="[^"]*"/, ""), "no_record_of_check"),
  one("UDP", report(ports("", "open", "udp"), { args: SILENT }), "tool_not_applicable"),
  one("closed", report(ports("", "closed")), "port_closed"),
  one("filtered", report(ports("", "open|filtered")), "port_filtered"),
  {
    what: "vulners lists it for a version",
    document: report(ports(`<script id="vulners" output="&#xa;  openssl 1.0.1:&#xa; CVE-2014-0160 5.0"/>`)),
    answers: [
      { host: "192.0.2.1", port: "443", reason: "version_reported", by: "version" },
      { host: "192.0.2.1", port: "443", reason: "tls_not_shown" },
    ],
  },
  one(
    "another script mentions it",
    report(ports(`<script id="http-title" output="about CVE-2014-0160"/>`)),
    "potential_finding",
  ),
  one(
    "a longer number is another flaw",
    report(ports(`<script id="http-title" output="about CVE-2014-01601"/>`)),
    "tls_not_shown",
  ),
  one(
    "not vulnerable by a script that we know nothing about",
    report(ports(state("NOT VULNERABLE").replace("ssl-heartbleed", "other") + LISTED)),
    "negative_without_ground",
  ),
  {
    what: "a host down",
    document: report("", { status: "down" }),
    answers: [{ host: "192.0.2.1", port: null, reason: "host_dead" }],
  },
  {
    what: "a host that was only pinged",
    document: report("", { args: "nmap -sn 192.0.2.1" }),
    answers: [{ host: "192.0.2.1", port: null, reason: "port_not_scanned" }],
  },
  {
    what: "a host given up before any port",
    document: report("", { host: ' timedout="true"' }),
    answers: [{ host: "192.0.2.1", port: null, reason: "scan_interrupted" }],
  },
  {
    what: "every port closed",
    document: report('<ports><extraports state="closed" count="1000"/></ports>'),
    answers: [{ host: "192.0.2.1", port: null, reason: "port_closed" }],
  },
  {
    what: "a script of the host",
    document: report(`<hostscript>${state("VULNERABLE").replace("ssl-heartbleed", "other")}</hostscript>`),
    answers: [{ host: "192.0.2.1", port: null, reason: "finding_reported" }],
  },
  {
    what: "a port of another transport",
    document: report(ports("", "open", "sctp")),
    answers: [{ host: "192.0.2.1", port: null, reason: "port_not_scanned" }],
    dropped: 1,
  },
  { what: "no host at all", document: report("").replace(/<host [\s\S]*<\/host>/, ""), answers: [] },
  { what: "another root", document: "<foo></foo>", answers: [], broken: true, recognised: false },
];
