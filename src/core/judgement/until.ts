/**
 * Asking until it is sure enough (design, section 7; reference/statistics.md 9.3, 9.4): after every answer, who of those that are left
 * would say most for its cost, or that it is enough. What detectors are worth is known from the range, before the run. Pure.
 */

import { judge } from "../judge.ts";
import {
  breakdown,
  type Cell,
  classIndex,
  fit,
  GATE,
  gather,
  makeModel,
  type Policy,
  rank,
  worthOf,
} from "../latent/capability/index.ts";
import { withRuns } from "../latent/capability/cells.ts";
import type { Endpoint } from "../model/endpoint.ts";
import type { DetectorIdentity, Observation } from "../model/observation.ts";
import { evidenceOf } from "./evidence-of.ts";
import { toolName } from "./evidence-rows.ts";
import { evidenceOfLab, type LabEndpoint } from "./lab.ts";

type Heard = Pick<Observation, "detector" | "version" | "outcome" | "reason" | "evidence">;

export interface UntilOptions {
  /** How sure to be, either way: 0.999. */
  readonly target: number;
  /** What asking others about one endpoint may cost. */
  readonly budget: number;
  readonly costOf: (identity: DetectorIdentity) => number;
  readonly policy: Policy;
  readonly draws: number;
  readonly pack: string;
  readonly lab: readonly LabEndpoint[];
  /** Who may be asked or has a say, our own detectors among them. */
  readonly detectors: readonly DetectorIdentity[];
  /** Believed share of vulnerable endpoints. */
  readonly prevalence: number;
}

/** Information for its cost below which nobody is asked: bits per unit. */
const LEAST_BITS = 0.0005;
/** The rules look at no place. */
const SOMEWHERE: Endpoint = { address: null, port: null, transport: "tcp", serverName: null, origin: "asked" };

/** Whom to ask next, from what was said; null: it is sure enough, the budget is spent, or nobody left would change anything. */
export function untilSure(options: UntilOptions) {
  const { target, budget, costOf, policy, draws, pack, lab, detectors, prevalence } = options;
  const model = makeModel(
    detectors.map(({ id, version, lineage }) => ({
      id: toolName({ detector: id, version }),
      lineage,
      proves: true,
    })),
  );
  const places = new Map(model.tools.map(({ id }, place) => [id, place]));
  const toolOf = (named: Pick<Heard, "detector" | "version">) => places.get(toolName(named)) ?? -1;
  const { rows, truths } = evidenceOfLab(lab, toolOf);
  const structure = gather(model, rows, { endpoints: truths.length, truth: truths });
  const gate = { gate: { ...GATE, vulnerable: 0 } };
  const { parameters } = fit(structure, truths.filter((truth) => truth === 1).length >= GATE.vulnerable ? gate : {});
  const cellsOf = (said: readonly Heard[]): readonly Cell[] =>
    said.reduce<readonly Cell[]>((cells, each) => {
      const code = evidenceOf(each.reason);
      return code === null ? cells : withRuns(model, cells, toolOf(each), classIndex(code));
    }, []);
  return (said: readonly Heard[], left: readonly DetectorIdentity[]): DetectorIdentity | null => {
    const verdict = judge(SOMEWHERE, pack, said, draws);
    if (verdict.evidence === "demonstrated") return null;
    const cells = cellsOf(said);
    const { probability } = breakdown(model, parameters, cells, prevalence);
    const sure = Math.max(probability, 1 - probability) >= target;
    // A number alone clears nothing: there must be a zero that was proven, and nothing against it.
    if (sure && (probability > 0.5 || verdict.outcome === "not_vulnerable")) return null;
    // Every question costs, but for those that were none.
    const spent = detectors
      .filter(({ kind }) => kind !== "native")
      .map((each) => costOf(each) * said.filter((s) => s.detector === each.id && evidenceOf(s.reason) !== null).length);
    const rest = budget - spent.reduce((sum, cost) => sum + cost, 0);
    const candidates = left.flatMap((identity) => {
      const tool = toolOf({ detector: identity.id, version: identity.version });
      const cost = costOf(identity);
      return tool < 0 || cost > rest ? [] : [{ tool, cost, runs: 1 as const, identity }];
    });
    const worths = candidates.map((each) => worthOf(model, parameters, cells, prevalence, each, policy));
    const best = rank(worths, model).find(
      ({ value, bits, cost }) => value > 0 || bits / Math.max(cost, 1e-9) >= LEAST_BITS,
    );
    return candidates.find(({ tool }) => tool === best?.tool)?.identity ?? null;
  };
}
