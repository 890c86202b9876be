/** Whether the model fits the incident, pair by pair, and which lineages should be one (reference/statistics.md, 5.6 and 7.3). Pure. */

import { residuals } from "../latent/capability/index.ts";
import type { Judgement } from "./judge-campaign.ts";

export interface Misfit {
  readonly detectors: readonly [string, string];
  readonly lineages: readonly [string, string];
  /** Endpoints where both answered; of a large incident a sample. */
  readonly endpoints: number;
  /** Above 0: they answer alike beyond what the model explains, which is what one lineage does. */
  readonly correlation: number;
  readonly p: number;
}

/** On many endpoints the least deviation is significant; a residual correlation below this changes no verdict. */
const MEANINGFUL = 0.1;

/** The pairs that do not fit, most striking first. */
export function misfits({
  model,
  structure,
  fitted,
}: Pick<Judgement, "model" | "structure" | "fitted">): readonly Misfit[] {
  return residuals(structure, fitted.parameters)
    .filter(({ misfit, correlation }) => misfit && Math.abs(correlation) >= MEANINGFUL)
    .map(({ tools: [s, t], endpoints, correlation, p }) => ({
      detectors: [model.tools[s]?.id ?? "", model.tools[t]?.id ?? ""],
      lineages: [model.tools[s]?.lineage ?? "", model.tools[t]?.lineage ?? ""],
      endpoints,
      correlation,
      p,
    }));
}
