import type { ReportFixture } from "../../testing/check.ts";

const HEADER = { scan_report_template_title: "Scan Results", result_date: "01/28/2019 12:16:42" };
const SCAN = {
  status: "Finished",
  ips: "192.0.2.1",
  excluded_ips: "",
  launch_date: "08/01/2018 08:04:26",
  option_profile: "Initial Options",
  scanner_appliance: "192.0.2.200 (Scanner 10.10.10-1, Vulnerability Signatures 2.4.1-2)",
  type: "API",
};
interface Row {
  readonly ip?: string;
  readonly qid: number | string;
  readonly type?: string;
  readonly port?: string | number | null;
  readonly cve_id?: string | null;
  readonly severity?: string;
  readonly ssl?: string;
  readonly protocol?: string;
  readonly vuln_status?: string;
  readonly results?: string;
  readonly ip_status?: string;
}
const row = (each: Row) => ({
  ip: "192.0.2.1",
  dns: "a.example",
  type: "Vuln",
  port: "443",
  protocol: "tcp",
  severity: "2",
  cve_id: null,
  ssl: "no",
  ip_status: "host scanned, found vuln",
  ...each,
});
const END = { target_distribution_across_scanner_appliances: "External : 192.0.2.1" };
const MILD = row({ qid: 82003, port: null });
const TLS = row({ qid: 38116, type: "Ig", results: "TLSv1 PROTOCOL IS ENABLED" });
const scanOf = (rows: readonly unknown[], scan: object = {}, end: object = END) =>
  JSON.stringify([HEADER, { ...SCAN, ...scan }, ...rows, end]);
const at = (port: number | string | null = 443, host = "192.0.2.1") => ({ host, port });

export const FIXTURES: readonly ReportFixture[] = [
  {
    what: "a scan that does not say its targets",
    document: scanOf([MILD, TLS], { ips: "" }),
    answers: [{ ...at(), reason: "no_record_of_check" }],
  },
  { what: "every gate open", document: scanOf([MILD, TLS]), answers: [{ ...at(), reason: "negative_derived" }] },
  {
    what: "found, a package, an exception, a dispute, a repair of each kind, a possibility",
    document: scanOf([
      MILD,
      TLS,
      row({ qid: "42430", cve_id: "CVE-2014-0160", severity: "4" }),
      row({ qid: 370001, port: null, cve_id: "CVE-2014-0076, CVE-2014-0160" }),
      row({ qid: 42430, port: 993, vuln_status: "Ignored" }),
      row({ qid: 42430, port: 995, vuln_status: "False Positive" }),
      row({ qid: 42430, port: 465, vuln_status: "Fixed" }),
      row({ qid: 370001, port: 80, cve_id: "CVE-2014-0160", vuln_status: "Fixed" }),
      row({ qid: 42430, port: 8443, type: "Practice" }),
    ]),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(null), reason: "version_reported", by: "version" },
      { ...at(993), reason: "finding_excepted" },
      { ...at(995), reason: "finding_disputed" },
      { ...at(465), reason: "repair_reported" },
      { ...at(80), reason: "no_negative_in_format", by: "version" },
      { ...at(80), reason: "tls_not_shown" },
      { ...at(8443), reason: "potential_finding" },
    ],
  },
  {
    what: "possible without a port",
    document: scanOf([MILD, TLS, row({ qid: 42430, port: null, type: "Practice" })]),
    answers: [
      { ...at(), reason: "host_ambiguous" },
      { ...at(null), reason: "potential_finding" },
    ],
  },
  {
    what: "ports without TLS, with other versions, and of UDP",
    document: scanOf([
      MILD,
      row({ qid: 82023, type: "Ig", port: "", results: "Port\tService\n22\tssh\n" }),
      row({ qid: 38706, type: "Ig", results: "TLSv1.3" }),
      row({ qid: 38291, type: "Ig", port: "4433", protocol: "udp" }),
    ]),
    answers: [
      { ...at(22), reason: "tls_not_shown" },
      { ...at(), reason: "tls_version_not_covered" },
      { ...at(4433), reason: "tool_not_applicable" },
    ],
  },
  ...(
    [
      ["not finished", { status: "Canceled" }, "scan_interrupted"],
      ["another target", { ips: "192.0.2.7" }, "host_not_scanned"],
      ["excluded", { excluded_ips: "192.0.2.1" }, "host_not_scanned"],
      ["no targets", { ips: null }, "no_record_of_check"],
      ["no option profile", { option_profile: { a: 1 } }, "no_record_of_check"],
      ["some checks only", { option_profile: "Selective scan" }, "check_not_enabled"],
      ["before the check", { launch_date: "04/01/2014 08:04:26" }, "check_too_old"],
      ["no date", { launch_date: null }, "no_record_of_check"],
    ] as const
  ).map(([what, scan, reason]) => ({
    what,
    document: scanOf([MILD, TLS], scan),
    answers: [{ ...at(), reason }],
  })),
  {
    what: "no confirmed finding that is as mild",
    document: scanOf([TLS, row({ qid: 82003, severity: "5" }), row({ qid: 82004, type: "Practice" })]),
    answers: [{ ...at(), reason: "report_filtered" }],
  },
  {
    what: "no header of the scan",
    document: JSON.stringify([HEADER, MILD, TLS]),
    answers: [{ ...at(), reason: "no_record_of_check" }],
  },
  {
    what: "two scans in one file",
    document: JSON.stringify([HEADER, SCAN, MILD, TLS, SCAN]),
    answers: [{ ...at(), reason: "no_record_of_check" }],
  },
  {
    what: "cut off after a port and after a repair",
    document: scanOf([MILD, TLS, row({ qid: 42430, port: 465, vuln_status: "Fixed" })]).slice(0, -20),
    answers: [
      { ...at(), reason: "report_truncated" },
      { ...at(465), reason: "report_truncated" },
    ],
    broken: true,
  },
  {
    what: "hosts that did not answer, that were left out, that show nothing",
    document: scanOf(
      [
        MILD,
        TLS,
        row({ qid: 38291, type: "Ig", ip: "192.0.2.4" }),
        row({ qid: 6, type: "Ig", ip: "192.0.2.9", ip_status: "host not alive" }),
      ],
      { ips: "192.0.2.0/24" },
      {
        hosts_not_scanned_host_not_alive_ip: "192.0.2.2-192.0.2.3, 192.0.2.4",
        hosts_not_scanned_excluded_host_ip: ["192.0.2.5"],
        hosts_not_scanned_scan_discontinued_ip: "192.0.2.6",
        no_vulnerabilities_match_your_filters_for_these_hosts: "192.0.2.7",
      },
    ),
    answers: [
      { ...at(), reason: "negative_derived" },
      { ...at(443, "192.0.2.4"), reason: "host_dead" },
      { ...at(443, "192.0.2.9"), reason: "host_dead" },
      { ...at(null, "192.0.2.2"), reason: "host_dead" },
      { ...at(null, "192.0.2.3"), reason: "host_dead" },
      { ...at(null, "192.0.2.5"), reason: "host_not_scanned" },
      { ...at(null, "192.0.2.6"), reason: "scan_interrupted" },
      { ...at(null, "192.0.2.7"), reason: "tls_not_shown" },
    ],
  },
  {
    what: "what is no result, and a result without a host",
    document: scanOf([{ a: 1 }, 7, { qid: 42430 }]),
    answers: [],
    dropped: 3,
  },
];
