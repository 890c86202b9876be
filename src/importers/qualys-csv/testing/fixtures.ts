import type { ReportFixture } from "../../testing/check.ts";

const PREFACE = '"Asset Vuln Datalist Report","04 Feb 2026 10:00AM GMT-0500","1"\n"x","y"\n"z"\n';
const VMDR =
  '"CVE","QID","Title","Severity","Type Detected","Last Detected","Protocol","Port","Status","Asset Name","Asset IPV4","Asset IPV6","Disabled","Ignored","Last Fixed","Results"\n';
interface Row {
  readonly cve?: string;
  readonly qid?: string;
  readonly type?: string;
  readonly port?: string;
  readonly status?: string;
  readonly address?: string;
  readonly ignored?: string;
}
const row = ({ cve = "", qid = "42430", type = "Confirmed", port = "443", status = "ACTIVE", ...rest }: Row) =>
  `"${cve}","${qid}","x","4","${type}","Feb 03, 2026 07:00 AM","TCP","${port}","${status}","a.example","${
    rest.address ?? "192.0.2.1"
  }","","No","${rest.ignored ?? "No"}","","two\nlines"\n`;
const vmdr = (...rows: Row[]) => PREFACE + VMDR + rows.map(row).join("");
const at = (port: number | string | null = 443, host = "192.0.2.1") => ({ host, port });
const SCAN = "IP,DNS,IP Status,QID,Title,Type,Severity,Port,Protocol,SSL,CVE ID,Results\n";

export const FIXTURES: readonly ReportFixture[] = [
  {
    what: "found, a package, something else",
    document: vmdr({}, { qid: "370001", cve: "CVE-2014-0160", port: "" }, { qid: "38173", port: "8443" }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(null), reason: "version_reported", by: "version" },
      { ...at(8443), reason: "no_negative_in_format" },
    ],
  },
  {
    what: "possible, repaired, disputed, ignored, of a package and repaired",
    document: vmdr(
      { type: "Potential" },
      { port: "8443", status: "FIXED" },
      { port: "993", status: "False Positive" },
      { port: "995", ignored: "Yes" },
      { port: "'-", qid: "370001", cve: "CVE-2014-0160", status: "FIXED" },
    ),
    answers: [
      { ...at(995), reason: "finding_excepted" },
      { ...at(), reason: "potential_finding" },
      { ...at(8443), reason: "repair_reported" },
      { ...at(993), reason: "finding_disputed" },
      { ...at(null), reason: "no_negative_in_format", by: "version" },
    ],
  },
  {
    what: "found once and fixed once; possible without a port",
    document: vmdr(
      {},
      { status: "FIXED" },
      { port: "0", type: "Potential", address: "192.0.2.2" },
      { status: "FIXED", address: "192.0.2.2" },
    ),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(null, "192.0.2.2"), reason: "potential_finding" },
      { ...at(443, "192.0.2.2"), reason: "host_ambiguous" },
    ],
  },
  {
    what: "several addresses in one cell",
    document: vmdr({ address: "192.0.2.1,192.0.2.2" }, { address: "192.0.2.3,192.0.2.4", status: "FIXED" }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(443, "192.0.2.2"), reason: "finding_reported" },
      { ...at(443, "192.0.2.3"), reason: "host_ambiguous" },
      { ...at(443, "192.0.2.4"), reason: "host_ambiguous" },
    ],
  },
  {
    what: "scan results: hosts that did not answer, or were not scanned",
    document: `Scan Results,03/30/2019\nx\n${SCAN}192.0.2.1,a.example,"host scanned, found vuln",42430,x,Vuln,4,443,tcp,yes,"CVE-2014-0160, CVE-2014-0076",x\n192.0.2.2,,host not alive,,,,,,,,,\n192.0.2.3,,"host not scanned, scan aborted",,,,,,,,,\nhosts not listed\n`,
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(null, "192.0.2.2"), reason: "host_dead" },
      { ...at(null, "192.0.2.3"), reason: "host_not_scanned" },
    ],
    dropped: 1,
  },
  {
    what: "the API's list of detections, semicolons in no place",
    document:
      "----BEGIN_RESPONSE_BODY_CSV\nHost ID,IP Address,DNS Name,QID,Type,Port,Protocol,SSL,Status,Last Found Datetime\n7,192.0.2.1,a.example,42430,Confirmed,443,tcp,1,Fixed,2019-07-31T21:57:48Z\n----END_RESPONSE_BODY_CSV\n----BEGIN_RESPONSE_FOOTER_CSV\nWARNING\n",
    answers: [{ ...at(), reason: "repair_reported" }],
  },
  {
    what: "the API's list of detections, cut off",
    document:
      "----BEGIN_RESPONSE_BODY_CSV\nHost ID,IP Address,DNS Name,QID,Type,Port,Protocol,SSL,Status,Last Found Datetime\n7,192.0.2.1,a.example,42430,Confirmed,443,tcp,1,Fixed,2019-07-31T21:57:48Z\n",
    answers: [{ ...at(), reason: "report_truncated" }],
    broken: true,
  },
  {
    what: "a row that is cut off after the status",
    document: `IP;QID;Status;Type;Port\n192.0.2.1;42430;Fixed\n192.0.2.2;42430;Active;Vuln;443\n`,
    answers: [{ ...at(443, "192.0.2.2"), reason: "finding_reported" }],
    dropped: 1,
  },
  { what: "column names alone", document: "IP,DNS,QID,Title,Port\n", answers: [] },
  { what: "no column names", document: "a,b\n", answers: [], broken: true, recognised: false },
];
