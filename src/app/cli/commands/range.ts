/** `crosscheck range`: the ground-truth laboratory on loopback. */

import type { RangeServer } from "../../../range/server.ts";
import { CONDITIONS, condition } from "../../../range/conditions/catalogue.ts";
import { type Condition, combine } from "../../../range/conditions/condition.ts";
import { defaultCacheFolder } from "../../../range/genuine/fetch.ts";
import { parseOpensslChoice } from "../../../range/genuine/openssl-binary.ts";
import { GENUINE_FAMILIES } from "../../../range/genuine/range.ts";
import { type Range, startRange } from "../../../range/range.ts";
import { openStore } from "../../../io/store/open-store.ts";
import { findPack } from "../../packs.ts";
import { ownVersion } from "../../own-version.ts";
import { composeFile } from "../../range/compose.ts";
import { scanRange } from "../../range/scan-range.ts";
import { type Answer, type Score, scoreOf } from "../../range/score.ts";
import { paintFor } from "../../text/paint.ts";
import { type Cell, renderTable } from "../../text/table.ts";
import type { Configuration } from "../context.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { probeOptions } from "../probe-options.ts";
import { note } from "../say.ts";
import { newRun } from "../../new-run.ts";

export interface RangeSelection {
  /** Condition ids, `C03+C26` for both at once; null: all. */
  readonly conditions: readonly string[] | null;
  /** Families of genuine servers; null: all. */
  readonly families: readonly string[] | null;
  /** `PATH`, `vulnerable=PATH` or `safe=PATH`. */
  readonly openssl: readonly string[];
  /** Only the conditions, or only the genuine servers. */
  readonly only: "scripted" | "genuine" | null;
}

export function rangeList(format: "table" | "json"): ExitCode {
  if (format === "json") {
    process.stdout.write(`${JSON.stringify({ conditions: CONDITIONS, genuine: GENUINE_FAMILIES }, null, 2)}\n`);
    return EXIT.nothingVulnerable;
  }
  const lines = CONDITIONS.map(({ id, title, truth, question }) => [id, truth, title, question]);
  print(["condition", "truth", "what it is", "what it asks of a detector"], lines);
  process.stdout.write(`\ngenuine servers: ${GENUINE_FAMILIES.join(", ")}\n`);
  return EXIT.nothingVulnerable;
}

/** Starts the range, prints where everything is, and waits for the end. */
export async function rangeUp(
  selection: RangeSelection,
  format: "table" | "json",
  signal: AbortSignal,
): Promise<ExitCode> {
  const range = await start(selection);
  try {
    if (format === "json") for (const server of range.servers) process.stdout.write(`${JSON.stringify(server)}\n`);
    else {
      const lines = range.servers.map((s) => [
        s.id,
        s.startTls ? `${s.startTls}://${place(s)}` : place(s),
        s.serverName ?? "",
        s.truth ?? "?",
        s.condition,
        s.library,
      ]);
      print(["server", "address", "server name", "truth", "condition", "library"], lines);
    }
    note(`${range.servers.length} servers are up; Ctrl-C stops them all`);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  } finally {
    await range.stop();
  }
  return EXIT.nothingVulnerable;
}

/** Writes the scripted half as a Compose file. */
export async function rangeCompose(selection: RangeSelection): Promise<ExitCode> {
  // Names conditions that there are, or fails.
  conditionsOf(selection);
  process.stdout.write(composeFile({ version: await ownVersion(), conditions: selection.conditions }));
  return EXIT.nothingVulnerable;
}

export interface ScoreOptions {
  readonly configuration: Configuration;
  readonly selection: RangeSelection;
  readonly repeats: number;
  readonly format: "table" | "json";
}

/** Scores the native detector on every selected server; wrong answers are an internal error. */
export async function rangeScore(
  { configuration, selection, repeats, format }: ScoreOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const range = await start(selection);
  try {
    const answers = new Map<string, Answer[]>(range.servers.map((server) => [server.id, []]));
    for (let repeat = 1; repeat <= repeats && !signal.aborted; repeat++) {
      const verdicts = await once(range, configuration, signal);
      for (const [id, verdict] of verdicts) answers.get(id)?.push(verdict);
      note(`repeat ${repeat} of ${repeats} done`);
    }
    const scores = range.servers.map((server) => scoreOf(server, answers.get(server.id) ?? []));
    show(scores, format);
    if (signal.aborted) return EXIT.interrupted;
    return scores.some((score) => score.wrong > 0) ? EXIT.internal : EXIT.nothingVulnerable;
  } finally {
    await range.stop();
  }
}

async function once(range: Range, { settings }: Configuration, signal: AbortSignal) {
  const store = await openStore(":memory:");
  try {
    const pack = findPack("heartbleed");
    const run = await newRun({ pack, vantage: settings.vantage, draws: settings.draws, resolver: "none", options: {} });
    return await scanRange({ run, store, servers: range.servers, pack, probe: probeOptions(settings), signal });
  } finally {
    store.close();
  }
}

function show(scores: readonly Score[], format: "table" | "json"): void {
  if (format === "json") {
    process.stdout.write(`${JSON.stringify(scores, null, 2)}\n`);
    return;
  }
  const lines = scores.map(({ server, right, wrong, undecided, reasons }): Cell[] => [
    server.id,
    server.truth ?? "?",
    { text: String(right), style: right > 0 ? "green" : "dim" },
    { text: String(wrong), style: wrong > 0 ? "red" : "dim" },
    { text: String(undecided), style: undecided > 0 ? "yellow" : "dim" },
    reasons.map(([reason, times]) => `${reason} ×${times}`).join(", "),
  ]);
  print(["server", "truth", "right", "wrong", "undecided", "because"], lines);
  const sum = (count: (score: Score) => number) => scores.reduce((total, score) => total + count(score), 0);
  process.stdout.write(
    `\n${sum((s) => s.right)} right, ${sum((s) => s.wrong)} wrong, ${sum((s) => s.undecided)} undecided\n`,
  );
}

export function conditionsOf({ conditions, only }: RangeSelection): readonly Condition[] {
  return only === "genuine" ? [] : conditions === null ? CONDITIONS : conditions.map(findCondition);
}

function start(selection: RangeSelection): Promise<Range> {
  const { conditions, families, openssl, only } = selection;
  return startRange({
    conditions: conditionsOf(selection),
    families: only === "scripted" ? [] : (families ?? (conditions === null ? GENUINE_FAMILIES : [])),
    openssl: openssl.map(parseOpensslChoice),
    cacheFolder: defaultCacheFolder(),
    onNotice: note,
  });
}

function findCondition(text: string): Condition {
  const [first, ...rest] = text.split("+").map((id) => {
    const found = condition(id);
    if (found === undefined)
      throw new CommandError(EXIT.usage, `there is no condition ${id}; \`crosscheck range list\` shows them`);
    return found;
  });
  if (first === undefined) throw new CommandError(EXIT.usage, "--condition: expected an id such as C03, or C03+C26");
  return rest.reduce(combine, first);
}

function place({ address, port }: RangeServer): string {
  return `${address}:${port}`;
}

function print(titles: readonly string[], lines: readonly (readonly Cell[])[]): void {
  const columns = titles.map((title) => ({ title }));
  const table = renderTable(columns, lines, { width: process.stdout.columns ?? null, paint: paintFor(process.stdout) });
  process.stdout.write(`${table.join("\n")}\n`);
}
