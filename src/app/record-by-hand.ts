/** A result that somebody got by hand, as one witness more: shared by `crosscheck record` and the API. */

import type { Endpoint } from "../core/model/endpoint.ts";
import type { DetectorIdentity, Observation } from "../core/model/observation.ts";
import { finding, type Outcome, type Reason } from "../core/model/outcome.ts";
import type { Target } from "../core/model/target.ts";
import type { Store } from "../core/ports/store.ts";
import { notedByHand } from "../importers/by-hand.ts";
import { systemClock } from "../io/system/clock.ts";
import { newRun } from "./new-run.ts";
import { findPack } from "./packs.ts";

export interface ByHand {
  /** What was written that names the endpoint. */
  readonly target: Target;
  readonly endpoint: Endpoint;
  readonly outcome: Outcome;
  /** Who says so: RECORD_NAME. */
  readonly detector: string;
  readonly version: string;
  /** null: a lineage of its own. */
  readonly lineage: string | null;
  /** What the tool said, in its words. */
  readonly words: string;
  /** ISO 8601; null: now. */
  readonly when: string | null;
  readonly vantage: string;
}

export interface Recorded {
  readonly run: string;
  /** As it is stored: a 0 that nothing shows to be answered is a ?. */
  readonly observation: Pick<Observation, "detector" | "version" | "outcome" | "reason" | "evidence" | "detail">;
}

/** How a detector may be called. */
export const RECORD_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
/** Characters of a tool's words that are kept. */
const MOST_WORDS = 500;

const REASON: Readonly<Record<Outcome, Reason>> = {
  vulnerable: "finding_reported",
  not_vulnerable: "negative_reported",
  unknown: "no_answer_recorded",
};

/** A run of its own with one answer. @param when must be a time that Date.parse reads */
export async function recordByHand(store: Store, result: ByHand): Promise<Recorded> {
  const { target, outcome, version, words, when, vantage } = result;
  const pack = findPack("heartbleed");
  const run = await newRun({ kind: "record", pack, vantage, draws: 1, resolver: "none", options: {} });
  const endpoint = { ...result.endpoint, origin: "asked" as const };
  const { finding: noted, by } = notedByHand(result.detector, finding(REASON[outcome], "noted by hand"));
  const detector = by === "version" ? `${result.detector}/version` : result.detector;
  const lineage = result.lineage ?? result.detector;
  const identity: DetectorIdentity = { id: detector, kind: "tool", version, lineage };
  const observation = {
    endpoint,
    pack: pack.id,
    detector,
    version,
    lineage,
    vantage,
    run: run.id,
    mode: "manual" as const,
    startedAt: new Date(when === null ? systemClock.now() : Date.parse(when)).toISOString(),
    durationMs: 0,
    ...noted,
    transcripts: [],
    provenance: {
      raw: null,
      place: "noted by hand",
      words: words.slice(0, MOST_WORDS),
      argv: null,
      exit: null,
      truncated: false,
      time: when === null || /(?:Z|[+-]\d\d:?\d\d)$/i.test(when) ? ("zone" as const) : ("naive" as const),
    },
  };
  const { name } = target;
  const planned = { endpoint, stage: 1 as const, name, resolved: false, permitted: false, unresolved: null };
  store.createRun(run);
  store.appendForeign(run.id, [{ target, ordinal: 1, planned, identity, observation }]);
  store.setRunState(run.id, "done", new Date(systemClock.now()).toISOString());
  return { run: run.id, observation };
}
