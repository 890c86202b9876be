/** 100,000 endpoints in one run of the real command: none lost, memory flat, and how long it takes. */

import { once } from "node:events";
import { createInterface } from "node:readline";
import { startCrowd } from "./crowd.ts";
import { median, publish } from "./figures.ts";
import { memoryOf } from "./process.ts";

const ENDPOINTS = Number(process.env["BENCH_ENDPOINTS"] ?? 100_000);
const SAMPLE_MS = 500;
/** Points of the published memory series. */
const POINTS = 20;

export async function many(): Promise<void> {
  const crowd = await startCrowd(ENDPOINTS);
  try {
    const started = performance.now();
    const command = crowd.scan("many.db");
    const samples: number[] = [];
    let peak = 0;
    const sampling = setInterval(() => {
      const memory = memoryOf(command.pid);
      if (memory === null) return;
      samples.push(Math.round(memory.now));
      peak = Math.round(memory.peak);
    }, SAMPLE_MS);
    const outcomes: Record<string, number> = {};
    const seen = new Set<string>();
    let observations = 0;
    const exited = once(command, "exit");
    for await (const text of createInterface({ input: command.stdout })) {
      const line = JSON.parse(text) as Line;
      if (line.type === "observation") observations++;
      if (line.type !== "verdict") continue;
      seen.add(line.address);
      outcomes[line.outcome] = (outcomes[line.outcome] ?? 0) + 1;
    }
    const [status] = (await exited) as [number | null];
    clearInterval(sampling);
    const seconds = (performance.now() - started) / 1000;
    const verdicts = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    const series = samples.filter((_, i) => i % Math.max(1, Math.floor(samples.length / POINTS)) === 0);
    const growth = median(quarter(samples, 3)) - median(quarter(samples, 1));
    const lines = [
      ["endpoints", String(ENDPOINTS)],
      ["verdicts", `${verdicts} for ${seen.size} endpoints: ${JSON.stringify(outcomes)}`],
      ["lost", String(ENDPOINTS - seen.size)],
      ["observations", String(observations)],
      ["exit status", String(status)],
      ["seconds", seconds.toFixed(1)],
      ["endpoints per second", (ENDPOINTS / seconds).toFixed(0)],
      ["memory at its highest", `${peak} MB`],
      ["growth, second to last quarter", `${growth} MB`],
      ["memory over time, MB", series.join(" ")],
    ];
    publish("many", ["measure", "value"], lines, {
      endpoints: ENDPOINTS,
      verdicts,
      distinct: seen.size,
      outcomes,
      observations,
      status,
      seconds,
      peakMb: peak,
      growthMb: growth,
      seriesMb: series,
    });
    if (seen.size !== ENDPOINTS || verdicts !== ENDPOINTS) process.exitCode = 1;
  } finally {
    await crowd.stop();
  }
}

/** As much of a line as is looked at. */
interface Line {
  readonly type: string;
  readonly outcome: string;
  readonly address: string;
}

function quarter(samples: readonly number[], index: number): readonly number[] {
  const size = Math.floor(samples.length / 4);
  return samples.slice(index * size, (index + 1) * size);
}
