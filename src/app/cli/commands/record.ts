/** `crosscheck record`: a result that somebody got by hand, as one witness more. */

import { endpointLabel } from "../../../core/model/endpoint.ts";
import { matchRow } from "../../../core/match.ts";
import type { DetectorIdentity } from "../../../core/model/observation.ts";
import { finding, type Outcome, OUTCOMES, type Reason } from "../../../core/model/outcome.ts";
import type { Target } from "../../../core/model/target.ts";
import type { ForeignAnswer } from "../../../core/ports/store.ts";
import { notedByHand } from "../../../importers/by-hand.ts";
import { parseTarget } from "../../../inventory/parse-target.ts";
import { systemClock } from "../../../io/system/clock.ts";
import { newRun } from "../../new-run.ts";
import { findPack } from "../../packs.ts";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { type Configuration, withStore } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { note } from "../say.ts";

export interface RecordOptions {
  readonly configuration: Configuration;
  /** As on the command line of `scan`, of one host. */
  readonly target: string;
  /** 1, 0, ? or the outcome's name. */
  readonly outcome: string;
  readonly detector: string;
  readonly version: string;
  readonly lineage: string | null;
  /** What the tool said, in its words. */
  readonly words: string;
  /** ISO 8601; null: now. */
  readonly when: string | null;
}

const SIGNS: Readonly<Record<string, Outcome>> = { "1": "vulnerable", "0": "not_vulnerable", "?": "unknown" };
const REASON: Readonly<Record<Outcome, Reason>> = {
  vulnerable: "finding_reported",
  not_vulnerable: "negative_reported",
  unknown: "no_answer_recorded",
};
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const DEFAULT_PORT = 443;
const MOST_WORDS = 500;

export async function record(options: RecordOptions): Promise<ExitCode> {
  const { settings } = options.configuration;
  const outcome = SIGNS[options.outcome] ?? OUTCOMES.find((known) => known === options.outcome);
  if (outcome === undefined) throw new CommandError(EXIT.usage, `expected 1, 0, ? or one of ${OUTCOMES.join(", ")}`);
  if (!NAME.test(options.detector)) {
    throw new CommandError(EXIT.usage, "--detector: expected a name of letters, digits, dots, hyphens and underscores");
  }
  const at = options.when === null ? systemClock.now() : Date.parse(options.when);
  if (!Number.isFinite(at))
    throw new CommandError(EXIT.usage, "--when: expected a time such as 2014-04-15T09:30:00+02:00");
  const target = oneHost(options.target);
  return withStore(settings, async (store) => {
    const pack = findPack("heartbleed");
    const run = await newRun({
      kind: "record",
      pack,
      vantage: settings.vantage,
      draws: 1,
      resolver: "none",
      options: {},
    });
    const { name, address } = target;
    const place = { address, name, port: target.port ?? DEFAULT_PORT, transport: "tcp" as const };
    const match = matchRow({ ...place, serverName: address === null ? null : name }, store.knownAt(place, null));
    const endpoint = { ...match.endpoint, origin: "asked" as const };
    const { version, words } = options;
    const { finding: noted, by } = notedByHand(options.detector, finding(REASON[outcome], "noted by hand"));
    const detector = by === "version" ? `${options.detector}/version` : options.detector;
    const lineage = options.lineage ?? options.detector;
    const identity: DetectorIdentity = { id: detector, kind: "tool", version, lineage };
    const observation: ForeignAnswer["observation"] = {
      endpoint,
      pack: pack.id,
      detector,
      version,
      lineage,
      vantage: settings.vantage,
      run: run.id,
      mode: "manual",
      startedAt: new Date(at).toISOString(),
      durationMs: 0,
      ...noted,
      transcripts: [],
      provenance: {
        raw: null,
        place: "noted by hand",
        words: words.slice(0, MOST_WORDS),
        argv: null,
        exit: null,
        truncated: false,
        time: options.when === null || /(?:Z|[+-]\d\d:?\d\d)$/i.test(options.when) ? "zone" : "naive",
      },
    };
    store.createRun(run);
    store.appendForeign(run.id, [
      {
        target,
        ordinal: 1,
        planned: { endpoint, stage: 1, name, resolved: false, permitted: false, unresolved: null },
        identity,
        observation,
      },
    ]);
    store.setRunState(run.id, "done", new Date(systemClock.now()).toISOString());
    process.stdout.write(
      `${escapeTerminal(endpointLabel(endpoint))}: ${noted.outcome} by ${detector} ${escapeTerminal(version)}, noted as run ${run.id}\n`,
    );
    if (noted.outcome !== outcome) {
      note(`its ${outcome} is noted as ${noted.outcome}, ${noted.reason}: ${noted.detail}`);
    }
    return EXIT.nothingVulnerable;
  });
}

function oneHost(text: string): Target {
  const read = parseTarget(text, { source: "arguments", line: 1 });
  if (!read.ok) throw new CommandError(EXIT.usage, `${JSON.stringify(text)}: ${read.error.problem}`);
  if (read.target.cidr !== null) throw new CommandError(EXIT.usage, "expected one host, found a network");
  return read.target;
}
