/** What to ask next, and how far it would lead (design, section 7; reference/statistics.md 9.3, 9.4). Pure. */

import {
  type Cell,
  cellsOf,
  classIndex,
  nextTest,
  prevalenceOf,
  rank,
  type Stop,
  type Worth,
  worthOf,
} from "../latent/capability/index.ts";
import { breakdown } from "../latent/capability/breakdown.ts";
import { withRuns } from "../latent/capability/cells.ts";
import type { JudgedEndpoint, Judgement } from "./judge-campaign.ts";

/** Somebody who could be asked. */
export interface Askable {
  /** Place in the model's tools. */
  readonly tool: number;
  readonly detector: string;
  /** Effort and harm in the policy's unit: one connection that reads no memory costs 1. */
  readonly cost: number;
  /** Whether its answer would be a controlled negative: only such can clear. */
  readonly controlled: boolean;
}

export interface NextTests {
  /** Best first. */
  readonly tests: readonly (Worth & { readonly detector: string })[];
  /** Why nobody should be asked; null: the first of `tests` should. */
  readonly stop: Stop | null;
  readonly path: Path;
}

/** If all answers were negative: how sure one could become that it is not vulnerable. */
export interface Path {
  readonly now: number;
  readonly steps: readonly { readonly detector: string; readonly safe: number }[];
  /** Whether `target` is reached. */
  readonly reached: boolean;
}

export interface NextOptions {
  /** P(not vulnerable) wanted, e.g. 0.999. */
  readonly target: number;
  readonly budget: number;
  /** Bits for a unit of cost below which a test that changes nothing is not made. */
  readonly leastBits: number;
}

const MOST_STEPS = 8;

/** @param askable without those that are blind to such an endpoint */
export function nextTests(
  judgement: Pick<Judgement, "model" | "structure" | "fitted" | "policy">,
  judged: JudgedEndpoint,
  askable: readonly Askable[],
  { target, budget, leastBits }: NextOptions,
): NextTests {
  const { model, structure, fitted, policy } = judgement;
  const pi = prevalenceOf(structure, fitted.parameters, judged.index);
  const cells = cellsOf(structure, judged.index);
  const worths = askable.map(({ tool, cost }) =>
    worthOf(model, fitted.parameters, cells, pi, { tool, cost, runs: 1 }, policy),
  );
  const ranked = rank(worths, model);
  const name = new Map(askable.map(({ tool, detector }) => [tool, detector]));
  const chosen = nextTest(judged.decision.word, ranked, { budget, leastBits });
  return {
    tests: ranked.map((worth) => ({ ...worth, detector: name.get(worth.tool) ?? "" })),
    stop: typeof chosen === "string" ? chosen : null,
    path: pathOf(judgement, cells, pi, askable, target),
  };
}

function pathOf(
  { model, fitted }: Pick<Judgement, "model" | "fitted">,
  cells: readonly Cell[],
  pi: number,
  askable: readonly Askable[],
  target: number,
): Path {
  const safeOf = (at: readonly Cell[]) => 1 - breakdown(model, fitted.parameters, at, pi).probability;
  const now = safeOf(cells);
  const steps: { detector: string; safe: number }[] = [];
  let [at, safe] = [cells, now];
  while (safe < target && steps.length < MOST_STEPS) {
    const answers = askable.map(({ tool, detector, controlled }) => {
      const next = withRuns(model, at, tool, classIndex(controlled ? "AN" : "WN"));
      return { detector, next, safe: safeOf(next) };
    });
    const best = answers.reduce<(typeof answers)[number] | null>(
      (most, each) => (most === null || each.safe > most.safe ? each : most),
      null,
    );
    // Nothing that is left leads further.
    if (best === null || best.safe - safe < (1 - safe) * LEAST_GAIN) break;
    [at, safe] = [best.next, best.safe];
    steps.push({ detector: best.detector, safe });
  }
  return { now, steps, reached: safe >= target };
}

/** A step that takes away less than this share of the doubt is none. */
const LEAST_GAIN = 0.05;
