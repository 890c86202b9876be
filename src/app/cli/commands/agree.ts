/** `crosscheck agree`: how far the detectors of an incident agree with each other, and each with itself. */

import { onlyFrom } from "../../../core/agreement/answers.ts";
import { agreementReport } from "../../../core/agreement/report.ts";
import { type FailedControls, failureOf, isCounted } from "../../../core/controls.ts";
import type { Facet } from "../../../core/matrix/columns.ts";
import { OUTCOMES } from "../../../core/model/outcome.ts";
import type { AnswerTable, Store } from "../../../core/ports/store.ts";
import { agreementJson } from "../../agreement/json.ts";
import { agreementText } from "../../agreement/text.ts";
import { findPack } from "../../packs.ts";
import {
  type Campaign,
  campaignOf,
  type Discredited,
  discreditedIn,
  discreditedInWords,
  invalidDetectors,
} from "../../rows.ts";
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
    const report = agreementReport(withoutDiscredited(answersOf(store, campaign), discredited), {
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

/** The engine and the inventory answer where nobody could be asked: that is a reason, not an opinion. */
function answersOf(store: Store, campaign: Campaign | null) {
  const table = store.answers(campaign?.runs.map((run) => run.id) ?? []);
  if (campaign === null) return table;
  const native = findPack(campaign.pack).detectors.map(({ id }) => id);
  return onlyFrom(table, ({ id, kind }) => kind !== "native" || native.includes(id));
}

/** What a detector said in a run where it failed its controls is no opinion. */
function withoutDiscredited(table: AnswerTable, discredited: Discredited): AnswerTable {
  if (discredited.size === 0) return table;
  const failures = table.sources.map(({ run, id }) => failureOf(discredited.get(run) ?? NOBODY, id));
  const unknown = OUTCOMES.indexOf("unknown");
  const outcome = table.outcome.map((said, row) => {
    const failure = failures[table.source[row] ?? -1] ?? null;
    return isCounted(failure, OUTCOMES[said] ?? "unknown") ? said : unknown;
  });
  return { ...table, outcome };
}

const NOBODY: FailedControls = new Map();
