/** Small reports for every line of the table, as XML; zap-json writes the same sites as JSON. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

export interface AlertGiven {
  readonly pluginid?: string;
  readonly alert?: string;
  readonly name?: string;
  readonly confidence?: string;
  readonly riskdesc?: string;
  readonly reference?: string;
  readonly tag?: string;
  readonly uri?: string;
}

export interface SiteGiven {
  readonly name?: string;
  readonly host?: string;
  readonly port?: string;
  readonly alerts: readonly AlertGiven[];
}

export interface ZapCase {
  readonly what: string;
  readonly sites: readonly SiteGiven[];
  readonly answers: readonly [host: string, port: number | null, reason: Reason, by?: "version"][];
  readonly dropped?: number;
}

const SITE = { name: "https://www.example.org", host: "www.example.org", port: "443" };
const COOKIE: AlertGiven = {
  pluginid: "10011",
  alert: "x: Cookie Without Secure Flag",
  name: "Cookie",
  confidence: "2",
};
export const ACTIVE: AlertGiven = {
  pluginid: "20015",
  alert: "team: Heartbleed OpenSSL Vulnerability",
  name: "Heartbleed OpenSSL Vulnerability",
  confidence: "2",
  riskdesc: "High (Medium)",
  uri: "https://www.example.org",
};
const INDICATIVE: AlertGiven = { ...ACTIVE, pluginid: "10034", name: "Heartbleed OpenSSL Vulnerability (Indicative)" };
const OTHER: AlertGiven = { pluginid: "40099", alert: "Sondage", confidence: "1" };

const one = (
  what: string,
  alerts: readonly AlertGiven[],
  reason: Reason,
  site: Omit<SiteGiven, "alerts"> = SITE,
): ZapCase => ({ what, sites: [{ ...site, alerts }], answers: [["www.example.org", 443, reason]] });

const inferred = (what: string, alert: AlertGiven, reason: Reason = "version_reported"): ZapCase => ({
  what,
  sites: [{ ...SITE, alerts: [alert] }],
  answers: [
    ["www.example.org", 443, reason, "version"],
    ["www.example.org", 443, "no_negative_in_format"],
  ],
});

export const ZAP_CASES: readonly ZapCase[] = [
  one("the active rule", [COOKIE, ACTIVE, COOKIE], "finding_reported"),
  one("the active rule, its title translated", [{ ...ACTIVE, name: "心血", alert: "心血" }], "finding_reported"),
  one("another active rule, by its tag", [{ ...OTHER, tag: "CVE-2014-0160" }], "finding_reported"),
  one("another active rule, by its title", [{ ...OTHER, alert: "p: CVE-2014-0160" }], "finding_reported"),
  one("another CVE whose number begins so", [{ ...OTHER, tag: "CVE-2014-01601" }], "no_negative_in_format"),
  one("another CVE, then this one", [{ ...OTHER, reference: "CVE-2014-01601 CVE-2014-0160" }], "potential_finding"),
  one("a reference", [{ ...OTHER, reference: "https://x.example/CVE-2014-0160" }], "potential_finding"),
  one("doubtful first, then found", [{ ...OTHER, reference: "CVE-2014-0160" }, ACTIVE], "finding_reported"),
  one("disputed first, then found", [{ ...ACTIVE, confidence: "0" }, ACTIVE], "finding_reported"),
  one("false positive by its number", [{ ...ACTIVE, confidence: "0", riskdesc: "Hoch (falsch)" }], "finding_disputed"),
  one(
    "false positive by its words",
    [{ ...ACTIVE, confidence: "", riskdesc: "High (False Positive)" }],
    "finding_disputed",
  ),
  one("no alert at all", [], "no_negative_in_format"),
  one("other alerts", [COOKIE, OTHER], "no_negative_in_format"),
  one("a site by its URL", [ACTIVE], "finding_reported", { name: "https://www.example.org:443/" }),
  inferred("the indicative rule", INDICATIVE),
  inferred("the indicative rule, translated", { ...INDICATIVE, name: "心血" }),
  inferred("a passive rule about a library", { ...OTHER, pluginid: "10003", tag: "CVE-2014-0160" }),
  inferred("the indicative rule, disputed", { ...INDICATIVE, confidence: "0" }, "finding_disputed"),
  {
    what: "indicative and active, and another site",
    sites: [
      { ...SITE, alerts: [INDICATIVE, ACTIVE] },
      { name: "http://192.0.2.7:8080", host: "192.0.2.7", port: "8080", alerts: [COOKIE] },
    ],
    answers: [
      ["www.example.org", 443, "version_reported", "version"],
      ["www.example.org", 443, "finding_reported"],
      ["192.0.2.7", 8080, "no_negative_in_format"],
    ],
  },
  {
    what: "a site twice, silent first",
    sites: [
      { ...SITE, alerts: [] },
      { ...SITE, alerts: [ACTIVE] },
    ],
    answers: [["www.example.org", 443, "finding_reported"]],
  },
  {
    what: "a site without a name, an alert with a URL",
    sites: [{ alerts: [ACTIVE] }],
    answers: [["www.example.org", 443, "finding_reported"]],
    dropped: 1,
  },
  {
    what: "neither",
    sites: [{ name: "__proto__ x", alerts: [{ ...ACTIVE, uri: "" }] }],
    answers: [],
    dropped: 2,
  },
];

const alertXml = ({ tag, uri, ...fields }: AlertGiven): string =>
  `<alertitem>${Object.entries(fields)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join(
      "",
    )}<instances><instance><uri>${uri ?? ""}</uri><responsebody>CVE-2014-0160</responsebody></instance></instances>${
    tag === undefined ? "<tags/>" : `<tags><tag><tag>${tag}</tag><link>x</link></tag></tags>`
  }</alertitem>`;
const siteXml = ({ alerts, ...attributes }: SiteGiven): string =>
  `<site ${Object.entries(attributes)
    .map(([name, text]) => `${name}="${text}"`)
    .join(" ")}><alerts>${alerts.map(alertXml).join("\n")}</alerts></site>`;
const zapXmlReport = (sites: readonly SiteGiven[]): string =>
  `<?xml version="1.0"?>\n<OWASPZAPReport programName="ZAP" version="2.11.1" generated="Fr., 30 Sep. 2022 08:40:35">${sites
    .map(siteXml)
    .join("\n")}</OWASPZAPReport>\n`;

export const shownAnswers = (answers: ZapCase["answers"]): ReportFixture["answers"] =>
  answers.map(([host, port, reason, by]) => ({ host, port, reason, ...(by === undefined ? {} : { by }) }));

export const ZAP_XML_FIXTURES: readonly ReportFixture[] = [
  ...ZAP_CASES.map(({ what, sites, answers, dropped }) => ({
    what,
    document: zapXmlReport(sites),
    answers: shownAnswers(answers),
    ...(dropped === undefined ? {} : { dropped }),
  })),
  {
    what: "cut off behind a finding",
    document: zapXmlReport([
      { ...SITE, alerts: [ACTIVE] },
      { name: "https://192.0.2.7", host: "192.0.2.7", port: "443", alerts: [] },
    ]).replace("</alerts></site></OWASPZAPReport>", ""),
    answers: [
      { host: "www.example.org", port: 443, reason: "finding_reported" },
      { host: "192.0.2.7", port: 443, reason: "report_truncated" },
    ],
    broken: true,
  },
];
