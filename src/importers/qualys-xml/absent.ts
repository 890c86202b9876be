/** Hosts that a Qualys report names in a list only: what the list says of them, one by one. */

import { finding, type Reason } from "../../core/model/outcome.ts";
import { NO_TIME, type ReportAnswer, type ReportEvent } from "../importer.ts";
import { missingTargets, targetCount, type Targets } from "../target-list.ts";

/** As many of a list are shown: a /16. */
const MOST_MISSING = 65_536;

/** The hosts of a list that `seen` does not know; it grows by them. */
export function* absentHosts(
  targets: Targets | null,
  seen: Set<string>,
  reason: Reason,
  why: string,
): Generator<ReportEvent> {
  if (targets === null) return;
  let listed = 0;
  for (const host of missingTargets(targets, seen)) {
    if (listed++ === MOST_MISSING) {
      const value = `of ${targetCount(targets)} targets, those without an answer are listed up to ${MOST_MISSING}`;
      yield { kind: "fact", name: "note", value };
      return;
    }
    const answer: ReportAnswer = {
      kind: "answer",
      host,
      port: null,
      transport: "tcp",
      serverName: null,
      finding: finding(reason, why),
      by: "probe",
      words: "",
      place: "the list of targets",
      time: NO_TIME,
    };
    yield answer;
  }
}
