/** The output of plugin 19506, one fact per line (report-formats.md 3.1, Record). */

import { ownCopy } from "../../documents/xml-text.ts";
import { NO_TIME, type ReportEvent, type ReportFact, type ReportTime } from "../importer.ts";
import { parseTime, zoneMinutes } from "../times/parse-time.ts";

export interface ScanInformation {
  /** When the plugins were made, as if in UTC: `202203230405`; null: not said. */
  readonly feedAt: number | null;
  readonly started: ReportTime;
  /** The zone word behind the start, in minutes; null: none that is clear. */
  readonly zone: number | null;
  readonly facts: readonly { readonly name: ReportFact; readonly value: string }[];
}

export const NO_INFORMATION: ScanInformation = { feedAt: null, started: NO_TIME, zone: null, facts: [] };

const LONGEST_VALUE = 200;
const FACTS: readonly (readonly [ReportFact, string])[] = [
  ["tool_version", "Nessus version"],
  ["feed", "Plugin feed version"],
  ["policy", "Scan policy used"],
  ["scanner", "Scanner IP"],
  ["started", "Scan Start Date"],
];

export function readScanInformation(output: string): ScanInformation {
  const lines = new Map<string, string>();
  for (const [, name = "", value = ""] of output.matchAll(
    /^[ \t]*([A-Za-z][A-Za-z ]{2,40}?)[ \t]*:[ \t]*(\S[^\n]*)$/gm,
  )) {
    if (!lines.has(name)) lines.set(name, value.trim().slice(0, LONGEST_VALUE));
  }
  const start = lines.get("Scan Start Date") ?? "";
  return {
    feedAt: feedTime(lines.get("Plugin feed version") ?? ""),
    started: parseTime(start),
    zone: zoneMinutes(start.replace(/^[\d/]+ +[\d:]+/, "")),
    facts: FACTS.flatMap(([name, line]) => {
      const value = lines.get(line);
      return value === undefined ? [] : [{ name, value: ownCopy(value) }];
    }),
  };
}

/** `YYYYMMDDhhmm`. */
function feedTime(feed: string): number | null {
  const parts = /^(20\d\d)(\d\d)(\d\d)(?:\d{4})?$/.exec(feed);
  return parts === null ? null : parseTime(`${parts[1]}-${parts[2]}-${parts[3]}`).at;
}

/** Facts about the report that have not been said yet; several scans in one file say several. */
export function factEvents(information: ScanInformation, said: Set<string>): readonly ReportEvent[] {
  const MOST_FACTS = 64;
  return information.facts.flatMap(({ name, value }) => {
    const key = `${name} ${value}`;
    if (said.has(key) || said.size >= MOST_FACTS) return [];
    said.add(key);
    return [{ kind: "fact", name, value }];
  });
}
