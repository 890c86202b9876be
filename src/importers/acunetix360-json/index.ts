/** Acunetix 360, JSON report of one target (reference/report-formats.md, 3.11). Invicti writes the same. */

import { ownText, readJson } from "../../documents/json.ts";
import { type ImportContext, type Importer, NO_TIME, type ReportEvent, type ReportTime } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { dayFirstTime } from "../times/web-dates.ts";
import { SiteAnswers, siteOf } from "../web-sites.ts";
import { ACUNETIX360_MAPPING, readVulnerability, type Vulnerability } from "./vulnerability.ts";

export const acunetix360Json: Importer = {
  id: "acunetix360-json",
  title: "Acunetix 360, JSON report",
  detector: "acunetix",
  lineage: "acunetix",
  source: "report-formats.md, 3.11",
  mapping: ACUNETIX360_MAPPING,
  recognises: ({ kind, text }) =>
    kind === "json" && ["Vulnerabilities", "Target", "ScanId"].every((key) => has(text, key)) && /^\s*\{/.test(text),
  read: readReport,
};

const has = (text: string, key: string): boolean => new RegExp(`"${key}"\\s*:`).test(text);

async function* readReport(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const sites = new SiteAnswers();
  const found: Vulnerability[] = [];
  let target = "";
  let time: ReportTime = NO_TIME;

  function* end(complete: boolean): Generator<ReportEvent> {
    const site = siteOf(target);
    if (site !== null) yield* sites.show(site, `target ${target}`, time);
    else
      yield { kind: "dropped", what: `target ${target}`.trim(), why: "expected a target with a URL that names a host" };
    for (const { url, seen, id, ...read } of found) {
      const here = siteOf(url) ?? site;
      const at = dayFirstTime(seen);
      if (here === null) yield { kind: "dropped", what: read.words, why: "it does not say which host it means" };
      else yield* sites.claim({ site: here, ...read, place: `vulnerability ${id}`, time: at.at === null ? time : at });
    }
    yield* sites.end(complete);
  }

  yield* untilBroken(
    (async function* (): AsyncGenerator<ReportEvent> {
      yield { kind: "fact", name: "tool", value: "Acunetix 360" };
      for await (const { path, value } of readJson(document, ["$.Target", "$.Vulnerabilities.*"])) {
        if (path[0] === "Target") {
          target = ownText(value, "Url") ?? "";
          const started = ownText(value, "Initiated") ?? "";
          time = dayFirstTime(started);
          if (started !== "") yield { kind: "fact", name: "started", value: started.slice(0, 60) };
          continue;
        }
        yield { kind: "seen", what: "check", count: 1 };
        const read = readVulnerability(value, cve);
        if (read !== null) found.push(read);
      }
      yield* end(true);
    })(),
    () => [...end(false)],
  );
}
