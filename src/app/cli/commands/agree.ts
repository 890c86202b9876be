/** `crosscheck agree`: how far the detectors of an incident agree with each other, and each with itself. */

import { agreementReport } from "../../../core/agreement/report.ts";
import type { Facet } from "../../../core/matrix/columns.ts";
import { answersOf } from "../../agreement/answers-of-campaign.ts";
import { agreementJson } from "../../agreement/json.ts";
import { agreementText } from "../../agreement/text.ts";
import { campaignOf, discreditedIn, discreditedInWords, invalidDetectors } from "../../rows.ts";
import { paintFor } from "../../text/paint.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { findRun } from "../find-run.ts";
import { note } from "../say.ts";
import { writer } from "../streams.ts";

export interface AgreeOptions {
  readonly configuration: Configuration;
  /** Empty: all runs. */
  readonly runs: readonly string[];
  /** Not empty: each detector beside itself, told apart by these. */
  readonly by: readonly Facet[];
  readonly format: "table" | "json";
  readonly details: boolean;
  /** List every disputed endpoint. */
  readonly all: boolean;
}

const LISTED: Readonly<Record<AgreeOptions["format"], number>> = { table: 20, json: 1000 };

export async function agree(options: AgreeOptions): Promise<ExitCode> {
  const { settings } = options.configuration;
  return withExistingStore(settings, async (store) => {
    const named = options.runs.map((id) => findRun(store, id, settings.db));
    const campaign = campaignOf(named.length > 0 ? named : store.runs());
    const runs = campaign?.runs.map((run) => run.id) ?? [];
    const discredited = discreditedIn(store, campaign?.runs ?? []);
    const report = agreementReport(answersOf(store, campaign, discredited), {
      by: options.by,
      mostListed: options.all ? Number.POSITIVE_INFINITY : LISTED[options.format],
    });
    const failed = invalidDetectors(discredited).map(({ detector, why }) => [detector, why] as const);
    const out = writer(process.stdout);
    if (options.format === "json") {
      await out(
        agreementJson(report, { pack: campaign?.pack ?? null, runs, failedControls: Object.fromEntries(failed) }),
      );
    } else {
      const look = { width: process.stdout.columns ?? null, paint: paintFor(process.stdout), details: options.details };
      await out(`${agreementText(report, look).join("\n")}\n`);
    }
    for (const text of discreditedInWords(discredited)) note(text);
    return EXIT.nothingVulnerable;
  });
}
