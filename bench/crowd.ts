/** More endpoints than any laboratory has: one light server, and a list with as many loopback addresses as wanted. */

import { type ChildProcessByStdio, execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { CLI, end, ROOT } from "./process.ts";

/** A running command; its results are JSON lines on standard output. */
export type Command = ChildProcessByStdio<null, Readable, null>;

export interface Crowd {
  /** Starts the command as users run it, with a database of this name. */
  scan(database: string): Command;
  stop(): Promise<void>;
}

export async function startCrowd(count: number): Promise<Crowd> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-crowd-"));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", join(ROOT, "bench/tsconfig.json")], { stdio: "inherit" });
  const server = fork(join(ROOT, ".cache/bench/bench/stub-server.js"), { execArgv: [] });
  const [port] = (await once(server, "message")) as [number];
  const list = join(folder, "targets");
  await writeFile(list, targets(count, port));
  return {
    scan(database) {
      const options = ["--ports", "first", "--format", "jsonl", "--db", join(folder, database)];
      return spawn(CLI, ["scan", "-f", list, ...options], { stdio: ["ignore", "pipe", "inherit"] });
    },
    async stop() {
      await end(server);
      await rm(folder, { recursive: true });
    },
  };
}

/** 127.1.0.1 and up; none ends in .0 or .255. */
function* targets(count: number, port: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    const third = Math.floor(i / 254);
    yield `127.${1 + (third >> 8)}.${third & 255}.${1 + (i % 254)}:${port}\n`;
  }
}
