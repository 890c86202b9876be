/** ZAP's traditional XML report, with or without requests and responses (reference/report-formats.md, 3.19). */

import { type Importer, NO_TIME, type ReportEvent } from "../importer.ts";
import { readXmlReport, type XmlReportHandler } from "../read.ts";
import { hostOf, type Site, SiteAnswers, siteOf } from "../web-sites.ts";
import { readAlert, ZAP_MAPPING, zapTime } from "./alert.ts";

const ROOTS = ["OWASPZAPReport"];
/** References of a library's alert can be long; requests and responses are never read. */
const LONGEST_TEXT = 16_384;

export const zapXml: Importer = {
  id: "zap-xml",
  title: "ZAP, traditional XML report",
  detector: "zap",
  lineage: "zap",
  source: "report-formats.md, 3.19; zaproxy.org/docs/desktop/addons/report-generation",
  mapping: ZAP_MAPPING,
  recognises: (head) => head.kind === "xml" && ROOTS.includes(head.root ?? ""),
  read: (document, { cve }) => readXmlReport(document, ROOTS, handler(cve)),
};

/** Children of an alert that are read; `tag` stands inside `tags`, twice. */
const FIELDS: ReadonlySet<string> = new Set([
  "pluginid",
  "alertRef",
  "alert",
  "name",
  "confidence",
  "riskdesc",
  "reference",
]);

function handler(cve: string): XmlReportHandler {
  const events: ReportEvent[] = [];
  const sites = new SiteAnswers();
  const path: string[] = [];
  let time = NO_TIME;
  let site: Site | null = null;
  let place = "";
  let fields = new Map<string, string>();
  let uri = "";
  /** Where the text goes that is being read; null: nowhere. */
  let target: string | null = null;

  const alertDone = (): void => {
    events.push({ kind: "seen", what: "check", count: 1 });
    const text = (name: string): string => (fields.get(name) ?? "").trim();
    const read = readAlert(
      {
        pluginid: text("pluginid"),
        alertRef: text("alertRef"),
        alert: text("alert"),
        name: text("name"),
        confidence: text("confidence"),
        riskdesc: text("riskdesc"),
        reference: text("reference"),
        tags: text("tags"),
      },
      cve,
    );
    if (read === null) return;
    const here = site ?? siteOf(uri.trim());
    if (here === null) {
      events.push({
        kind: "dropped",
        what: read.words,
        why: "neither the site nor the alert says which host it means",
      });
    } else events.push(...sites.claim({ site: here, ...read, place: `${place}, alert ${text("pluginid")}`, time }));
  };

  return {
    open(name, attributes) {
      path.push(name);
      target = null;
      if (name === "OWASPZAPReport" && path.length === 1) {
        time = zapTime(attributes.get("created") ?? "", attributes.get("generated") ?? "");
        events.push({ kind: "fact", name: "tool", value: "ZAP" });
        const version = attributes.get("version") ?? "";
        if (version !== "") events.push({ kind: "fact", name: "tool_version", value: version });
      } else if (name === "site") {
        site = zapSite(attributes.get("host"), attributes.get("port"), attributes.get("name"));
        place = `site ${attributes.get("name") ?? attributes.get("host") ?? ""}`.trim();
        if (site === null) events.push({ kind: "dropped", what: place, why: "expected a site with its host" });
        else events.push(...sites.show(site, place, time));
      } else if (name === "alertitem") {
        fields = new Map();
        uri = "";
      } else if (path.at(-2) === "alertitem" && FIELDS.has(name)) target = name;
      else if (path.includes("tags") && path.includes("alertitem")) target = "tags";
      else if (name === "uri" && uri === "") target = "uri";
    },
    text(more) {
      if (target === "uri") uri = (uri + more).slice(0, LONGEST_TEXT);
      else if (target !== null) fields.set(target, ((fields.get(target) ?? "") + more).slice(0, LONGEST_TEXT));
    },
    close(name) {
      if (target === "tags") fields.set("tags", `${fields.get("tags") ?? ""} `);
      target = null;
      path.pop();
      if (name === "alertitem") alertDone();
      else if (name === "site") site = null;
    },
    take: () => events.splice(0),
    end(complete) {
      events.push(...sites.end(complete));
    },
  };
}

/** By host and port; by the URL in `name` where they are missing. */
export function zapSite(host: string | undefined, port: string | undefined, name: string | undefined): Site | null {
  const named = siteOf(name ?? "");
  const found = hostOf((host ?? "").replace(/^\[(.*)\]$/, "$1"));
  if (found === null) return named;
  const digits = /^\s*(\d{1,5})\s*$/.exec(port ?? "")?.[1];
  const number = digits === undefined || Number(digits) > 65_535 || Number(digits) === 0 ? null : Number(digits);
  return { host: found, port: number ?? named?.port ?? null };
}
