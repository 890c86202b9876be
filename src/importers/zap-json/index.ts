/** ZAP's traditional JSON report: the XML one with its attributes as `@names` (reference/report-formats.md, 3.19). */

import { own, ownList, ownText, readJson } from "../../documents/json.ts";
import { type ImportContext, type Importer, NO_TIME, type ReportEvent, type ReportTime } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { type Site, SiteAnswers, siteOf } from "../web-sites.ts";
import { readAlert, ZAP_MAPPING, type ZapAlert, zapTime } from "../zap-xml/alert.ts";
import { zapSite } from "../zap-xml/index.ts";

export const zapJson: Importer = {
  id: "zap-json",
  title: "ZAP, traditional JSON report",
  detector: "zap",
  lineage: "zap",
  source: "report-formats.md, 3.19; zaproxy.org/docs/desktop/addons/report-generation",
  mapping: ZAP_MAPPING,
  recognises: ({ kind, text }) =>
    kind === "json" &&
    /^\s*\{/.test(text) &&
    has(text, "site") &&
    (has(text, "@generated") || has(text, "@programName")),
  read: readZap,
};

const has = (text: string, key: string): boolean => new RegExp(`"${key}"\\s*:`).test(text);

/** Of a site only these are read; where there is one site only, some tools write it without the array. */
const OF_SITE = ["@host", "@port", "@name", "alerts.*"];
const PATHS = [
  "$.@version",
  "$.@generated",
  "$.@created",
  ...OF_SITE.flatMap((field) => [`$.site.*.${field}`, `$.site.${field}`]),
];

interface OpenSite {
  readonly number: number;
  readonly names: Map<string, string>;
  /** What is said about the CVE, until the site's name is known for certain. */
  readonly claims: { readonly alert: NonNullable<ReturnType<typeof readAlert>>; readonly uri: string }[];
}

async function* readZap(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const sites = new SiteAnswers();
  const head = new Map<string, string>();
  const now: { open: OpenSite | null } = { open: null };
  const time = (): ReportTime =>
    head.size === 0 ? NO_TIME : zapTime(head.get("@created") ?? "", head.get("@generated") ?? "");

  function* closeSite(): Generator<ReportEvent> {
    if (now.open !== null) yield* siteEvents(now.open, sites, time());
    now.open = null;
  }

  yield* untilBroken(
    (async function* (): AsyncGenerator<ReportEvent> {
      yield { kind: "fact", name: "tool", value: "ZAP" };
      for await (const { path, value } of readJson(document, PATHS)) {
        if (path[0] !== "site") {
          const text = typeof value === "string" ? value : "";
          head.set(String(path[0]), text);
          if (path[0] === "@version" && text !== "") yield { kind: "fact", name: "tool_version", value: text };
          continue;
        }
        const number = typeof path[1] === "number" ? path[1] : 0;
        if (now.open?.number !== number) yield* closeSite();
        const open: OpenSite = now.open ?? { number, names: new Map(), claims: [] };
        now.open = open;
        const field = path.find((key) => key === "alerts" || OF_SITE.includes(String(key)));
        if (field !== "alerts") {
          const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
          open.names.set(String(field), text);
          continue;
        }
        yield { kind: "seen", what: "check", count: 1 };
        const alert = readAlert(alertOf(value), cve);
        if (alert !== null) open.claims.push({ alert, uri: ownText(value, "instances", 0, "uri") ?? "" });
      }
      yield* closeSite();
      yield* sites.end(true);
    })(),
    () => [...closeSite(), ...sites.end(false)],
  );
}

function* siteEvents(
  { number, names, claims }: OpenSite,
  sites: SiteAnswers,
  time: ReportTime,
): Generator<ReportEvent> {
  const site: Site | null = zapSite(names.get("@host"), names.get("@port"), names.get("@name"));
  const place = `site ${names.get("@name") ?? names.get("@host") ?? number + 1}`;
  if (site === null) yield { kind: "dropped", what: place, why: "expected a site with its host" };
  else yield* sites.show(site, place, time);
  for (const { alert, uri } of claims) {
    const here = site ?? siteOf(uri);
    if (here !== null) yield* sites.claim({ site: here, ...alert, place: `${place}, alert ${alert.words}`, time });
    else yield { kind: "dropped", what: alert.words, why: "neither the site nor the alert says which host it means" };
  }
}

const LONGEST_TEXT = 16_384;

function alertOf(value: unknown): ZapAlert {
  const text = (name: string): string => (ownText(value, name) ?? "").slice(0, LONGEST_TEXT);
  return {
    pluginid: text("pluginid"),
    alertRef: text("alertRef"),
    alert: text("alert"),
    name: text("name"),
    confidence: text("confidence"),
    riskdesc: text("riskdesc"),
    reference: text("reference"),
    tags: tagsOf(value),
  };
}

/** `[{"tag": "CVE-2014-0160", "link": …}]`, or an object with the tags as its keys. */
function tagsOf(alert: unknown): string {
  const tags = own(alert, "tags");
  if (Array.isArray(tags)) {
    return ownList(alert, "tags")
      .map((tag) => (typeof tag === "string" ? tag : `${ownText(tag, "tag") ?? ""} ${ownText(tag, "link") ?? ""}`))
      .join(" ")
      .slice(0, LONGEST_TEXT);
  }
  return typeof tags === "object" && tags !== null ? Object.keys(tags).join(" ").slice(0, LONGEST_TEXT) : "";
}
