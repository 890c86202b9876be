/** The answers of an incident as opinions of detectors: what is no opinion is left out, or counts as ?. */

import { onlyFrom } from "../../core/agreement/answers.ts";
import { type FailedControls, failureOf, isCounted } from "../../core/controls.ts";
import { OUTCOMES } from "../../core/model/outcome.ts";
import type { AnswerTable, Store } from "../../core/ports/store.ts";
import { findPack } from "../packs.ts";
import type { Campaign, Discredited } from "../rows.ts";

/** The engine and the inventory answer where nobody could be asked: that is a reason, not an opinion. */
export function answersOf(store: Store, campaign: Campaign | null, discredited: Discredited): AnswerTable {
  const table = store.answers(campaign?.runs.map((run) => run.id) ?? []);
  if (campaign === null) return table;
  const native = findPack(campaign.pack).detectors.map(({ id }) => id);
  return withoutDiscredited(
    onlyFrom(table, ({ id, kind }) => kind !== "native" || native.includes(id)),
    discredited,
  );
}

/** What a detector said in a run where it failed its controls is no opinion. */
function withoutDiscredited(table: AnswerTable, discredited: Discredited): AnswerTable {
  if (discredited.size === 0) return table;
  const failures = table.sources.map(({ run, id }) => failureOf(discredited.get(run) ?? NOBODY, id));
  const unknown = OUTCOMES.indexOf("unknown");
  const outcome = table.outcome.map((said, row) => {
    const failure = failures[table.source[row] ?? -1] ?? null;
    return isCounted(failure, OUTCOMES[said] ?? "unknown") ? said : unknown;
  });
  return { ...table, outcome };
}

const NOBODY: FailedControls = new Map();
