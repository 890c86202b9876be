/** Who takes part in the CPU contest. Each asks the same endpoints and reports its own CPU time and conclusive verdicts. */

import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { EndpointSet } from "./endpoints.ts";
import { ADDRESS, CONCURRENCY, type Job, type JobResult } from "./job.ts";
import { CLI, end, ROOT, timed } from "./process.ts";
import { encodeReplay, type Replay } from "./replay.ts";

/** Nothing listens there: tcpmux. */
const CLOSED_PORT = 1;

/** One round of one contender, everything it asked together. */
export interface Round {
  readonly cpuMs: number;
  readonly asked: number;
  /** Conclusive verdicts; for those who only move bytes, conversations that ran to their end. */
  readonly conclusive: number;
}

export interface Contender {
  readonly name: string;
  /** CPU that it takes before it asks anything, part of every round. */
  readonly startUpMs: number;
  round(): Promise<Round>;
}

/** The process with crosscheck's code in it. */
export class Client {
  readonly #child: ChildProcess;

  /** Compiles it first: tsx would change what is measured. */
  constructor() {
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [compiler, "-p", join(ROOT, "bench/tsconfig.json")], { stdio: "inherit" });
    this.#child = fork(join(ROOT, ".cache/bench/bench/client.js"), { serialization: "advanced", execArgv: [] });
  }

  async ask(job: Job): Promise<JobResult> {
    this.#child.send(job);
    const [result] = (await once(this.#child, "message")) as [JobResult];
    return result;
  }

  stop(): Promise<void> {
    return end(this.#child);
  }
}

/** What the floor and the bare sockets repeat: crosscheck's own conversation with these very endpoints. */
export async function record(client: Client, ports: readonly number[]): Promise<Replay> {
  const { replay } = await client.ask({ kind: "record", ports });
  if (replay === null || replay.length === 0) throw new Error("no conversation was recorded");
  return replay;
}

/** Rounds before the figures of one process stop falling: its code is compiled while it runs. */
const WARM_UP_ROUNDS = 4;

/** Contenders inside the client process, warmed up by rounds that do not count. */
export async function inClient(
  name: string,
  client: Client,
  job: Exclude<Job, { kind: "record" }>,
): Promise<Contender> {
  for (let round = 0; round < WARM_UP_ROUNDS; round++) await client.ask(job);
  return {
    name,
    startUpMs: 0,
    async round() {
      const { cpuMs, conclusive } = await client.ask(job);
      return { cpuMs, asked: job.times, conclusive };
    },
  };
}

/** The floor, compiled into `folder`; throws when there is no C compiler. */
export async function floor(
  folder: string,
  ports: readonly number[],
  replay: Replay,
  times: number,
): Promise<Contender> {
  const program = join(folder, "floor");
  execFileSync("cc", ["-O2", "-o", program, join(ROOT, "bench/floor/floor.c")], { stdio: "pipe" });
  const steps = join(folder, "steps");
  await writeFile(steps, encodeReplay(replay));
  const args = [ADDRESS, ports.join(","), String(times), String(CONCURRENCY), steps];
  return {
    name: "floor: bare epoll in C, the same bytes",
    startUpMs: 0,
    async round() {
      const { cpuMs, stdout } = await timed(program, args);
      return { cpuMs, asked: times, conclusive: Number(stdout) };
    },
  };
}

/** The command as users run it: one process for all ports, with a database file. */
export async function command(folder: string, ports: readonly number[]): Promise<Contender> {
  let scans = 0;
  const scan = async (asked: readonly number[]): Promise<Round> => {
    scans++;
    const [list, db] = [join(folder, "list"), join(folder, `scan-${scans}.db`)];
    await writeFile(list, asked.map((port) => `${ADDRESS}:${port}\n`).join(""));
    const { cpuMs, stdout } = await timed(CLI, ["scan", "-f", list, "--db", db, "--format", "jsonl"]);
    const verdicts = stdout.split("\n").filter((line) => line.includes('"type":"verdict"'));
    const conclusive = verdicts.filter((line) => !line.includes('"outcome":"unknown"')).length;
    return { cpuMs, asked: asked.length, conclusive };
  };
  const startUpMs = (await scan([CLOSED_PORT])).cpuMs;
  return { name: "crosscheck scan, the process", startUpMs, round: () => scan(ports) };
}

/**
 * nmap with its script forced, one process for all ports. It names only what is vulnerable: on a sound server every
 * port counts as answered, in its favour. Rejects when there is no nmap.
 */
export async function nmap({ ports, vulnerable }: EndpointSet): Promise<Contender> {
  const scan = async (asked: readonly number[]): Promise<Round> => {
    const args = ["-n", "-Pn", "-sT", "--script", "+ssl-heartbleed", "-p", asked.join(","), ADDRESS];
    const { cpuMs, stdout, status } = await timed("nmap", args);
    if (status !== 0) throw new Error(`exit status ${status}`);
    const found = stdout.split("State: VULNERABLE").length - 1;
    return { cpuMs, asked: asked.length, conclusive: vulnerable ? found : asked.length };
  };
  const startUpMs = (await scan([CLOSED_PORT])).cpuMs;
  return { name: "nmap ssl-heartbleed, the process", startUpMs, round: () => scan(ports) };
}
