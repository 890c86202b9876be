/** Parts of sslyze's JSON, in the order of the document, as events. */

import { ownList, ownText } from "../../documents/json.ts";
import { NO_TIME, type ReportEvent, type ReportTime } from "../importer.ts";
import { sslyzeCheck } from "./checks.ts";
import { pendingAnswers } from "./pending.ts";
import { refusedEvent, refusedOf } from "./refused.ts";
import { targetOf } from "./target.ts";
import { sslyzeAnswer } from "./verdict.ts";

const TARGETS: readonly string[] = ["accepted_targets", "server_scan_results"];
const REFUSED: readonly string[] = ["invalid_targets", "server_connectivity_errors", "invalid_server_strings"];
const FIELDS: readonly string[] = ["sslyze_version", "date_scans_started", "date_scans_completed"];

/** For readJson. */
export const SSLYZE_PARTS: readonly string[] = [
  ...[...TARGETS, ...REFUSED].map((list) => `$.${list}.*`),
  ...FIELDS.map((field) => `$.${field}`),
];

export function sslyzeJudge(cve: string) {
  const check = sslyzeCheck(cve);
  const pending = pendingAnswers();
  let time: ReportTime = NO_TIME;
  let targets = 0;

  return {
    /** `key`: the field of the document, or the list that the value is an element of. */
    *part(key: string, value: unknown): Generator<ReportEvent> {
      if (TARGETS.includes(key)) yield* target(value);
      else if (REFUSED.includes(key)) yield* refused(value);
      else yield* field(key, typeof value === "string" ? value : "");
    },
    *end(cut: boolean): Generator<ReportEvent> {
      yield* pending.release(cut, time);
    },
  };

  function* target(value: unknown): Generator<ReportEvent> {
    targets++;
    const found = targetOf(value, check, targets);
    if (found === null) {
      yield { kind: "dropped", what: `target ${targets}`, why: "expected a target with a host" };
      return;
    }
    yield* seen();
    yield { kind: "seen", what: "check", count: 1 };
    pending.add(sslyzeAnswer(found));
  }

  function* refused(value: unknown): Generator<ReportEvent> {
    const found = refusedOf(value);
    if (found.length === 0) yield { kind: "dropped", what: "a failed target", why: "expected a target and an error" };
    for (const each of found) {
      const event = refusedEvent(each);
      if (event.kind === "answer") {
        yield* seen();
        pending.add(event);
      } else yield event;
    }
  }

  function* field(key: string, text: string): Generator<ReportEvent> {
    if (key === "sslyze_version") {
      yield { kind: "fact", name: "tool", value: "sslyze" };
      if (text !== "") yield { kind: "fact", name: "tool_version", value: text };
      return;
    }
    const read = timeOf(text);
    if (read.at === null) return;
    const started = key === "date_scans_started";
    if (started || time.at === null) time = read;
    yield { kind: "fact", name: started ? "started" : "finished", value: new Date(read.at).toISOString() };
  }
}

function* seen(): Generator<ReportEvent> {
  yield { kind: "seen", what: "host", count: 1 };
  yield { kind: "seen", what: "port", count: 1 };
}

/** `2022-01-17T16:45:39.806271`, which is UTC without saying so; with `Z` from version 6 on. */
function timeOf(text: string): ReportTime {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(text.trim());
  if (parts === null) return NO_TIME;
  const at = Date.parse(`${parts[1]}T${parts[2]}${parts[3] ?? "Z"}`);
  return Number.isNaN(at) ? NO_TIME : { at, quality: parts[3] === undefined ? "naive" : "zone" };
}

/** All of a document that is in memory already. */
export function sslyzeEvents(document: unknown, cve: string): readonly ReportEvent[] {
  const judge = sslyzeJudge(cve);
  const lists = [...TARGETS, ...REFUSED].flatMap((key) =>
    ownList(document, key).flatMap((value) => [...judge.part(key, value)]),
  );
  const fields = FIELDS.flatMap((key) => [...judge.part(key, ownText(document, key) ?? "")]);
  return [...fields, ...lists, ...judge.end(false)];
}
