/** Binds the loop of `scan --until` to the sheet of scores that ships. */

import { untilSure } from "../../core/judgement/until.ts";
import { BALANCED } from "../../core/latent/capability/index.ts";
import type { DetectorIdentity } from "../../core/model/observation.ts";
import { type Parsed, parsed } from "../../core/net/parsed.ts";
import type { ChooseNext } from "../../engine/options.ts";
import { findPack } from "../packs.ts";
import { readSheetFile, SHIPPED_SCORES } from "../range/read-sheet-file.ts";
import { costOf } from "./costs.ts";
import { labOf } from "./judge-store.ts";

export interface UntilScan {
  readonly target: number;
  readonly budget: number;
  readonly draws: number;
  readonly witnesses: readonly DetectorIdentity[];
}

/** Share of vulnerable endpoints believed before anything is known (statistics.md, 5.4). */
const PREVALENCE = 0.05;

/** A sheet that cannot be read is a problem, not an empty laboratory: without it nobody's zero is worth what it says. */
export async function untilScan(
  { target, budget, draws, witnesses }: UntilScan,
  scores: string = SHIPPED_SCORES,
): Promise<Parsed<ChooseNext>> {
  const pack = findPack("heartbleed");
  const sheet = await readSheetFile(scores);
  if (!sheet.ok) return sheet;
  const choose = untilSure({
    target,
    budget,
    costOf,
    policy: BALANCED,
    draws,
    pack: pack.id,
    lab: labOf(sheet.value),
    detectors: [...pack.detectors, ...witnesses],
    prevalence: PREVALENCE,
  });
  return parsed(choose);
}
