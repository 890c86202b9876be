import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createJobs, type Jobs } from "./jobs.ts";

/** Says what it was given; with `wait` it ends only when told to; with `much` it prints too much. */
const FAKE = join(mkdtempSync(join(tmpdir(), "crosscheck-jobs-")), "fake.mjs");
writeFileSync(
  FAKE,
  `let text = "";
process.stdin.setEncoding("utf8").on("data", (more) => (text += more)).on("end", () => {
  const args = process.argv.slice(2);
  process.stderr.write("crosscheck: run 20140415-abcdef; \\u001b[2J\\n");
  if (args.includes("much")) process.stdout.write("x".repeat(3 << 20));
  else process.stdout.write(JSON.stringify({ args, text }));
  if (args.includes("bad")) process.exitCode = 65;
  if (args.includes("wait")) setInterval(() => {}, 1000);
});`,
);

async function ended(jobs: Jobs, id: string) {
  await expect.poll(() => jobs.find(id)?.state, { timeout: 20_000 }).not.toBe("running");
  return jobs.find(id);
}
const make = () => createJobs(() => {}, Date.now, FAKE);

test("targets arrive by standard input, arguments as they are, what is said is escaped", async () => {
  const jobs = make();
  const stdin = "--db=/etc/passwd\n-oX\n@file\n$(id);`id`\n";
  const { id } = jobs.start({ kind: "scan", args: ["a b", "$(id)"], stdin, who: "t" });
  const job = await ended(jobs, id);
  expect(JSON.parse(job?.output ?? "")).toEqual({ args: ["a b", "$(id)"], text: stdin });
  expect(job).toMatchObject({ state: "done", exit: 0, run: "20140415-abcdef" });
  expect(job?.lines.join("")).not.toContain("\u001b");
  expect(jobs.listOf("20140415-abcdef")).toBe(stdin);
});

test("output is cut, failures are told, stopping stops, and too many are refused", async () => {
  const jobs = make();
  const start = (...args: string[]) => jobs.start({ kind: "scan", args, who: "t" }).id;
  const much = await ended(jobs, start("much"));
  expect([much?.output.length, much?.truncated]).toEqual([1 << 20, true]);
  expect((await ended(jobs, start("bad")))?.state).toBe("failed");
  const waiting = Array.from({ length: 8 }, () => start("wait"));
  expect(() => start("wait")).toThrow(/jobs are running/);
  for (const id of waiting) expect(jobs.stop(id)).toBe(true);
  expect((await ended(jobs, waiting[0] ?? ""))?.state).toBe("stopped");
  await jobs.close();
  expect(jobs.stop(waiting[0] ?? "")).toBe(false);
});
