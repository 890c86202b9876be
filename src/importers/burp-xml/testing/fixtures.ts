/** Small reports for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const issue = (
  given: Readonly<Record<string, string>>,
  host = '<host ip="192.0.2.1">https://www.example.org</host>',
): string => {
  const fields: Readonly<Record<string, string>> = {
    name: "SQL injection",
    severity: "High",
    confidence: "Firm",
    ...given,
  };
  return `<issue><serialNumber>71</serialNumber><type>134217728</type>${host}<path><![CDATA[/]]></path>${Object.entries(
    fields,
  )
    .map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`)
    .join(
      "",
    )}<requestresponse><request base64="true"><![CDATA[Q1ZF]]></request><response base64="false"><![CDATA[CVE-2014-0160 <name>heartbleed</name>]]></response></requestresponse></issue>`;
};
const file = (...issues: readonly string[]): string =>
  `<?xml version="1.0"?>\n<!DOCTYPE issues [\n<!ELEMENT issues (issue*)>\n<!ATTLIST issues burpVersion CDATA "">\n]>\n<issues burpVersion="1.6.05" exportTime="Sat Sep 13 22:39:44 CEST 2014">\n${issues.join("\n")}\n</issues>\n`;

const OTHER = issue({});
const HIT = issue({ name: "Heartbleed" });

const one = (what: string, document: string, reason: Reason): ReportFixture => ({
  what,
  document,
  answers: [{ host: "192.0.2.1", port: 443, reason }],
});
const inferred = (what: string, given: Readonly<Record<string, string>>): ReportFixture => ({
  what,
  document: file(issue(given)),
  answers: [
    { host: "192.0.2.1", port: 443, reason: "version_reported", by: "version" },
    { host: "192.0.2.1", port: 443, reason: "no_negative_in_format" },
  ],
});

export const BURP_XML_FIXTURES: readonly ReportFixture[] = [
  one("a root without a version", `<?xml version="1.0"?>\n<issues>\n  ${HIT}\n</issues>\n`, "finding_reported"),
  one("by its name", file(OTHER, HIT, OTHER), "finding_reported"),
  one("by the CVE in its name", file(issue({ name: "CVE-2014-0160" })), "finding_reported"),
  one("by the CVE in its detail", file(issue({ issueDetail: "see CVE-2014-0160" })), "finding_reported"),
  one("another CVE", file(issue({ issueDetail: "see CVE-2014-01601" })), "no_negative_in_format"),
  one("in the background", file(issue({ issueBackground: "CVE-2014-0160" })), "potential_finding"),
  one("tentative", file(issue({ name: "Heartbleed", confidence: "Tentative" })), "potential_finding"),
  one("tentative, then firm", file(issue({ name: "Heartbleed", confidence: "Tentative" }), HIT), "finding_reported"),
  one("false positive", file(issue({ name: "Heartbleed", severity: "False positive" })), "finding_disputed"),
  one("only information", file(issue({ name: "Heartbleed", severity: "Information" })), "finding_reported"),
  one(
    "a detail that speaks of a vulnerable version",
    file(issue({ name: "Heartbleed", issueDetail: "a vulnerable version of OpenSSL" })),
    "finding_reported",
  ),
  one("another issue", file(OTHER), "no_negative_in_format"),
  inferred("vulnerable software", { name: "[Vulners] Vulnerable Software detected", issueDetail: "CVE-2014-0160" }),
  inferred("a version", { name: "Old version of OpenSSL", issueDetail: "CVE-2014-0160" }),
  { what: "no issue", document: file(), answers: [] },
  {
    what: "hosts in all spellings",
    document: file(
      issue({}, "<host>http://bwa</host>"),
      issue({}, '<host ip="::1">https://b.example.org:8443</host>'),
      issue({}, '<host ip="192.0.2.9"></host>'),
      issue({}, "<host></host>"),
    ),
    answers: [
      { host: "bwa", port: 80, reason: "no_negative_in_format" },
      { host: "::1", port: 8443, reason: "no_negative_in_format" },
      { host: "192.0.2.9", port: null, reason: "no_negative_in_format" },
    ],
    dropped: 1,
  },
  {
    what: "cut off behind a finding",
    document: file(HIT, issue({}, "<host>https://b.example.org</host>")).replace("</issues>", ""),
    answers: [
      { host: "192.0.2.1", port: 443, reason: "finding_reported" },
      { host: "b.example.org", port: 443, reason: "report_truncated" },
    ],
    broken: true,
  },
];
