/** Reports that want to hurt, of every format, through the real `crosscheck import`: how long it takes, and how much memory. */

import { once } from "node:events";
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { allFixtures } from "../src/importers/testing/all-fixtures.ts";
import { hostileVariants, representative } from "../src/importers/testing/hostile.ts";
import { publish } from "./figures.ts";
import { CLI, memoryOf } from "./process.ts";

const SAMPLE_MS = 10;

interface Run {
  readonly importer: string;
  readonly seconds: number;
  readonly megabytes: number;
  readonly exit: number | null;
}

export async function hostile(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-hostile-"));
  const runs = new Map<string, Run[]>();
  try {
    for (const { importer, fixtures } of await allFixtures()) {
      const document = representative(fixtures)?.document ?? "";
      for (const [what, make] of hostileVariants(document)) {
        const file = join(folder, "report");
        await pipeline(Readable.from(make(document)), createWriteStream(file));
        const run = { importer: importer.id, ...(await importOne(file, importer.id, join(folder, "x.db"))) };
        runs.set(what, [...(runs.get(what) ?? []), run]);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const rows = [...runs].map(([what, all]) => {
    const slowest = all.reduce((worst, run) => (run.seconds > worst.seconds ? run : worst));
    const largest = all.reduce((worst, run) => (run.megabytes > worst.megabytes ? run : worst));
    const exits = [...new Set(all.map(({ exit }) => exit ?? -1))].toSorted((a, b) => a - b).join(", ");
    return [
      what,
      String(all.length),
      `${slowest.seconds.toFixed(2)} s (${slowest.importer})`,
      `${largest.megabytes.toFixed(0)} MB (${largest.importer})`,
      exits,
    ];
  });
  publish("hostile", ["document", "formats", "slowest, with start-up", "most memory", "exit codes"], rows, {
    runs: Object.fromEntries(runs),
  });
}

async function importOne(file: string, format: string, db: string): Promise<Omit<Run, "importer">> {
  const started = performance.now();
  const args = [CLI, "import", file, "--as", format, "--db", db, "--format", "json"];
  const child = spawn(process.execPath, ["--max-semi-space-size=4", ...args], { stdio: "ignore" });
  let megabytes = 0;
  const sampling = setInterval(() => {
    megabytes = Math.max(megabytes, memoryOf(child.pid)?.peak ?? 0);
  }, SAMPLE_MS);
  const [exit] = (await once(child, "exit")) as [number | null];
  clearInterval(sampling);
  return { seconds: (performance.now() - started) / 1000, megabytes, exit };
}
