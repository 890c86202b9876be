/** `crosscheck scan`: targets in, observations and verdicts out. */

import type { ControlResult } from "../../../core/controls.ts";
import type { Witness } from "../../../core/ports/witness.ts";
import type { Run, Store } from "../../../core/ports/store.ts";
import type { ChooseNext } from "../../../engine/options.ts";
import { runScan } from "../../../engine/run-scan.ts";
import { systemClock } from "../../../io/system/clock.ts";
import { systemRandom } from "../../../io/system/random.ts";
import { newRun } from "../../new-run.ts";
import { findPack } from "../../packs.ts";
import { permission } from "../../permission.ts";
import { type Configuration, loadResolver, loadScope, loadWitnesses, portPlan, withStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { checkExports } from "../exports.ts";
import { limits, probeOptions } from "../probe-options.ts";
import type { Settings } from "../settings.ts";
import { note } from "../say.ts";
import { type ReportOptions, ScanReport } from "../scan-report.ts";
import { type TargetSources, targetsFrom, usesStandardInput } from "../target-sources.ts";

export interface ScanOptions extends ReportOptions {
  readonly configuration: Configuration;
  readonly sources: TargetSources;
  readonly dryRun: boolean;
  /** The id of a run to go on with; null: a new run. */
  readonly resume: string | null;
}

/** What a run must remember to be resumed in the same way. A pre-shared key is a secret: it is given anew. */
interface RunOptions {
  readonly settings: Omit<Settings, "psk">;
  readonly sources: TargetSources;
}

export async function scan(options: ScanOptions, signal: AbortSignal): Promise<ExitCode> {
  if (options.dryRun) return (await import("./plan.ts")).plan(options);
  const { settings } = options.configuration;
  await checkExports(options.exports);
  return withStore(settings, async (store) => {
    const run = options.resume === null ? null : store.run(options.resume);
    if (options.resume !== null && run === null) {
      throw new CommandError(EXIT.usage, `${settings.db} has no run ${options.resume}; \`crosscheck runs\` lists them`);
    }
    if (run !== null && options.sources.arguments.length + options.sources.files.length > 0) {
      throw new CommandError(EXIT.usage, "a resumed run goes on with its own list: leave the targets out");
    }
    const { psk, ...open } = settings;
    const remembered: RunOptions =
      run === null ? { settings: open, sources: options.sources } : (JSON.parse(run.options) as RunOptions);
    if (run === null && remembered.sources.arguments.length + remembered.sources.files.length === 0) {
      throw new CommandError(
        EXIT.usage,
        "no targets: name some, or give a list with --file, or `-` for standard input",
      );
    }
    if (run !== null && !run.targetsComplete && usesStandardInput(remembered.sources)) {
      note("the list came from standard input and was not read to its end: give it on standard input again");
    }
    return runOne(store, run, remembered, psk, options, signal);
  });
}

async function runOne(
  store: Store,
  known: Run | null,
  remembered: RunOptions,
  psk: string,
  options: ScanOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { sources } = remembered;
  // A run of an earlier version may not know every setting.
  const settings: Settings = { ...options.configuration.settings, ...remembered.settings, psk };
  const pack = findPack(known?.pack ?? "heartbleed");
  const scope = await loadScope(settings);
  const allowed = permission(scope, () => systemClock.now());
  const resolver = await loadResolver(settings);
  const run =
    known ??
    (await newRun({
      pack,
      vantage: settings.vantage,
      draws: settings.draws,
      resolver: resolver.description,
      options: remembered,
    }));
  const { witnesses, notes } = await loadWitnesses({ ...options.configuration, settings });
  for (const text of notes) note(`asking too: ${text}`);
  const ports = await portPlan(settings.ports);
  const probe = probeOptions(settings);
  const targets = targetsFrom(sources);
  const stop = new AbortController();
  const report = new ScanReport(store, run.id, options, () => stop.abort());
  note(`run ${run.id}${known === null ? "" : ", resumed with the settings it began with"}; database ${settings.db}`);
  const ended = AbortSignal.any([signal, stop.signal]);
  const controls = askControls(witnesses, settings, ended).catch((error: unknown) => {
    note(`the controls could not be run: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
  const scanning = runScan({
    // Nobody may read zeros whose controls are not known yet: the run is done when they are stored.
    beforeDone: async () => {
      const results = await controls;
      if (results !== null) store.addControls(run.id, results);
      return results !== null && !results.some(({ reason }) => reason === "interrupted");
    },
    run,
    targets,
    store,
    pack,
    dialer: allowed.dialer,
    clock: systemClock,
    random: systemRandom,
    inventory: { resolver, ports, sni: settings.sni, decide: allowed.decide },
    probe,
    witnesses,
    repeats: settings.repeat,
    ...(settings.until === "" ? {} : { choose: await chooser(settings, witnesses, run.draws) }),
    limits: limits(settings),
    events: (event) => report.event(event),
    signal: ended,
  });
  try {
    await scanning;
  } catch (error) {
    stop.abort();
    await controls;
    throw error;
  }
  return report.finish(signal.aborted, [
    ...pack.detectors.map((d) => d.id),
    ...witnesses.map(({ identity }) => identity.id),
  ]);
}

/** `--until`: the range says what each scanner is worth before any is asked. */
async function chooser(settings: Settings, witnesses: readonly Witness[], draws: number): Promise<ChooseNext> {
  const target = Number(settings.until);
  if (!(target > 0.5 && target < 1)) {
    throw new CommandError(EXIT.usage, "--until: expected a number between 0.5 and 1, such as 0.999");
  }
  const { untilScan } = await import("../../judgement/until-scan.ts");
  const asked = { target, budget: settings.budget, draws, witnesses: witnesses.map(({ identity }) => identity) };
  const choose = await untilScan(asked);
  if (!choose.ok) throw new CommandError(EXIT.internal, `--until: the sheet of scores: ${choose.problem}`);
  return choose.value;
}

/** Our own detector, and the programs beside it; a service is not told about loopback. */
async function askControls(
  witnesses: readonly Witness[],
  settings: Settings,
  signal: AbortSignal,
): Promise<readonly ControlResult[]> {
  const programs = witnesses.filter(({ identity }) => identity.kind === "tool");
  if (settings.skipControls) return [];
  const { runControls } = await import("../../range/controls.ts");
  const { witnessCandidate } = await import("../../range/measure.ts");
  const { nativeCandidate } = await import("../../range/native-candidate.ts");
  const native = nativeCandidate(probeOptions(settings), settings.vantage);
  return runControls([native, ...programs.map((witness) => witnessCandidate(witness))], signal);
}
