/**
 * The smallest set of detectors that would have come to the same answers: who could have been left at home. Pure. Up to
 * EXACT detectors every set is tried, smallest first; beyond, the detector that helps most is added until all answers are there.
 */

import { judge } from "../judge.ts";
import type { Outcome } from "../model/outcome.ts";
import { evidenceOf } from "./evidence-of.ts";
import type { CampaignEndpointInput } from "./judge-campaign.ts";

export interface SmallestSet {
  readonly detectors: readonly string[];
  readonly of: number;
  /** Endpoints that were settled, all of which this set settles alike. */
  readonly settled: number;
  /** Whether every smaller set was tried. */
  readonly exact: boolean;
}

const EXACT = 12;

export function smallestSet(inputs: readonly CampaignEndpointInput[], pack: string, draws: number): SmallestSet {
  const detectors = [
    ...new Set(
      inputs.flatMap(({ observations }) =>
        observations.filter(({ reason }) => evidenceOf(reason) !== null).map(({ detector }) => detector),
      ),
    ),
  ].toSorted();
  const outcomeWith = ({ endpoint, observations }: CampaignEndpointInput, chosen: ReadonlySet<string>): Outcome =>
    judge(
      endpoint,
      pack,
      observations.filter((o) => chosen.has(o.detector)),
      draws,
    ).outcome;
  const everybody = new Set(detectors);
  const settled = inputs
    .map((input) => ({ input, outcome: outcomeWith(input, everybody) }))
    .filter(({ outcome }) => outcome !== "unknown");
  const reached = (chosen: ReadonlySet<string>) =>
    settled.filter(({ input, outcome }) => outcomeWith(input, chosen) === outcome).length;
  const exact = detectors.length <= EXACT;
  const found = exact
    ? tryAll(detectors, (chosen) => settled.every((each) => outcomeWith(each.input, chosen) === each.outcome))
    : addUp(detectors, settled.length, reached);
  return { detectors: found, of: detectors.length, settled: settled.length, exact };
}

function tryAll(detectors: readonly string[], suffices: (chosen: ReadonlySet<string>) => boolean): readonly string[] {
  const sets = Array.from({ length: 2 ** detectors.length }, (_, bits) =>
    detectors.filter((_detector, place) => ((bits >> place) & 1) === 1),
  ).toSorted((a, b) => a.length - b.length);
  return sets.find((chosen) => suffices(new Set(chosen))) ?? detectors;
}

function addUp(
  detectors: readonly string[],
  wanted: number,
  reached: (chosen: ReadonlySet<string>) => number,
): readonly string[] {
  const chosen = new Set<string>();
  while (chosen.size < detectors.length && reached(chosen) < wanted) {
    const left = detectors.filter((detector) => !chosen.has(detector));
    const [best] = left
      .map((detector) => ({ detector, reached: reached(new Set([...chosen, detector])) }))
      .toSorted((a, b) => b.reached - a.reached);
    if (best === undefined) break;
    chosen.add(best.detector);
  }
  return [...chosen].toSorted();
}
