/** Binds the loop of `scan --until` to the sheet of scores that ships. */

import { untilSure } from "../../core/judgement/until.ts";
import { BALANCED } from "../../core/latent/capability/index.ts";
import type { DetectorIdentity } from "../../core/model/observation.ts";
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

export async function untilScan({ target, budget, draws, witnesses }: UntilScan): Promise<ChooseNext> {
  const pack = findPack("heartbleed");
  const sheet = await readSheetFile(SHIPPED_SCORES);
  return untilSure({
    target,
    budget,
    costOf,
    policy: BALANCED,
    draws,
    pack: pack.id,
    lab: sheet.ok ? labOf(sheet.value) : [],
    detectors: [...pack.detectors, ...witnesses],
    prevalence: PREVALENCE,
  });
}
