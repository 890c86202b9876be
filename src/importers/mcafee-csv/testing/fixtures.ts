import type { ReportFixture } from "../../testing/check.ts";

const HEADER = "IP Address,DNS Name,FaultlineID,FaultlineID Title,Result,CVE,Risk,Port,Last Detected Time\n";
const at = (port: number | string | null, host = "192.0.2.1") => ({ host, port });

export const FIXTURES: readonly ReportFixture[] = [
  {
    what: "found, a package, one that only informs, another result, another CVE",
    document:
      `${HEADER}192.0.2.1,a.example,1,Heartbeat Disclosure,Vulnerable,"CVE-2014-0076,CVE-2014-0160",7,443,2014-05-01T10:00:00Z\n` +
      "192.0.2.2,,2,RHSA-2014-0376,Vulnerable,CVE-2014-0160,7,,\n" +
      "192.0.2.3,,1,Heartbeat Disclosure,Vulnerable,CVE-2014-0160,0,443,\n" +
      "192.0.2.4,,1,Heartbeat Disclosure,Not Vulnerable,CVE-2014-0160,7,443,\n" +
      "192.0.2.5,,3,x,Vulnerable,CVE-MAP-NOMATCH,7,80,\n",
    answers: [
      { ...at(443), reason: "finding_reported" },
      { ...at(null, "192.0.2.2"), reason: "version_reported", by: "version" },
      { ...at(null, "192.0.2.2"), reason: "no_negative_in_format" },
      { ...at(443, "192.0.2.3"), reason: "potential_finding" },
      { ...at(443, "192.0.2.4"), reason: "negative_without_ground" },
      { ...at(80, "192.0.2.5"), reason: "no_negative_in_format" },
    ],
  },
  {
    what: "another result first, then found; a row that is cut off, a row without a host",
    document:
      `${HEADER}192.0.2.1,,1,Heartbeat,Indeterminate,CVE-2014-0160,7,443,x\n` +
      "192.0.2.1,,1,Heartbeat,Vulnerable,CVE-2014-0160,7,443,x\n192.0.2.2,,1,Heartbeat,Vulnerable\n,,1,Heartbeat,Vulnerable,CVE-2014-0160,7,443,x\n",
    answers: [{ ...at(443), reason: "finding_reported" }],
    dropped: 2,
  },
  {
    what: "another table",
    document: "IP,CVE\n192.0.2.1,CVE-2014-0160\n",
    answers: [],
    broken: true,
    recognised: false,
  },
];
