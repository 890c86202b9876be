/** The cases of zap-xml, written as ZAP writes JSON, and what only JSON can do. */

import type { ReportFixture } from "../../testing/check.ts";
import { ACTIVE, type AlertGiven, shownAnswers, type SiteGiven, ZAP_CASES } from "../../zap-xml/testing/fixtures.ts";

const alertJson = ({ tag, uri, ...fields }: AlertGiven): unknown => ({
  ...fields,
  instances: [{ uri: uri ?? "", method: "GET", "response-body": "CVE-2014-0160" }],
  ...(tag === undefined ? {} : { tags: [{ tag, link: "x" }] }),
});
const siteJson = ({ alerts, ...attributes }: SiteGiven): object => ({
  ...Object.fromEntries(Object.entries(attributes).map(([name, text]) => [`@${name}`, text])),
  "@ssl": "true",
  alerts: alerts.map(alertJson),
});
const report = (site: unknown): string =>
  JSON.stringify({
    "@programName": "ZAP",
    "@version": "2.16.1",
    "@generated": "Sun, 22 Jun 2025 04:04:14",
    "@created": "2025-06-22T02:04:14.5Z",
    site,
  });

const SITE: SiteGiven = { name: "https://www.example.org", host: "www.example.org", port: "443", alerts: [ACTIVE] };
const FOUND = [{ host: "www.example.org", port: 443, reason: "finding_reported" }] as const;

export const ZAP_JSON_FIXTURES: readonly ReportFixture[] = [
  ...ZAP_CASES.map(({ what, sites, answers, dropped }) => ({
    what,
    document: report(sites.map(siteJson)),
    answers: shownAnswers(answers),
    ...(dropped === undefined ? {} : { dropped }),
  })),
  { what: "one site without an array", document: report(siteJson(SITE)), answers: FOUND },
  {
    what: "names behind the alerts",
    document: report([{ alerts: [alertJson(ACTIVE)], "@port": 443, "@host": "www.example.org" }]),
    answers: FOUND,
  },
  {
    what: "tags as keys",
    document: report([
      { "@name": "https://www.example.org", alerts: [{ pluginid: 40099, tags: { "CVE-2014-0160": "x" } }] },
    ]),
    answers: FOUND,
  },
  {
    what: "nonsense in every place",
    document: report([7, null, "x", { "@host": [], alerts: [null, 7, [], { tags: 7 }] }]),
    answers: [],
    dropped: 1,
  },
  {
    what: "cut off behind a finding",
    document: report([siteJson(SITE), siteJson({ ...SITE, name: "", host: "192.0.2.7", alerts: [{}] })]).slice(0, -40),
    answers: [...FOUND, { host: "192.0.2.7", port: 443, reason: "report_truncated" }],
    broken: true,
  },
];
