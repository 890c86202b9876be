/** `crosscheck matrix`: endpoints × detectors of an incident, out of the store. */

import { columnsOf } from "../../../core/matrix/columns.ts";
import type { Store } from "../../../core/ports/store.ts";
import { type Format, type FormatContext, render } from "../../output/formats.ts";
import { Totals } from "../../output/results.ts";
import { reportOf } from "../../report/report-of.ts";
import { paintFor } from "../../text/paint.ts";
import { readIncident } from "../../incident.ts";
import { incidentRows } from "../../incident-rows.ts";
import { findPack } from "../../packs.ts";
import {
  type Campaign,
  campaignOf,
  discreditedIn,
  discreditedInWords,
  isDiscredited,
  isOf,
  rowsOf,
  unreadableLinesIn,
  type View,
} from "../../rows.ts";
import { type Configuration, withExistingStore } from "../context.ts";
import { type ExitCode, EXIT, exitCodeOf } from "../exit.ts";
import { type Export, matrixOrReport, writeExports } from "../exports.ts";
import { findRun } from "../find-run.ts";
import { note } from "../say.ts";
import { writer } from "../streams.ts";

export interface MatrixOptions extends View {
  readonly configuration: Configuration;
  /** Empty: all runs. */
  readonly runs: readonly string[];
  readonly format: Format;
  readonly exports: readonly Export[];
  readonly all: boolean;
}

export async function matrix(options: MatrixOptions): Promise<ExitCode> {
  const { settings } = options.configuration;
  return withExistingStore(settings, async (store) => {
    const campaign = findCampaign(store, options.runs, settings.db);
    const context = contextOf(store, campaign, options);
    const [only, another] = campaign.runs;
    // One run as a scan shows it: in the order of its list.
    const single = only !== undefined && another === undefined && isPlain(options) ? only : null;
    const incident = single === null ? readIncident(store, campaign) : null;
    const rows = () =>
      incident === null ? (single === null ? [] : rowsOf(store, single)) : incidentRows(incident, options);
    const out = writer(process.stdout);
    for (const text of render(options.format, rows(), context)) await out(text);
    for (const text of discreditedInWords(context.discredited)) note(text);
    const written = (exported: Format) => render(exported, rows(), { ...context, width: null });
    const judge = () => reportOf(store, campaign);
    await writeExports(options.exports, await matrixOrReport(options.exports, written, judge));
    if (campaign.runs.some((run) => run.state !== "done")) return EXIT.partial;
    const totals = new Totals();
    let discredited = false;
    for (const row of rows()) {
      totals.add(row);
      discredited ||= isDiscredited(row);
    }
    const unreadableLines = unreadableLinesIn(store, campaign.runs);
    return exitCodeOf({ totals, unreadableLines, discredited });
  });
}

function findCampaign(store: Store, ids: readonly string[], db: string): Campaign {
  const named = ids.map((id) => findRun(store, id, db));
  const campaign = campaignOf(named.length > 0 ? named : store.runs());
  // findRun says what is missing in an empty database.
  return campaign ?? { runs: [findRun(store, null, db)], pack: "", draws: 1 };
}

/** Every detector, and nothing told apart. */
const isPlain = ({ by, detector }: View): boolean => by.length === 0 && detector === null;

function contextOf(store: Store, campaign: Campaign, options: MatrixOptions): FormatContext {
  const { by, detector, all } = options;
  const ids = campaign.runs.map((run) => run.id);
  const native = findPack(campaign.pack).detectors.map(({ id }) => id);
  // The engine and the inventory answer where nobody could be asked: that is a reason, not a column.
  const answered = store
    .answered(ids)
    .filter(isOf(detector))
    .filter(({ id, kind }) => kind !== "native" || native.includes(id));
  const columns = columnsOf(answered, by, native);
  return {
    run: ids.length === 1 ? (ids[0] ?? "") : "all",
    detectors: isPlain(options) ? withNative(columns, native) : columns,
    discredited: discreditedIn(store, campaign.runs),
    all,
    width: process.stdout.columns ?? null,
    paint: paintFor(process.stdout),
  };
}

/** Our own detectors have their columns in any case: files of several runs are alike. */
function withNative(columns: readonly string[], native: readonly string[]): readonly string[] {
  return [...native, ...columns.filter((column) => !native.includes(column))];
}
