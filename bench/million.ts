/** A list of a million targets: how long until the first result, and does the command stop when it is asked to. */

import { once } from "node:events";
import { createInterface } from "node:readline";
import { type Command, startCrowd } from "./crowd.ts";
import { median, publish } from "./figures.ts";
import { memoryOf } from "./process.ts";

const TARGETS = 1_000_000;
const RUNS = 5;

interface Run {
  /** From the start of the process. */
  readonly firstLineSeconds: number;
  readonly firstVerdictSeconds: number;
  /** From the signal to the end of the process. */
  readonly stopSeconds: number;
  readonly peakMb: number;
  readonly status: number | null;
}

export async function million(): Promise<void> {
  const crowd = await startCrowd(TARGETS);
  try {
    const runs: Run[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(await start(crowd.scan(`run-${run}.db`)));
    const lines = runs.map(({ firstLineSeconds, firstVerdictSeconds, stopSeconds, peakMb, status }) => [
      firstLineSeconds.toFixed(2),
      firstVerdictSeconds.toFixed(2),
      stopSeconds.toFixed(2),
      String(peakMb),
      String(status),
    ]);
    const medianFirstLineSeconds = median(runs.map((run) => run.firstLineSeconds));
    publish("million", TITLES, lines, { targets: TARGETS, medianFirstLineSeconds, runs });
  } finally {
    await crowd.stop();
  }
}

const TITLES = ["first line, s", "first verdict, s", "stopped after, s", "memory at its highest, MB", "exit status"];

/** Follows one run to its first verdict, then asks it to stop as Ctrl-C does. */
async function start(command: Command): Promise<Run> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const ended = once(command, "exit");
  let firstLineSeconds = Number.NaN;
  let firstVerdictSeconds = Number.NaN;
  let interruptedAt = 0;
  let peakMb = 0;
  // The lines after it are read too, so that nothing holds the command up.
  for await (const line of createInterface({ input: command.stdout })) {
    if (Number.isNaN(firstLineSeconds)) firstLineSeconds = seconds();
    if (interruptedAt > 0 || !line.includes('"type":"verdict"')) continue;
    firstVerdictSeconds = seconds();
    peakMb = Math.round(memoryOf(command.pid)?.peak ?? 0);
    interruptedAt = seconds();
    command.kill("SIGINT");
  }
  const [status] = (await ended) as [number | null];
  return { firstLineSeconds, firstVerdictSeconds, stopSeconds: seconds() - interruptedAt, peakMb, status };
}
