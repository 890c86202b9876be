/** What a Qualys report says about itself: its targets, its filters, how the scan ended (report-formats.md 3.4). */

import type { Gate } from "../../core/claims.ts";
import type { ReportHost } from "../importer.ts";
import { parseTargets, type Targets } from "../target-list.ts";
import { cvesOf } from "./row.ts";
import { listsOneOf } from "./checks.ts";

/** A list of ranges, gathered while the document is read; null: the report has none. */
export interface RangeList {
  add(first: string, last: string): void;
  targets(): Targets | null;
}

const MOST_RANGES = 131_072;
export function rangeList(): RangeList {
  const ranges: string[] = [];
  let parsed: Targets | null = null;
  return {
    add(first, last) {
      if (ranges.length < MOST_RANGES) ranges.push(last === "" || last === first ? first : `${first}-${last}`);
      parsed = null;
    },
    targets() {
      if (ranges.length === 0) return null;
      parsed ??= parseTargets(ranges.join(" "));
      return parsed;
    },
  };
}

export function covers(targets: Targets | null, host: ReportHost): boolean {
  const identities = [host.address, host.name].filter((each) => each !== null);
  return targets?.covers(identities) ?? false;
}

/** The appendix on the template of an asset report: what it leaves out. Texts by element name. */
export type TemplateTexts = ReadonlyMap<string, string>;

const NOTHING = /^(?:|-|none|n\/a|no|off)$/i;
/** The gate of rule 8 and of the check, by the template's own summary; no summary: nobody knows what is left out. */
export function templateGates(texts: TemplateTexts, probes: ReadonlySet<string>): { check: Gate; unfiltered: Gate } {
  const text = (name: string) => (texts.get(name) ?? "").trim();
  const selected = [text("SELECTIVE_VULNS"), text("RESULTING_VULNS")].filter((each) => !NOTHING.test(each));
  const lists = text("VULN_LISTS");
  const named = selected.length > 0;
  // Lists of checks are named by their titles: what is in them must be said beside it.
  const check: Gate =
    named && !selected.every((each) => listsOneOf(each, probes))
      ? "check_not_enabled"
      : !named && !NOTHING.test(lists) && !/^(?:all|complete)$/i.test(lists)
        ? "no_record_of_check"
        : "open";
  const excluded = ["EXCLUDED_VULN_LISTS", "EXCLUDED_VULNS", "EXCLUDED_CATEGORIES"].some(
    (name) => !NOTHING.test(text(name)),
  );
  return { check, unfiltered: excluded || !summaryShowsAll(text("FILTER_SUMMARY")) ? "report_filtered" : "open" };
}

/** Whether nothing in the summary can hide a confirmed finding of a remote check. A setting that is not known hides. */
function summaryShowsAll(summary: string): boolean {
  const flat = summary.replace(/\s+/g, " ");
  // `Status:New, Active, Re-Opened`, or with Fixed: all that is open must be among them.
  const status = /\bStatus:\s*((?:[\w-]+,\s*)*[\w-]+)/i.exec(flat)?.[1] ?? "";
  if (![/\bNew\b/i, /\bActive\b/i, /\bRe-?Opened\b/i].every((word) => word.test(status))) return false;
  for (const [, setting = ""] of flat.matchAll(/\bExclude[^:]*:\s*(\S*)/gi))
    if (!/^(?:off|no|none)$/i.test(setting)) return false;
  for (const [, potential, states = ""] of flat.matchAll(
    /\b(Potential )?Vulnerabilities:\s*State:\s*((?:[\w-]+,\s*)*[\w-]*)/gi,
  ))
    if (potential === undefined && !/\bActive\b/i.test(states)) return false;
  for (const [, systems = ""] of flat.matchAll(/\bOperating Systems:\s*(\S*)/gi))
    if (!/^all$/i.test(systems)) return false;
  for (const [, setting = ""] of flat.matchAll(/\b(?:Categor(?:y|ies)|Severit(?:y|ies)|Ports?|Services?):\s*(\S*)/gi))
    if (!/^(?:all|off)$/i.test(setting)) return false;
  return true;
}

/** The options of a scan: the check is off where only some were chosen, unless the scan names it. */
export function scanCheckGate(options: string | null, title: string, probes: ReadonlySet<string>): Gate {
  if (options === null || options.trim() === "") return "no_record_of_check";
  const chosen =
    /\b(?:selective|custom (?:search )?list|vulnerability detection: ?(?!complete)\w|light scan|discovery only)/i;
  if (!chosen.test(options) && !/\b(?:selective|selected|light|discovery)\b/i.test(title)) return "open";
  return listsOneOf(options, probes) || cvesOf(options).length > 0 ? "no_record_of_check" : "check_not_enabled";
}
