/** Burp Suite, XML report of issues (reference/report-formats.md, 3.19). Requests and responses are passed over unread. */

import { canonicalAddress } from "../../core/net/address.ts";
import { type Importer, NO_TIME, type ReportEvent } from "../importer.ts";
import { readXmlReport, type XmlReportHandler } from "../read.ts";
import { namedMonthTime } from "../times/web-dates.ts";
import { type Site, SiteAnswers, siteOf } from "../web-sites.ts";
import { BURP_MAPPING, readIssue } from "./issue.ts";

const ROOTS = ["issues"];
const LONGEST_TEXT = 16_384;
/** What issues begin with, for reports whose root was written anew by a program that cut them or put them together. */
const FIRST_ISSUE = /<issue>\s*<serialNumber>\d+<\/serialNumber>\s*<type>\d+<\/type>/;

export const burpXml: Importer = {
  id: "burp-xml",
  title: "Burp Suite, XML report of issues",
  detector: "burp",
  lineage: "burp",
  source: "report-formats.md, 3.19; portswigger.net/burp/documentation",
  mapping: BURP_MAPPING,
  recognises: ({ kind, root, attributes, text }) =>
    kind === "xml" && root === "issues" && (attributes.has("burpVersion") || FIRST_ISSUE.test(text)),
  read: (document, { cve }) => readXmlReport(document, ROOTS, handler(cve)),
};

/** Children of an issue that are read, and where their text is gathered. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["serialNumber", "serialNumber"],
  ["name", "name"],
  ["host", "host"],
  ["severity", "severity"],
  ["confidence", "confidence"],
  ["issueDetail", "detail"],
  ["issueDetailItem", "detail"],
  ["issueBackground", "background"],
  ["references", "background"],
  ["vulnerabilityClassifications", "background"],
]);

function handler(cve: string): XmlReportHandler {
  const events: ReportEvent[] = [];
  const sites = new SiteAnswers();
  const path: string[] = [];
  let time = NO_TIME;
  let fields = new Map<string, string>();
  let target: string | null = null;

  const issueDone = (): void => {
    const text = (name: string): string => (fields.get(name) ?? "").trim();
    const place = `issue ${text("serialNumber")}`.trim();
    const site = issueSite(text("host"), text("ip"));
    const read = readIssue(
      {
        name: text("name"),
        severity: text("severity"),
        confidence: text("confidence"),
        detail: text("detail"),
        background: text("background"),
      },
      cve,
    );
    events.push({ kind: "seen", what: "check", count: 1 });
    if (site === null)
      events.push({ kind: "dropped", what: place, why: "expected an issue with a host that is a URL" });
    else if (read === null) events.push(...sites.show(site, place, time));
    else events.push(...sites.claim({ site, ...read, place, time }));
  };

  return {
    open(name, attributes) {
      path.push(name);
      target = null;
      if (name === "issues" && path.length === 1) {
        time = namedMonthTime(attributes.get("exportTime") ?? "");
        events.push({ kind: "fact", name: "tool", value: "Burp Suite" });
        const version = attributes.get("burpVersion") ?? "";
        if (version !== "") events.push({ kind: "fact", name: "tool_version", value: version });
      } else if (name === "issue" && path.length === 2) fields = new Map();
      else if (path.length === 3 || name === "issueDetailItem") {
        target = FIELDS.get(name) ?? null;
        if (name === "host") fields.set("ip", attributes.get("ip") ?? "");
      }
    },
    text(more) {
      if (target !== null) fields.set(target, ((fields.get(target) ?? "") + more).slice(0, LONGEST_TEXT));
    },
    close(name) {
      if (target !== null) fields.set(target, `${fields.get(target) ?? ""} `);
      target = null;
      path.pop();
      if (name === "issue" && path.length === 1) issueDone();
    },
    take: () => events.splice(0),
    end(complete) {
      events.push(...sites.end(complete));
    },
  };
}

/** The name is in the URL, the address beside it. */
function issueSite(url: string, ip: string): Site | null {
  const site = siteOf(url);
  const address = canonicalAddress(ip) === null ? null : ip;
  if (site === null) return address === null ? null : { host: { address, name: null }, port: null };
  return { host: { address: address ?? site.host.address, name: site.host.name }, port: site.port };
}
