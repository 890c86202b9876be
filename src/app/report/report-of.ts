/** The report of some runs, for commands that do not judge themselves: by the policy and the sheet of scores that ship. */

import { BALANCED } from "../../core/latent/capability/index.ts";
import type { Store } from "../../core/ports/store.ts";
import type { Report } from "../../exporters/report.ts";
import { systemClock } from "../../io/system/clock.ts";
import { judgeStore } from "../judgement/judge-store.ts";
import { ownVersion } from "../own-version.ts";
import { readSheetFile, SHIPPED_SCORES } from "../range/read-sheet-file.ts";
import type { Campaign } from "../rows.ts";
import { buildReport } from "./build-report.ts";

/** Throws where the sheet that ships is damaged. The store must stay open while the report is rendered. */
export async function reportOf(store: Store, campaign: Campaign): Promise<Report> {
  const sheet = await readSheetFile(SHIPPED_SCORES);
  if (!sheet.ok) throw new Error(`the sheet of scores that ships: ${sheet.problem}`);
  const now = systemClock.now();
  const judgement = judgeStore(store, campaign, { policy: BALANCED, sheet: sheet.value, now, askable: [] });
  return buildReport(store, judgement, { sheet: sheet.value, now, version: await ownVersion(), title: null });
}
