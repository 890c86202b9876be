/** Servers that want to do harm: every one of them ends in `unknown` with a reason, in bounded time and memory. */

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTILE_SCRIPTS } from "../../src/range/scripted/hostile-scripts.ts";
import { type HostileRange, startHostile } from "../../src/range/scripted/start-hostile.ts";
import { jsonLines, startCli } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

let range: HostileRange;
const folder = new Folder();
let verdicts: ReadonlyMap<number, Readonly<Record<string, unknown>>> = new Map();
let seconds = 0;
let peakMegabytes: number | null = null;
let code: number | null = null;
let stderr = "";

const QUICK_MS = 1000;
/** A connection lasts at most three times its patience; the ladder tries several forms of hello. */
const MOST_SECONDS = 60;
/** Node itself takes about 80 MB. */
const MOST_MEGABYTES = 300;
/** Names under which each server is asked at the same time, so that what one of them costs adds up. */
const NAMES = 5;

/** The most memory a process ever held, MB; null where the system does not tell. */
function peakOf(pid: number | undefined): number | null {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

beforeAll(async () => {
  range = await startHostile();
  const names = Array.from({ length: NAMES }, (_, i) => `n${i}.range.test`);
  const targets = range.servers.flatMap(({ address, port }) => names.map((name) => `${name}@${address}:${port}\n`));
  const limits = ["--quick", String(QUICK_MS), "--patient", "0", "--per-host", String(NAMES)];
  const startedAt = performance.now();
  const scan = startCli(["scan", "-", ...limits, "--format", "jsonl", "--db", folder.fresh(".db")], {
    input: targets.join(""),
  });
  const watch = setInterval(() => {
    peakMegabytes = peakOf(scan.process.pid) ?? peakMegabytes;
  }, 50);
  const result = await scan.ended;
  clearInterval(watch);
  seconds = (performance.now() - startedAt) / 1000;
  ({ code, stderr } = result);
  const lines = jsonLines(result.stdout).filter(({ type }) => type === "verdict");
  verdicts = new Map(lines.map((line) => [Number(line["port"]), line]));
  expect(lines).toHaveLength(NAMES * range.servers.length);
});
afterAll(async () => {
  await range.stop();
  folder.remove();
});

describe("one by one", () => {
  test.each(HOSTILE_SCRIPTS.map(({ id, title }) => [id, title] as const))("%s (%s) stays unknown", (id) => {
    const port = range.servers.find(({ condition }) => condition === id)?.port ?? 0;
    const verdict = verdicts.get(port);
    expect(verdict).toMatchObject({ outcome: "unknown" });
    // What says that our own code failed, or that nobody knows, is no reason.
    expect(["tool_failed", "no_evidence", "not_covered"]).not.toContain(verdict?.["reason"]);
  });
});

test("the scan says that it is not sure, and nothing else went wrong", () => {
  expect(code).toBe(2);
  expect(stderr).not.toMatch(/internal error|\n\s+at /);
});

test(`all at once took less than ${MOST_SECONDS} s`, () => {
  expect(seconds).toBeLessThan(MOST_SECONDS);
});

test(`and never more than ${MOST_MEGABYTES} MB`, (context) => {
  if (peakMegabytes === null) return context.skip("this system does not tell");
  expect(peakMegabytes).toBeGreaterThan(20);
  expect(peakMegabytes).toBeLessThan(MOST_MEGABYTES);
});
