/** Small exports for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const CVE = "<CVE><Id><![CDATA[CVE-2014-0160]]></Id><Href>x</Href></CVE>";
const item = (fields: {
  readonly name?: string;
  readonly cves?: string;
  readonly falsePositive?: string;
  readonly description?: string;
  readonly details?: string;
  readonly references?: string;
}): string =>
  `<ReportItem id="1" color="red"><Name><![CDATA[${fields.name ?? "Memory disclosure"}]]></Name><ModuleName>/Scripts/x</ModuleName><Details><![CDATA[${fields.details ?? ""}]]></Details><Affects>Web Server</Affects><IsFalsePositive><![CDATA[${fields.falsePositive ?? ""}]]></IsFalsePositive><Description><![CDATA[${fields.description ?? ""}]]></Description><TechnicalDetails><Response>CVE-2014-0160 heartbleed</Response></TechnicalDetails><CVEList>${fields.cves ?? ""}</CVEList><References>${fields.references ?? ""}</References></ReportItem>`;
const OTHER = item({ name: "Cookie", description: "heartbleed CVE-2014-0160", details: "CVE-2014-0160" });
const HIT = item({ cves: CVE });

const scan = (items: string, given: Readonly<Record<string, string>> = {}): string => {
  const fields: Readonly<Record<string, string>> = {
    Name: "a scan",
    StartURL: "https://www.example.org/",
    StartTime: "28/04/2020, 05:36:46",
    FinishTime: "28/04/2020, 06:07:03",
    Aborted: "False",
    Responsive: "True",
    ...given,
  };
  const texts = Object.entries(fields).map(([name, text]) => `<${name}><![CDATA[${text}]]></${name}>`);
  return `<Scan>${texts.join("")}<Crawler StartUrl="http://www.example.org/"><SiteFiles><SiteFile id="1"><Name>StartURL</Name></SiteFile></SiteFiles></Crawler><ReportItems>${items}</ReportItems></Scan>`;
};
const file = (...scans: readonly string[]): string =>
  `<?xml version="1.0"?>\n<ScanGroup ExportedOn="28/04/2020, 14:29:33">\n${scans.join("\n")}\n</ScanGroup>\n`;

const one = (what: string, document: string, reason: Reason, port: number | null = 443): ReportFixture => ({
  what,
  document,
  answers: [{ host: "www.example.org", port, reason }],
});
const inferred = (
  what: string,
  given: Parameters<typeof item>[0],
  reason: Reason = "version_reported",
): ReportFixture => ({
  what,
  document: file(scan(item(given))),
  answers: [
    { host: "www.example.org", port: 443, reason, by: "version" },
    { host: "www.example.org", port: 443, reason: "no_negative_in_format" },
  ],
});

export const ACUNETIX_XML_FIXTURES: readonly ReportFixture[] = [
  one("by the list of CVEs", file(scan(OTHER + HIT)), "finding_reported"),
  one("by the list, as text", file(scan(item({ cves: "<CVE>CVE-2014-0160</CVE>" }))), "finding_reported"),
  one("by its name", file(scan(item({ name: "The Heartbleed Bug" }))), "finding_reported"),
  one("not false", file(scan(item({ cves: CVE, falsePositive: "False" }))), "finding_reported"),
  one("false positive", file(scan(item({ cves: CVE, falsePositive: "True" }))), "finding_disputed"),
  one("disputed once, found once", file(scan(item({ cves: CVE, falsePositive: "True" }) + HIT)), "finding_reported"),
  one(
    "to be confirmed by hand",
    file(
      scan(item({ cves: CVE, description: "This alert may be a false positive, manual confirmation is required." })),
    ),
    "potential_finding",
  ),
  one(
    "a reference only",
    file(scan(item({ references: "<Reference>CVE-2014-0160</Reference>" }))),
    "potential_finding",
  ),
  one("another CVE", file(scan(item({ cves: "<CVE><Id>CVE-2014-01601</Id></CVE>" }))), "no_negative_in_format"),
  one("words elsewhere", file(scan(OTHER)), "no_negative_in_format"),
  one("nothing", file(scan("")), "no_negative_in_format"),
  one("aborted", file(scan(OTHER, { Aborted: "True" })), "scan_interrupted"),
  one("aborted in another word", file(scan(OTHER, { Aborted: "perhaps" })), "scan_interrupted"),
  one("aborted behind a finding", file(scan(HIT, { Aborted: "True" })), "finding_reported"),
  one("not responsive", file(scan("", { Responsive: "False" })), "host_dead"),
  one("not responsive, but with items", file(scan(OTHER, { Responsive: "False" })), "no_negative_in_format"),
  one("aborted, then not", file(scan("", { Aborted: "True" }), scan("")), "no_negative_in_format"),
  one("not aborted, then aborted", file(scan(""), scan("", { Aborted: "True" })), "no_negative_in_format"),
  one("silent, then found", file(scan(""), scan(HIT)), "finding_reported"),
  one("no scheme, the crawler has one", file(scan(HIT, { StartURL: "www.example.org" })), "finding_reported", 80),
  one(
    "no scheme, the crawler went elsewhere",
    file(scan(HIT, { StartURL: "www.example.org" }).replace("http://www.", "http://m.")),
    "finding_reported",
    null,
  ),
  one("no scheme, a port", file(scan(HIT, { StartURL: "www.example.org:8443" })), "finding_reported", 8443),
  one("a limited profile", file(scan("", { Profile: "sql_injection" })), "no_negative_in_format"),
  inferred("an old version", { name: "OpenSSL version older than 1.0.1g", cves: CVE }),
  inferred("a library", { name: "Vulnerable Javascript library", cves: CVE }),
  inferred("a banner", { cves: CVE, description: "This alert was made from only banner information." }),
  inferred("an old version, disputed", { name: "Old version", cves: CVE, falsePositive: "1" }, "finding_disputed"),
  {
    what: "no host",
    document: file(scan(HIT, { StartURL: "" }).replace('StartUrl="http://www.example.org/"', "")),
    answers: [],
    dropped: 1,
  },
  {
    what: "cut off behind a finding",
    document: file(scan(OTHER, { StartURL: "https://192.0.2.7/" }), scan(HIT)).replace(
      /<\/ReportItems><\/Scan>\n<\/S[^]*/,
      "",
    ),
    answers: [
      { host: "www.example.org", port: 443, reason: "finding_reported" },
      { host: "192.0.2.7", port: 443, reason: "report_truncated" },
    ],
    broken: true,
  },
];
