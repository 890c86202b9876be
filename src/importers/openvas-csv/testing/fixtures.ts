/** Small tables made by hand for every row of the mapping table. */

import type { ReportFixture } from "../../testing/check.ts";

const HEADER =
  "IP,Hostname,Port,Port Protocol,CVSS,Severity,QoD,Solution Type,NVT Name,Summary,Specific Result,NVT OID,CVEs,Task ID,Task Name,Timestamp,Result ID\n";
/** What the table had before there was a quality of detection. */
const OLDER =
  "IP,Hostname,Port,Port Protocol,CVSS,Severity,Solution Type,NVT Name,Summary,Specific Result,NVT OID,CVEs,Task ID,Task Name,Timestamp,Result ID\n";
const PROBE = "1.3.6.1.4.1.25623.1.0.103936";
const CVES = "CVE-2014-0346,CVE-2014-0160";

interface Line {
  readonly ip?: string;
  readonly port?: string;
  readonly cvss?: string;
  readonly severity?: string;
  readonly qod?: string;
  readonly oid?: string;
  readonly cves?: string;
}

function lineOf(given: Line): string {
  const { ip = "192.0.2.1", port = "443", cvss = "5.0", severity = "Medium", qod = "99" } = given;
  const { oid = PROBE, cves = CVES } = given;
  return `${ip},www.example.org,${port},${port === "" ? "" : "tcp"},${cvss},${severity},${qod},"VendorFix","a check","several\nlines","found",${oid},"${cves}",t,"task",2020-01-01T10:00:00Z,r\n`;
}

const AT = { host: "192.0.2.1", port: 443 } as const;
const one = (what: string, line: Line, reason: ReportFixture["answers"][number]["reason"]): ReportFixture => ({
  what,
  document: HEADER + lineOf(line),
  answers: [{ ...AT, reason }],
});

export const OPENVAS_CSV_FIXTURES: readonly ReportFixture[] = [
  { what: "a header only", document: HEADER, answers: [] },
  one("the probe", {}, "finding_reported"),
  one("the variant for STARTTLS", { oid: "1.3.6.1.4.1.25623.1.0.105010", cves: "NOCVE" }, "finding_reported"),
  one("another check that asked", { oid: "1.2.3", qod: "95" }, "finding_reported"),
  one("the probe, by its number only", { severity: "" }, "finding_reported"),
  one("marked as a false positive", { severity: "False Positive" }, "finding_disputed"),
  one("a note", { severity: "Log", cvss: "0.0" }, "potential_finding"),
  one("a note, by its number only", { severity: "", cvss: "0.0" }, "potential_finding"),
  one("an error", { severity: "Error" }, "check_failed"),
  one("another check", { oid: "1.2.3", cves: "CVE-2013-2566", severity: "Log" }, "no_negative_in_format"),
  {
    what: "a package, a banner, the CVE scanner, and a host without a port",
    document:
      HEADER +
      lineOf({ oid: "1.3.6.1.4.1.25623.1.0.881918", qod: "97", port: "" }) +
      lineOf({ oid: "1.2.3", qod: "80" }) +
      lineOf({ oid: "CVE-2014-0160", qod: "75", port: "", cves: "" }) +
      lineOf({ ip: "192.0.2.2", oid: "1.2.3", cves: "", port: "" }),
    answers: [
      { host: "192.0.2.1", port: null, reason: "version_reported", by: "version" },
      { ...AT, reason: "version_reported", by: "version" },
      { host: "192.0.2.1", port: null, reason: "version_reported", by: "version" },
      { ...AT, reason: "no_negative_in_format" },
      { host: "192.0.2.2", port: null, reason: "no_negative_in_format" },
    ],
  },
  {
    what: "an older table, the header again, a line without a host",
    document:
      OLDER +
      lineOf({ qod: "" }).replace("Medium,,", "Medium,") +
      OLDER +
      ",,443,tcp,5.0,Medium,,a check,,,1.2.3,,t,t,,r\n",
    answers: [{ ...AT, reason: "finding_reported" }],
    dropped: 1,
  },
  {
    what: "saved again with semicolons",
    document: `IP;Hostname;Port;Port Protocol;CVSS;Severity;QoD;NVT Name;NVT OID;CVEs\n192.0.2.1;;443;tcp;5.0;Medium;99;a check;${PROBE};"CVE-2014-0160, CVE-2014-0346"\n`,
    answers: [{ ...AT, reason: "finding_reported" }],
  },
  {
    what: "cut off in a port",
    document: `${HEADER + lineOf({})}192.0.2.1,www.example.org,80`,
    answers: [{ ...AT, reason: "finding_reported" }],
    dropped: 1,
  },
  {
    what: "cut off in a quote",
    document: `${HEADER + lineOf({ oid: "1.2.3", cves: "" })}192.0.2.1,,80,tcp,5.0,Medium,99,"Vendor`,
    answers: [{ ...AT, reason: "no_negative_in_format" }],
    broken: true,
  },
];
