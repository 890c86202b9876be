/**
 * The client process of the CPU contest: does one job after the other and reports its own CPU time, so that neither
 * servers nor the contest itself are counted. Compiled, not run through tsx, whose wrappers cost more than the flight.
 */

import { connect } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { permission } from "../src/app/permission.ts";
import type { Endpoint } from "../src/core/model/endpoint.ts";
import type { Transcript } from "../src/core/model/transcript.ts";
import { DEFAULT_LIMITS } from "../src/engine/options.ts";
import { runScan } from "../src/engine/run-scan.ts";
import { FIRST_PORT_ONLY } from "../src/inventory/port-plan.ts";
import { ReadBuffers } from "../src/io/net/read-buffers.ts";
import { openStore } from "../src/io/store/open-store.ts";
import { systemClock } from "../src/io/system/clock.ts";
import { systemRandom } from "../src/io/system/random.ts";
import { heartbleed } from "../src/packs/heartbleed/index.ts";
import type { ProbeOptions } from "../src/packs/pack.ts";
import { ADDRESS, CONCURRENCY, type Job, type JobResult } from "./job.ts";
import { mostFrugal, type Replay, replayOf } from "./replay.ts";

const OPTIONS: ProbeOptions = {
  draws: 3,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 3_000,
  quickMs: 5_000,
  patientMs: 0,
  psk: null,
};
/** Silence after which a replay is over. */
const GIVE_UP_MS = 10_000;
const { decide, dialer } = permission(null, () => systemClock.now());

/** Does the job; says how many verdicts (or, for a replay, conversations) it came to. */
async function work(job: Job): Promise<number> {
  switch (job.kind) {
    case "flights":
      return repeat(job.times, async (i) => (await flight(portOf(job, i))).conclusive);
    case "ladder":
      return ladder(job.ports, job.times);
    case "replay":
      return repeat(job.times, (i) => repeatBytes(portOf(job, i), job.replay));
    case "record":
      return 0;
  }
}

/** One connection exactly as the engine makes it: the pack's first rung, the dialer, the reading. */
async function flight(port: number): Promise<{ readonly conclusive: boolean; readonly transcript: Transcript }> {
  const endpoint: Endpoint = { address: ADDRESS, port, transport: "tcp", serverName: null, origin: "asked" };
  const rung = heartbleed.next(endpoint, [], OPTIONS);
  if (rung === null) throw new Error("the pack has no question");
  const talk = rung.start(systemRandom);
  await dialer.run({ address: ADDRESS, port }, talk, rung.dial);
  const transcript = talk.transcript();
  const { outcome } = heartbleed.interpret(rung.detector.id, [transcript]);
  return { conclusive: outcome !== "unknown", transcript };
}

/** Whole runs with engine and store, every port an endpoint, until so many verdicts have been asked for. */
async function ladder(ports: readonly number[], verdicts: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-bench-"));
  const store = await openStore(join(folder, "bench.db"));
  let conclusive = 0;
  try {
    for (let run = 0; run * ports.length < verdicts; run++) {
      await runScan({
        run: {
          id: `bench-${run}`,
          kind: "scan",
          pack: heartbleed.id,
          vantage: "bench",
          version: "bench",
          resolver: "none",
          draws: OPTIONS.draws,
          options: "{}",
          startedAt: new Date().toISOString(),
        },
        targets: targets(ports),
        store,
        pack: heartbleed,
        dialer,
        clock: systemClock,
        random: systemRandom,
        inventory: { resolver: NO_NAMES, ports: FIRST_PORT_ONLY, sni: "auto", decide },
        probe: OPTIONS,
        witnesses: [],
        repeats: 1,
        limits: { ...DEFAULT_LIMITS, concurrency: CONCURRENCY },
        events: (event) => {
          if (event.kind === "verdict" && event.verdict.outcome !== "unknown") conclusive++;
        },
        signal: new AbortController().signal,
      });
    }
  } finally {
    store.close();
    await rm(folder, { recursive: true });
  }
  return conclusive;
}

const NO_NAMES = {
  description: "none",
  resolve: async (name: string) => ({ kind: "failure", reason: "dns_failure", detail: name }) as const,
};

async function* targets(ports: readonly number[]) {
  for (const [index, port] of ports.entries()) {
    const at = { source: "bench", line: index + 1 };
    const target = { text: `${ADDRESS}:${port}`, at, name: null, address: ADDRESS, cidr: null, port };
    yield { ok: true, target: { ...target, owner: null, tag: null } } as const;
  }
}

const buffers = new ReadBuffers();

/** The same bytes over a bare node:net socket: what the runtime alone costs. Leaves as politely as the dialer does. */
function repeatBytes(port: number, steps: Replay): Promise<boolean> {
  return new Promise((resolve) => {
    const buffer = buffers.take();
    let step = 0;
    let sent = false;
    let received = 0;
    const socket = connect({
      port,
      host: ADDRESS,
      noDelay: true,
      allowHalfOpen: true,
      onread: {
        buffer,
        callback: (length) => {
          received += length;
          advance();
          return true;
        },
      },
    });
    const send = (): void => {
      const next = steps[step];
      if (next === undefined) socket.end();
      else if (next.pauseMs > 0) setTimeout(() => write(next.send), next.pauseMs);
      else write(next.send);
    };
    const write = (bytes: Uint8Array): void => {
      sent = true;
      socket.write(bytes);
      advance();
    };
    const advance = (): void => {
      const { expect } = steps[step] ?? { expect: Number.POSITIVE_INFINITY };
      if (!sent || received < expect) return;
      received -= expect;
      sent = false;
      step++;
      send();
    };
    socket.on("connect", send);
    socket.on("error", () => socket.destroy());
    // As the floor: a server that needed other bytes than the recorded ones leaves the conversation unfinished.
    socket.setTimeout(GIVE_UP_MS, () => socket.destroy());
    socket.on("end", () => socket.end());
    socket.on("close", () => {
      buffers.giveBack(buffer);
      resolve(step >= steps.length);
    });
  });
}

function portOf({ ports }: Job, index: number): number {
  return ports[index % ports.length] ?? 0;
}

/** Calls `one` so many times, some at once; how often it gave true. */
async function repeat(times: number, one: (index: number) => Promise<boolean>): Promise<number> {
  let started = 0;
  let good = 0;
  const worker = async (): Promise<void> => {
    while (started < times) if (await one(started++)) good++;
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return good;
}

/** The conversation that the others replay. */
async function record(ports: readonly number[]): Promise<Replay> {
  const replays: Replay[] = [];
  for (const port of ports) replays.push(replayOf((await flight(port)).transcript));
  return mostFrugal(replays);
}

async function answer(job: Job): Promise<JobResult> {
  const before = process.cpuUsage();
  const replay = job.kind === "record" ? await record(job.ports) : null;
  const conclusive = await work(job);
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, conclusive, replay };
}

process.on("message", (job: Job) => void answer(job).then((result) => process.send?.(result)));
process.on("disconnect", () => process.exit());
