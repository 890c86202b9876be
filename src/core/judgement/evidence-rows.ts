/** From words to the rows of the statistical model: who said what kind of evidence, and when. Pure. */

import { classIndex, makeModel, type Tool } from "../latent/capability/index.ts";
import type { Observation } from "../model/observation.ts";
import { timeOf } from "./epochs.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { EvidenceRow } from "./lab.ts";

type Said = Pick<Observation, "detector" | "version" | "lineage" | "outcome" | "reason" | "evidence" | "startedAt">;
export type Named = Pick<Said, "detector" | "version">;

/** A zero of a detector that the range shows to be blind to such an endpoint, or does not show to see it. */
export interface BlindZero {
  readonly detector: string;
  /** Of the range: what this endpoint is like. */
  readonly condition: string;
  /** It was never measured under such a condition. */
  readonly unmeasured?: true;
}

/** A detector in one version is a tool; versions of one share its lineage. */
export const toolName = ({ detector, version }: Named): string => `${detector} ${version}`;

/** @param said what takes part, endpoint by endpoint. @param askable who could be asked as well */
/**
 * Who is one of the model's detectors. One whose positives were all inferred (a banner, a version) does not prove; of all others a proof
 * may come. Whether it could be asked again changes nothing of what it said.
 */
export function toolsIn(said: Iterable<readonly Said[]>, askable: readonly (Named & Pick<Observation, "lineage">)[]) {
  const lineages = new Map<string, string>();
  const proving = new Set<string>();
  const inferring = new Set<string>();
  for (const observations of said) {
    for (const observation of observations) {
      // The engine and the inventory, where nobody could be asked, are nobody.
      if (evidenceOf(observation.reason) === null) continue;
      const id = toolName(observation);
      if (!lineages.has(id)) lineages.set(id, observation.lineage);
      if (observation.outcome !== "vulnerable") continue;
      (observation.evidence === "inferred" ? inferring : proving).add(id);
    }
  }
  for (const each of askable) if (!lineages.has(toolName(each))) lineages.set(toolName(each), each.lineage);
  const tools = [...lineages].map(
    ([id, lineage]): Tool => ({ id, lineage, proves: proving.has(id) || !inferring.has(id) }),
  );
  const sorted = tools.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const places = new Map(sorted.map(({ id }, place) => [id, place]));
  return { model: makeModel(sorted), toolOf: (named: Named) => places.get(toolName(named)) ?? -1 };
}

export function evidenceRows(
  observations: readonly Said[],
  blind: readonly BlindZero[],
  toolOf: (named: Named) => number,
): readonly EvidenceRow[] {
  return observations.flatMap((observation): readonly EvidenceRow[] => {
    const code = evidenceOf(observation.reason);
    if (code === null) return [];
    // Who cannot see such an endpoint has said nothing about it by finding nothing.
    const empty = observation.outcome === "not_vulnerable" && blind.some((b) => b.detector === observation.detector);
    const evidence = classIndex(empty ? "Q" : code);
    return [{ tool: toolOf(observation), evidence, at: timeOf(observation) }];
  });
}
