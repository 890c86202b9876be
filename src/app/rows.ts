/** Rows of the matrix out of the store, one endpoint at a time: of one run, or of all runs of an incident. */

import { failedControls, type FailedControls, withoutDiscredited } from "../core/controls.ts";
import { judge } from "../core/judge.ts";
import type { Facet } from "../core/matrix/columns.ts";
import { latestWords } from "../core/matrix/latest.ts";
import { type MatrixRow, matrixCells } from "../core/matrix/matrix.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { Verdict } from "../core/model/observation.ts";
import type { Run, Store, StoredEndpoint, StoredObservation } from "../core/ports/store.ts";

/** Detectors that are not valid, by run; runs where all are have no entry. */
export type Discredited = ReadonlyMap<string, FailedControls>;

export function discreditedIn(store: Store, runs: readonly Pick<Run, "id">[]): Discredited {
  const failed = runs.map(({ id }) => [id, failedControls(store.controls([id]))] as const);
  return new Map(failed.filter(([, detectors]) => detectors.size > 0));
}

/** The same as a list: one entry for each detector and run. */
export function invalidDetectors(
  discredited: Discredited,
): readonly { readonly run: string; readonly detector: string; readonly why: string }[] {
  return [...discredited].flatMap(([run, detectors]) =>
    [...detectors].map(([detector, { why }]) => ({ run, detector, why })),
  );
}

/** One sentence for each detector and run. */
export function discreditedInWords(discredited: Discredited): readonly string[] {
  return invalidDetectors(discredited).map(
    ({ run, detector, why }) => `${detector} is not valid in run ${run}: ${why}`,
  );
}

/** Lines of the lists of these runs that were passed over. */
export function unreadableLinesIn(store: Store, runs: readonly Pick<Run, "id">[]): number {
  return runs.reduce((sum, run) => sum + store.counts(run.id).targetErrors, 0);
}

/** Whether anything said about this endpoint is not counted. */
export function isDiscredited({ cells }: Pick<MatrixRow, "cells">): boolean {
  return [...cells.values()].some(({ reason }) => reason === "control_failed");
}

export function* rowsOf(store: Store, run: Run): Generator<MatrixRow> {
  const discredited = discreditedIn(store, [run]);
  for (const endpoint of store.endpoints(run.id)) yield rowOf(store, run, endpoint, discredited);
}

export function rowOf(
  store: Store,
  run: Pick<Run, "pack" | "draws">,
  stored: StoredEndpoint,
  discredited: Discredited,
): MatrixRow {
  const observations = withoutDiscredited(store.currentObservationsOf(stored.id), discredited);
  const { endpoint } = stored;
  return {
    endpoint,
    names: namesOf(store, stored),
    verdict: judge(endpoint, run.pack, observations, run.draws),
    cells: matrixCells(observations),
  };
}

/** What the user typed that led here, without repetitions. */
export function namesOf(store: Store, stored: Pick<StoredEndpoint, "id">): readonly string[] {
  return [...new Set(store.targetsOf(stored.id).map((target) => target.text))];
}

/** Several runs seen as one. */
export interface Campaign {
  readonly runs: readonly Run[];
  readonly pack: string;
  /** Connections that must agree before a zero stands: the most that any of the runs asked for. */
  readonly draws: number;
}

/** The runs that count: all but reports whose import was cut off, of the newest run's vulnerability. */
export function campaignOf(runs: readonly Run[]): Campaign | null {
  const [newest] = runs;
  if (newest === undefined) return null;
  const counting = runs.filter((run) => run.pack === newest.pack && (run.kind !== "import" || run.state === "done"));
  return { runs: counting, pack: newest.pack, draws: Math.max(1, ...counting.map((run) => run.draws)) };
}

export interface View {
  /** What the columns tell apart, beside the detector. */
  readonly by: readonly Facet[];
  /** Only columns of this detector; null: of all. */
  readonly detector: string | null;
}

/** One endpoint of an incident with what counts of what was said about it. */
export interface CampaignObservations {
  readonly endpoint: Endpoint;
  /** Its ids, one for each run that has it. */
  readonly ids: readonly number[];
  /** Everybody's words, those of earlier runs included. */
  readonly all: readonly StoredObservation[];
  /** Everybody's latest word: what a verdict rests on. */
  readonly latest: readonly StoredObservation[];
  readonly names: () => readonly string[];
  readonly verdict: () => Verdict;
}

/** Each endpoint read by itself: for few of them. Of many: incident.ts. */
export function* campaignObservations(store: Store, campaign: Campaign): Generator<CampaignObservations> {
  const discredited = discreditedIn(store, campaign.runs);
  for (const { endpoint, ids } of store.campaign(campaign.runs.map((run) => run.id))) {
    const said = ids.flatMap((id) => store.currentObservationsOf(id));
    const all = withoutDiscredited(said, discredited);
    const latest = latestWords(all);
    yield {
      endpoint,
      ids,
      all,
      latest,
      names: () => [...new Set(ids.flatMap((id) => namesOf(store, { id })))],
      verdict: () => judge(endpoint, campaign.pack, latest, campaign.draws),
    };
  }
}

export function isOf(detector: string | null): (observation: Pick<StoredObservation, "detector">) => boolean {
  return (observation) => detector === null || observation.detector === detector;
}
