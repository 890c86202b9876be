/** A large Nessus file through the real `crosscheck import`: CPU, memory, and whether nothing was lost. */

import { once } from "node:events";
import { spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { makeNessusReport, truthOf } from "../src/importers/nessus/testing/make-report.ts";
import { publish } from "./figures.ts";
import { CLI, memoryOf } from "./process.ts";

/** About 100 kB a host. */
const HOSTS = Number(process.env["BENCH_HOSTS"] ?? 10_000);
const SAMPLE_MS = 100;
/** USER_HZ of Linux: the unit of CPU time in /proc/PID/stat. */
const TICKS_PER_SECOND = 100;

export async function importing(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-import-"));
  try {
    const file = join(folder, "large.nessus");
    await pipeline(Readable.from(makeNessusReport({ hosts: HOSTS })), createWriteStream(file));
    const megabytes = (await stat(file)).size / 1e6;
    const args = [CLI, "import", file, "--db", join(folder, "x.db"), "--format", "json"];
    const child = spawn(process.execPath, ["--max-semi-space-size=4", ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let peak = 0;
    let cpu = 0;
    const sampling = setInterval(() => {
      peak = Math.max(peak, memoryOf(child.pid)?.peak ?? 0);
      cpu = Math.max(cpu, cpuSeconds(child.pid));
    }, SAMPLE_MS);
    const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
    clearInterval(sampling);
    const [report] = JSON.parse(output) as [{ readonly reasons: Readonly<Record<string, number>> }];
    const truth = truthOf({ hosts: HOSTS });
    const read = report.reasons;
    const right = read["finding_reported"] === truth.vulnerable && read["negative_derived"] === truth.notVulnerable;
    const lines = [
      ["file", `${megabytes.toFixed(0)} MB, ${HOSTS} hosts`],
      [
        "CPU",
        `${cpu.toFixed(1)} s, ${(megabytes / cpu).toFixed(0)} MB per CPU second (copying, hashing, reading, storing)`,
      ],
      ["memory at its highest", `${peak.toFixed(0)} MB`],
      ["every host as it was made", String(right)],
    ];
    publish("import", ["measure", "value"], lines, { megabytes, hosts: HOSTS, cpuSeconds: cpu, peakMb: peak, right });
    if (!right) process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** User and system time of a running process. */
function cpuSeconds(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
