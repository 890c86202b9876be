import type { ReportFixture } from "../../testing/check.ts";

const vuln = (name: string, cve: string, risk = "7") =>
  `<Vuln id="1" VulnName="${name}"><Risk>${risk}</Risk><CVE>${cve}</CVE></Vuln>`;
const service = (port: number, protocol = "TCP") =>
  `<Service ServiceName="x"><Port>${port}</Port><Protocol>${protocol}</Protocol><Banner>x</Banner></Service>`;
const host = (vulns: string, services = "", address = "192.0.2.1") =>
  `<Host IPAddress="${address}" DNSName="a.example" NBName="A" OSName="x"><ServicesFound>${services}</ServicesFound><VulnsFound>${vulns}</VulnsFound></Host>`;
const report = (body: string, root = "FoundstoneReport") =>
  `<?xml version="1.0"?>\n<${root}><ReportInfo ReportType="Risk Data"/><HostData>${body}</HostData></${root}>`;
const at = (port: number | string | null, address = "192.0.2.1") => ({ host: address, port });

export const FIXTURES: readonly ReportFixture[] = [
  {
    what: "found, a package, one that only informs, others",
    document: report(
      host(vuln("OpenSSL TLS Heartbeat Information Disclosure", "CVE-2014-0160"), service(443)) +
        host(vuln("Red Hat RHSA-2014-0376", "CVE-2014-0160"), "", "192.0.2.2") +
        host(vuln("OpenSSL Heartbeat", "CVE-2014-0160", "0"), "", "192.0.2.3") +
        host(vuln("x", "CVE-MAP-NOMATCH") + vuln("y", "CVE-2014-01600"), service(80) + service(53, "UDP"), "192.0.2.4"),
    ),
    answers: [
      { ...at(null), reason: "finding_reported" },
      { ...at(null, "192.0.2.2"), reason: "version_reported", by: "version" },
      { ...at(443), reason: "no_negative_in_format" },
      { ...at(null, "192.0.2.2"), reason: "no_negative_in_format" },
      { ...at(null, "192.0.2.3"), reason: "potential_finding" },
      { ...at(80, "192.0.2.4"), reason: "no_negative_in_format" },
      { ...at(53, "192.0.2.4"), reason: "no_negative_in_format" },
    ],
  },
  {
    what: "another root, a list of CVEs, the same twice, informing first",
    document: report(
      host(
        vuln("Heartbeat", "CVE-2014-0076, CVE-2014-0160", "0") +
          vuln("Heartbeat", "CVE-2014-0076, CVE-2014-0160") +
          vuln("Heartbeat", "CVE-2014-0160"),
      ),
      "MVM",
    ),
    answers: [{ ...at(null), reason: "finding_reported" }],
  },
  {
    what: "nothing found",
    document: report(host("")),
    answers: [{ ...at(null), reason: "no_negative_in_format" }],
  },
  { what: "no host", document: report('<Host OSName="x"/>'), answers: [], dropped: 1 },
  {
    what: "cut off",
    document: report(host(vuln("Heartbeat", "CVE-2014-0160"))).slice(0, -30),
    answers: [{ ...at(null), reason: "finding_reported" }],
    broken: true,
  },
  {
    what: "another report",
    document: '<r><ReportInfo ReportType="x"/></r>',
    answers: [],
    recognised: false,
  },
];
