/**
 * Jobs: our own command line as child processes, so that what the page does is what one would type, a scan that fails takes nothing with
 * it, and the server goes on answering. What a job finds is in the store; what it says is kept here, for as long as the server runs.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { z } from "@hono/zod-openapi";
import { escapeTerminal } from "../../text/escape-terminal.ts";
import { ApiError } from "../problem.ts";
import type { JOB_KINDS, jobSchema } from "../schemas/job.ts";
import { newId } from "../security/secrets.ts";

export type Job = z.infer<typeof jobSchema>;

export interface JobRequest {
  readonly kind: (typeof JOB_KINDS)[number];
  /** Of `crosscheck`, without secrets; every value from outside stands behind its own option, or in `stdin`. */
  readonly args: readonly string[];
  /** Given on standard input: lists of targets, which never become arguments. */
  readonly stdin?: string;
  /** The run it goes on with, when that is known already. */
  readonly run?: string;
  readonly who: string;
  /** Called when it has ended, whatever happened: to remove temporary files. */
  readonly ended?: () => void;
}

export interface Jobs {
  /** Throws an ApiError when too many run. */
  start(request: JobRequest): Job;
  list(): readonly Job[];
  find(id: string): Job | null;
  /** What the job that made a run, or went on with it, was given on standard input; null: not one of ours, or long ago. */
  listOf(run: string): string | null;
  /** Politely at first, as Ctrl-C does; when asked again, at once. False: it runs no more. */
  stop(id: string): boolean;
  /** Stops all and waits for them. */
  close(): Promise<void>;
}

const MOST_RUNNING = 8;
const MOST_KEPT = 100;
/** Lists of scans that are kept in case they are resumed. */
const MOST_LISTS = 10;
const MOST_LINES = 200;
const MOST_OUTPUT = 1 << 20;
/** The program as it was started: compiled, or its source in tests. */
const PROGRAM = fileURLToPath(new URL("../../../../bin/crosscheck.js", import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly over: Promise<void>;
  asked: boolean;
}

/** @param told whenever a job has changed. @param program for tests. */
export function createJobs(told: (id: string) => void, now: () => number, program = PROGRAM): Jobs {
  const jobs = new Map<string, Job>();
  const running = new Map<string, Running>();
  const lists = new Map<string, string>();

  const change = (id: string, changed: Partial<Job>) => {
    const job = jobs.get(id);
    if (job === undefined) return;
    jobs.set(id, { ...job, ...changed });
    told(id);
  };

  return {
    start({ kind, args, stdin, who, run: known = null, ended }) {
      if (running.size >= MOST_RUNNING) {
        throw new ApiError("too_many", `${MOST_RUNNING} jobs are running; stop one, or wait`);
      }
      const id = newId();
      const child = spawn(process.execPath, [program, ...args], {
        stdio: ["pipe", "pipe", "pipe"],
        env: { ...process.env, NO_COLOR: "1" },
      });
      const job: Job = {
        ...{ id, kind, who, state: "running", argv: ["crosscheck", ...args] },
        ...{ startedAt: new Date(now()).toISOString(), endedAt: null, exit: null, run: known },
        ...{ lines: [], output: "", truncated: false },
      };
      jobs.set(id, job);
      if (kind === "scan" && stdin !== undefined && stdin !== "") {
        lists.set(id, stdin);
        for (const old of [...lists.keys()].slice(0, -MOST_LISTS)) lists.delete(old);
      }
      for (const old of [...jobs.keys()].slice(0, -MOST_KEPT)) if (!running.has(old)) jobs.delete(old);
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        const { output = "", truncated = false } = jobs.get(id) ?? {};
        if (truncated) return;
        const room = MOST_OUTPUT - output.length;
        change(id, { output: output + text.slice(0, room), truncated: truncated || text.length > room });
      });
      byLine(child.stderr.setEncoding("utf8"), (line) => {
        const { lines = [], run = null } = jobs.get(id) ?? {};
        change(id, { lines: [...lines, escapeTerminal(line)].slice(-MOST_LINES), run: run ?? runIn(line) });
      });
      // A program that does not read its input is no error of ours.
      child.stdin.on("error", () => {});
      child.stdin.end(stdin ?? "");
      const over = new Promise<void>((resolve) => {
        const end = (exit: number | null, problem: string | null) => {
          // A program that does not start says so twice.
          if (!running.has(id)) return;
          const stopped = running.get(id)?.asked === true;
          running.delete(id);
          const failed = exit === null || (exit >= 64 && exit !== 130);
          const { lines = [] } = jobs.get(id) ?? {};
          change(id, {
            state: stopped ? "stopped" : failed ? "failed" : "done",
            endedAt: new Date(now()).toISOString(),
            exit,
            ...(problem !== null && { lines: [...lines, problem] }),
          });
          ended?.();
          resolve();
        };
        child.on("error", (error) => end(null, error.message));
        child.on("close", (code) => end(code, null));
      });
      running.set(id, { child, over, asked: false });
      told(id);
      return job;
    },
    list: () => [...jobs.values()].toReversed(),
    listOf(run) {
      const id = [...lists.keys()].findLast((each) => jobs.get(each)?.run === run);
      return id === undefined ? null : (lists.get(id) ?? null);
    },
    find: (id) => jobs.get(id) ?? null,
    stop(id) {
      const found = running.get(id);
      if (found === undefined) return false;
      found.child.kill(found.asked ? "SIGKILL" : "SIGINT");
      found.asked = true;
      return true;
    },
    async close() {
      for (const each of running.values()) {
        each.asked = true;
        each.child.kill("SIGINT");
      }
      const patience = setTimeout(() => {
        for (const { child } of running.values()) child.kill("SIGKILL");
      }, 5000);
      await Promise.all([...running.values()].map(({ over }) => over));
      clearTimeout(patience);
    },
  };
}

/** `run 20260414-…;` as scan, import and record say it. */
function runIn(line: string): string | null {
  return /\brun ([\w-]{6,80})[;,]/.exec(line)?.[1] ?? null;
}

function byLine(stream: NodeJS.ReadableStream, heard: (line: string) => void): void {
  let rest = "";
  stream.on("data", (text: string) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = (lines.pop() ?? "").slice(-4000);
    for (const line of lines) if (line.trim() !== "") heard(line);
  });
  stream.on("end", () => {
    if (rest.trim() !== "") heard(rest);
  });
}
