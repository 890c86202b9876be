/** The scans that a report draws on: whether they ended well, and when they were (gates G5 and G7). */

import type { Gate } from "../../core/claims.ts";
import { NO_TIME, type ReportEvent, type ReportTime } from "../importer.ts";
import { ageGate, nexposeTime } from "./time.ts";

interface Scan {
  readonly status: string;
  readonly started: ReportTime;
  readonly finished: ReportTime;
}

export interface Scans {
  add(attributes: ReadonlyMap<string, string>): void;
  /** `id`: the scan of one result; empty: it may be any of them. */
  of(id: string): { readonly finished: Gate; readonly check: Gate; readonly time: ReportTime };
  facts(): readonly ReportEvent[];
}

export function reportScans(): Scans {
  const scans = new Map<string, Scan>();
  const all = (id: string): readonly Scan[] => {
    if (id === "") return [...scans.values()];
    const scan = scans.get(id);
    return scan === undefined ? [] : [scan];
  };
  return {
    add(attributes) {
      const scan = {
        status: attributes.get("status")?.trim().toLowerCase() ?? "",
        started: nexposeTime(attributes.get("startTime") ?? ""),
        finished: nexposeTime(attributes.get("endTime") ?? ""),
      };
      scans.set(attributes.get("id")?.trim() ?? `#${scans.size}`, scan);
    },
    of(id) {
      const those = all(id);
      const ages = those.map(({ started, finished }) => ageGate(started.at === null ? finished : started));
      const [one, ...others] = those;
      return {
        finished:
          one === undefined
            ? "negative_without_ground"
            : those.every(({ status }) => status === "finished")
              ? "open"
              : "scan_interrupted",
        check: ages.find((age) => age !== "open") ?? "open",
        time: one === undefined || others.length > 0 ? NO_TIME : one.started.at === null ? one.finished : one.started,
      };
    },
    facts() {
      const [one, ...others] = scans.values();
      if (one === undefined) return [];
      const stopped = [...scans.values()].filter(({ status }) => status !== "finished").length;
      const fact = (name: "started" | "finished" | "note", value: string): ReportEvent[] =>
        value === "" ? [] : [{ kind: "fact", name, value }];
      return [
        ...(others.length === 0
          ? [...fact("started", shown(one.started)), ...fact("finished", shown(one.finished))]
          : []),
        ...fact("note", stopped === 0 ? "" : `${stopped} of ${scans.size} scans did not finish`),
      ];
    },
  };
}

function shown({ at }: ReportTime): string {
  return at === null ? "" : new Date(at).toISOString().slice(0, 19);
}
