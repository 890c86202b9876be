/** Small exports for every line of the table, and for every gate that can be closed before a printed negative. */

import type { ReportFixture } from "../../testing/check.ts";
import { at, type Expected, fixture } from "../../testing/fixture.ts";

const HEADER =
  "Asset IP Address,Asset Names,Service Name,Service Port,Service Protocol,Vulnerability ID,Vulnerability CVE IDs,Vulnerability Proof,Vulnerability Test Result Code,Vulnerability Test Date";

interface Row {
  readonly address?: string;
  readonly service?: string;
  readonly port?: string;
  readonly protocol?: string;
  readonly check?: string;
  readonly cves?: string;
  readonly proof?: string;
  readonly tested?: string;
}

export function row(code: string, other: Row = {}): string {
  const all = {
    address: "192.0.2.1",
    service: "HTTPS",
    port: "443",
    protocol: "TCP",
    check: "ssl-heartbeat-probe",
    cves: "CVE-2014-0224, CVE-2014-0160",
    proof: "Running vulnerable HTTPS service.",
    tested: "11/10/2014",
    ...other,
  };
  return `${all.address},"www.example.com, other.example.com",${all.service},${all.port},${all.protocol},${all.check},"${all.cves}","${all.proof}",${code},${all.tested}`;
}
export const file = (...rows: readonly string[]): string => `${[HEADER, ...rows].join("\r\n")}\r\n`;

const here = (code: string, ...answers: readonly Expected[]): ReportFixture =>
  fixture(`the code ${code}`, file(row(code)), ...answers);
const gate = (what: string, other: Row, ...answers: readonly Expected[]): ReportFixture =>
  fixture(what, file(row("nv", other)), ...answers);

const OTHER = { cves: "CVE-2014-0161", check: "another" };
const SILENT = at("443", "no_negative_in_format");

const LISTS: readonly ReportFixture[] = [
  fixture(
    "the CVE behind another that begins like it",
    file(row("ve", { cves: "CVE-2014-01601, CVE-2014-0160", check: "x" })),
    at("443", "finding_reported"),
  ),
];

const AMBIGUOUS: readonly ReportFixture[] = [
  fixture(
    "nv at a port, ve of the asset as a whole",
    file(row("ve", { port: "" }), row("nv")),
    at(null, "finding_reported"),
    at("443", "host_ambiguous"),
  ),
  fixture(
    "one address in two spellings, found under the first",
    file(row("ve", { address: "2001:DB8:0::1" }), row("nv", { address: "2001:db8::1" })),
    at("443", "finding_reported", undefined, "2001:DB8:0::1"),
  ),
];

const CODES: readonly ReportFixture[] = [
  here("ve", at("443", "finding_reported")),
  here("VE", at("443", "finding_reported")),
  here("vv", SILENT, at("443", "version_reported", "version")),
  here("vp", at("443", "potential_finding", "version")),
  here("ee", at("443", "finding_excepted")),
  here("ev", SILENT, at("443", "finding_excepted", "version")),
  here("ep", at("443", "potential_finding", "version")),
  here("nv", at("443", "negative_reported")),
  here("ov", SILENT, at("443", "repair_reported", "version")),
  here("sv", at("443", "no_record_of_check", "version")),
  here("nt", at("443", "no_record_of_check")),
  here("ds", at("443", "check_not_enabled")),
  here("sd", at("443", "check_not_enabled")),
  here("er", at("443", "check_failed")),
  here("uk", at("443", "check_failed")),
  here("nw", at("443", "tool_output_unreadable")),
  here("", at("443", "potential_finding", "version")),
];

const GATES: readonly ReportFixture[] = [
  gate("another service", { service: "HTTP" }, at("443", "tls_not_shown")),
  gate("a service named after its number", { service: "https (HTTP over TLS)" }, at("443", "tls_not_shown")),
  gate("no service", { service: "" }, at("443", "tls_not_shown")),
  gate("over UDP", { protocol: "UDP" }, at("443", "tool_not_applicable")),
  gate("the asset as a whole", { port: "0" }, at(null, "tls_not_shown")),
  gate("before the check", { tested: "04/07/2014" }, at("443", "check_too_old")),
  gate("before the check, by a query", { tested: "2014-04-07 10:00:00.123" }, at("443", "check_too_old")),
  gate("a date that is none", { tested: "10.11.2014" }, at("443", "no_record_of_check")),
  gate("no date", { tested: "" }, at("443", "negative_reported")),
  gate("nothing came back", { proof: "No response" }, at("443", "negative_timed_out")),
  gate("the check gave up", { proof: "java.net.SocketException: end" }, at("443", "check_failed")),
  gate(
    "by a banner",
    { proof: "Running not-vulnerable HTTPS service: OpenSSL 1.0.1g" },
    at("443", "negative_without_ground", "version"),
  ),
  fixture(
    "a check that compared versions elsewhere",
    file(row("vv", { port: "8443" }), row("nv")),
    at("8443", "no_record_of_check"),
    at("8443", "version_reported", "version"),
    at("443", "negative_without_ground", "version"),
  ),
  fixture(
    "overruled before the check",
    file(row("ov", { tested: "04/07/2014" })),
    at("443", "check_too_old", "version"),
  ),
  fixture("cut off in the last cell", file(row("nv")).slice(0, -4), at("443", "report_truncated")),
  fixture("cut off at the end of the last row", file(row("nv")).slice(0, -2), at("443", "report_truncated")),
  fixture("cut off before the date", file(row("nv")).replace(/,11.*\s*$/, "\r\n"), at("443", "report_truncated")),
  { ...fixture("a quote that never ends", `${file(row("ve"))}"192`, at("443", "finding_reported")), broken: true },
];

const MANY: readonly ReportFixture[] = [
  fixture("a finding and a zero", file(row("ve"), row("nv", { check: "other" })), at("443", "finding_reported")),
  fixture("a failure and a zero", file(row("er"), row("nv", { check: "other" })), at("443", "check_failed")),
  fixture(
    "a version and a zero",
    file(row("vv", { check: "banner" }), row("nv")),
    at("443", "negative_reported"),
    at("443", "version_reported", "version"),
  ),
  fixture(
    "other CVEs, other ports, other hosts, the asset as a whole",
    file(
      row("nv", { ...OTHER, port: "0" }),
      row("ve", { ...OTHER, port: "80" }),
      row("ve"),
      row("ve", { ...OTHER, address: "192.0.2.2", port: "0" }),
    ),
    at("80", "no_record_of_check"),
    at("443", "finding_reported"),
    at(null, "no_record_of_check", undefined, "192.0.2.2"),
  ),
  fixture("found elsewhere only", file(row("ve", OTHER)), SILENT),
  fixture("a longer number", file(row("ve", { cves: "CVE-2014-01600", check: "a-cve-2014-01601" })), SILENT),
  fixture(
    "the CVE in the id only",
    file(row("ve", { cves: "", check: "openssl-cve-2014-0160" })),
    at("443", "finding_reported"),
  ),
  {
    ...fixture(
      "a row without a host",
      file(row("ve", { address: "" }).replace(/"www[^"]*"/, '""'), row("ve")),
      at("443", "finding_reported"),
    ),
    dropped: 1,
  },
];

const HEADERS: readonly ReportFixture[] = [
  fixture(
    "no result code, but a day since when",
    "Asset IP Address;Service Port;Vulnerability ID;Vulnerability CVE URLs;Vulnerable Since\n192.0.2.1;443;x;http://nvd.nist.gov/vuln/detail/CVE-2014-0160;2014-04-10\n",
    SILENT,
    at("443", "version_reported", "version"),
  ),
  fixture(
    "no result code, but failed for PCI",
    "Asset IP Address,Service Port,Vulnerability CVE IDs,Vulnerability PCI Compliance Status\n192.0.2.1,443,CVE-2014-0160,Fail\n192.0.2.1,8443,CVE-2014-0160,Not Applicable\n",
    SILENT,
    at("443", "version_reported", "version"),
    at("8443", "potential_finding", "version"),
  ),
  fixture(
    "the words instead of the code",
    "Asset IP Address,Service Name,Service Port,Vulnerability CVE IDs,Vulnerability Test Result Description\n192.0.2.1,HTTPS,443,CVE-2014-0160,Vulnerable Exploited\n192.0.2.1,HTTPS,8443,CVE-2014-0160,Not Vulnerable\n",
    at("443", "finding_reported"),
    at("8443", "negative_reported"),
  ),
  fixture(
    "the names of old",
    "host,port,vuln-id,result-code,severity,vuln-titles\n192.0.2.1,443,ssl-x,ve,9,OpenSSL heartbeat (CVE-2014-0160)\n",
    at("443", "finding_reported"),
  ),
  fixture(
    "two files in one",
    `${file(row("ve"))}${file(row("nv", { port: "8443" }))}`,
    at("443", "finding_reported"),
    at("8443", "negative_reported"),
  ),
  fixture("no rows", `${HEADER}\n`),
];

export const NEXPOSE_CSV_FIXTURES: readonly ReportFixture[] = [
  ...CODES,
  ...AMBIGUOUS,
  ...LISTS,
  ...GATES,
  ...MANY,
  ...HEADERS,
];
