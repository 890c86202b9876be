/** Acunetix on premises, XML export: scans with their items (reference/report-formats.md, 3.11). */

import type { UnknownReason } from "../../core/claims.ts";
import type { Importer, ReportEvent, ReportTime } from "../importer.ts";
import { readXmlReport, type XmlReportHandler } from "../read.ts";
import { dayFirstTime } from "../times/web-dates.ts";
import { type Site, SiteAnswers, siteKey, siteOf } from "../web-sites.ts";
import { ACUNETIX_MAPPING, readItem } from "./item.ts";

const ROOTS = ["ScanGroup"];
const LONGEST_TEXT = 16_384;

export const acunetixXml: Importer = {
  id: "acunetix-xml",
  title: "Acunetix, XML export",
  detector: "acunetix",
  lineage: "acunetix",
  source: "report-formats.md, 3.11",
  mapping: ACUNETIX_MAPPING,
  recognises: (head) => head.kind === "xml" && ROOTS.includes(head.root ?? ""),
  read: (document, { cve }) => readXmlReport(document, ROOTS, handler(cve)),
};

const OF_SCAN: ReadonlySet<string> = new Set([
  "Name",
  "StartURL",
  "StartTime",
  "FinishTime",
  "Aborted",
  "Responsive",
  "Profile",
  "ScanProfile",
]);
const OF_ITEM: ReadonlySet<string> = new Set(["Name", "Details", "Description", "IsFalsePositive"]);
const LISTS: ReadonlySet<string> = new Set(["CVEList", "References"]);

type Texts = Map<string, string>;
type Read = NonNullable<ReturnType<typeof readItem>> & { readonly id: string };

function handler(cve: string): XmlReportHandler {
  const events: ReportEvent[] = [];
  const sites = new SiteAnswers();
  const silences = new Map<string, UnknownReason>();
  const path: string[] = [];
  let scan: Texts = new Map();
  let item: Texts = new Map();
  let itemId = "";
  let items = 0;
  let found: Read[] = [];
  let target: { readonly texts: Texts; readonly name: string } | null = null;
  let inScan = false;

  const scanDone = (complete: boolean): void => {
    inScan = false;
    const text = (name: string): string => (scan.get(name) ?? "").trim();
    const site = scanSite(text("StartURL"), text("crawler"));
    const time = timeOf(text("FinishTime"), text("StartTime"));
    const place = `scan ${text("StartURL") || text("Name")}`.trim();
    events.push({ kind: "seen", what: "check", count: items }, ...scanFacts(text));
    if (site === null) {
      events.push({ kind: "dropped", what: place, why: "expected a scan with a StartURL that names a host" });
      return;
    }
    events.push(...sites.show(site, place, time));
    // Of a site that was scanned several times, the scan that ended well speaks.
    const silence = silenceOf(text("Aborted"), text("Responsive"), items);
    const key = siteKey(site);
    if (!silences.has(key) || silence === "no_negative_in_format") {
      silences.set(key, complete ? silence : "report_truncated");
    }
    for (const { id, ...read } of found) {
      events.push(...sites.claim({ site, ...read, place: `${place}, item ${id}`, time }));
    }
  };

  return {
    open(name, attributes) {
      path.push(name);
      target = null;
      const parent = path.at(-2);
      if (name === "ScanGroup") events.push({ kind: "fact", name: "tool", value: "Acunetix" });
      else if (name === "Scan" && parent === "ScanGroup") {
        scan = new Map();
        found = [];
        items = 0;
        inScan = true;
      } else if (name === "ReportItem") {
        item = new Map();
        itemId = attributes.get("id") ?? "";
      } else if (name === "Crawler" && parent === "Scan") scan.set("crawler", attributes.get("StartUrl") ?? "");
      else if (parent === "Scan" && OF_SCAN.has(name)) target = { texts: scan, name };
      else if (parent === "ReportItem" && OF_ITEM.has(name)) target = { texts: item, name };
      else if (path.includes("ReportItem")) {
        const list = path.find((each) => LISTS.has(each));
        if (list !== undefined) target = { texts: item, name: list };
      }
    },
    text(more) {
      if (target === null) return;
      const so = target.texts.get(target.name) ?? "";
      target.texts.set(target.name, (so + more).slice(0, LONGEST_TEXT));
    },
    close(name) {
      if (target !== null) target.texts.set(target.name, `${target.texts.get(target.name) ?? ""} `);
      target = null;
      path.pop();
      if (name === "ReportItem") {
        items++;
        const text = (field: string): string => (item.get(field) ?? "").trim();
        const read = readItem(
          {
            name: text("Name"),
            details: text("Details"),
            description: text("Description"),
            falsePositive: text("IsFalsePositive"),
            cves: text("CVEList"),
            references: text("References"),
          },
          cve,
        );
        if (read !== null) found.push({ ...read, id: itemId });
      } else if (name === "Scan" && path.length === 1) scanDone(true);
    },
    take: () => events.splice(0),
    end(complete) {
      if (inScan) scanDone(false);
      events.push(...sites.end(complete, (site) => silences.get(siteKey(site)) ?? "no_negative_in_format"));
    },
  };
}

/** A StartURL without a scheme takes it from the crawler, where that went to the same host. */
function scanSite(startUrl: string, crawler: string): Site | null {
  const site = siteOf(startUrl);
  const crawled = siteOf(crawler);
  if (site === null || crawled === null) return site ?? crawled;
  const same = siteKey({ ...site, port: null }) === siteKey({ ...crawled, port: null });
  return site.port === null && same ? crawled : site;
}

function silenceOf(aborted: string, responsive: string, items: number): UnknownReason {
  if (!/^(?:false|no|0)?$/i.test(aborted)) return "scan_interrupted";
  return /^(?:false|no|0)$/i.test(responsive) && items === 0 ? "host_dead" : "no_negative_in_format";
}

function timeOf(finished: string, started: string): ReportTime {
  const at = dayFirstTime(finished);
  return at.at === null ? dayFirstTime(started) : at;
}

function* scanFacts(text: (name: string) => string): Generator<ReportEvent> {
  const profile = text("Profile") || text("ScanProfile");
  if (profile !== "") yield { kind: "fact", name: "policy", value: profile.slice(0, 200) };
  if (text("StartTime") !== "") yield { kind: "fact", name: "started", value: text("StartTime").slice(0, 60) };
  if (text("FinishTime") !== "") yield { kind: "fact", name: "finished", value: text("FinishTime").slice(0, 60) };
}
