/** `crosscheck record`: a result that somebody got by hand, as one witness more. */

import { endpointLabel } from "../../../core/model/endpoint.ts";
import { matchRow } from "../../../core/match.ts";
import { type Outcome, OUTCOMES } from "../../../core/model/outcome.ts";
import type { Target } from "../../../core/model/target.ts";
import { parseTarget } from "../../../inventory/parse-target.ts";
import { RECORD_NAME, recordByHand } from "../../record-by-hand.ts";
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
const DEFAULT_PORT = 443;

export async function record(options: RecordOptions): Promise<ExitCode> {
  const { settings } = options.configuration;
  const outcome = SIGNS[options.outcome] ?? OUTCOMES.find((known) => known === options.outcome);
  if (outcome === undefined) throw new CommandError(EXIT.usage, `expected 1, 0, ? or one of ${OUTCOMES.join(", ")}`);
  if (!RECORD_NAME.test(options.detector)) {
    throw new CommandError(EXIT.usage, "--detector: expected a name of letters, digits, dots, hyphens and underscores");
  }
  if (options.when !== null && !Number.isFinite(Date.parse(options.when)))
    throw new CommandError(EXIT.usage, "--when: expected a time such as 2014-04-15T09:30:00+02:00");
  const target = oneHost(options.target);
  return withStore(settings, async (store) => {
    const { name, address } = target;
    const place = { address, name, port: target.port ?? DEFAULT_PORT, transport: "tcp" as const };
    const match = matchRow({ ...place, serverName: address === null ? null : name }, store.knownAt(place, null));
    const endpoint = { ...match.endpoint, origin: "asked" as const };
    const { detector, version, lineage, words, when } = options;
    const { vantage } = settings;
    const noting = { target, endpoint, outcome, detector, version, lineage, words, when, vantage };
    const { run, observation: noted } = await recordByHand(store, noting);
    process.stdout.write(
      `${escapeTerminal(endpointLabel(endpoint))}: ${noted.outcome} by ${noted.detector} ${escapeTerminal(version)}, noted as run ${run}\n`,
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
