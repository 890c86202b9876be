/** A scan killed again and again loses nothing but what it was at: kill -9 at random moments, resume, compare. */

import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StoredObservation } from "../../src/core/ports/store.ts";
import { openStore } from "../../src/io/store/open-store.ts";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { crosscheck, startCli } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

const NAMES = 100;
const CONCURRENCY = 8;
const KILLS = 12;
/** Connections per second, so that the run outlasts its killers. */
const RATE = 100;

let range: ScriptedRange;
const folder = new Folder();
beforeAll(async () => {
  range = await startScripted(["C01", "C02", "C51"].flatMap((id) => condition(id) ?? []));
});
afterAll(async () => {
  await range.stop();
  folder.remove();
});

/** Three servers under a hundred names each: 300 endpoints. */
function list(): string {
  const names = Array.from({ length: NAMES }, (_, i) => `h${i}.range.test`);
  return names.flatMap((name) => range.servers.map(({ port }) => `${name}@127.0.0.1:${port}\n`)).join("");
}

/** Numbers from 0 to 1 that are the same in every run. */
function* seeded(seed: string): Generator<number> {
  for (let i = 0; ; i++) yield createHash("sha256").update(`${seed} ${i}`).digest().readUInt32BE() / 2 ** 32;
}

interface Snapshot {
  readonly endpoints: number;
  readonly done: number;
  readonly observations: ReadonlyMap<number, StoredObservation>;
}

async function look(db: string, run: string): Promise<Snapshot> {
  const store = await openStore(db);
  try {
    const observations = new Map([...store.observations(run)].map((one) => [one.id, one]));
    const { endpoints, endpointsDone } = store.counts(run);
    return { endpoints, done: endpointsDone, observations };
  } finally {
    store.close();
  }
}

test(`killed ${KILLS} times, a run of ${3 * NAMES} endpoints ends complete`, async () => {
  const db = folder.fresh(".db");
  const file = folder.file("list.txt", list());
  const options = ["--concurrency", String(CONCURRENCY), "--per-host", String(CONCURRENCY), "--db", db];
  const random = seeded("kill");
  let run = "";
  let kills = 0;
  let before: Snapshot = { endpoints: 0, done: 0, observations: new Map() };
  for (let round = 0; kills < KILLS; round++) {
    const args =
      run === "" ? ["--file", file, "--draws", "2", "--rate", String(RATE), ...options] : ["--resume", run, ...options];
    const child = startCli(["scan", ...args]);
    await child.saying(/run \S+;? ?.*database/);
    if (run === "") {
      const { stdout } = await crosscheck(["runs", "--db", db, "--format", "json"]);
      run = (JSON.parse(stdout) as { id: string }[])[0]?.id ?? "";
    }
    await sleep(600 * (random.next().value as number));
    child.process.kill("SIGKILL");
    const { signal } = await child.ended;
    expect(signal, `round ${round}: the run was over before it could be killed`).toBe("SIGKILL");
    kills += 1;
    if (run === "") continue;
    const after = await look(db, run);
    // What was there stays as it was.
    for (const [id, observation] of before.observations) expect(after.observations.get(id)).toEqual(observation);
    expect(after.endpoints).toBeGreaterThanOrEqual(before.endpoints);
    expect(after.done).toBeGreaterThanOrEqual(before.done);
    before = after;
  }

  const { code } = await crosscheck(["scan", "--resume", run, "--db", db]);
  expect(code).toBe(1);
  const end = await look(db, run);
  expect(end).toMatchObject({ endpoints: 3 * NAMES, done: 3 * NAMES });
  expect(before.done).toBeGreaterThan(0);
  expect(before.done).toBeLessThan(3 * NAMES);
  // A question asked twice was in flight when a kill struck.
  const questions = [...end.observations.values()].map((o) => `${o.endpointId} ${o.detector} ${o.attempt}`);
  expect(questions.length - new Set(questions).size).toBeLessThanOrEqual(KILLS * CONCURRENCY);

  const { stdout } = await crosscheck(["matrix", "--db", db, "--format", "csv"]);
  const rows = stdout.trimEnd().split("\r\n").slice(1);
  expect(rows).toHaveLength(3 * NAMES);
  const outcome = (port: number | undefined) => rows.filter((row) => row.includes(`,127.0.0.1,${port},`));
  const [c01, c02, c51] = range.servers.map(({ port }) => outcome(port));
  expect(c01?.every((row) => row.includes(",vulnerable,"))).toBe(true);
  expect([...(c02 ?? []), ...(c51 ?? [])].every((row) => row.includes(",not_vulnerable,"))).toBe(true);
});

test("two scans into one database file at once, and a third process that reads", async () => {
  const db = folder.fresh(".db");
  const half = folder.file("half.txt", list().split("\n").slice(0, 60).join("\n"));
  const [first, second, reader] = await Promise.all([
    crosscheck(["scan", "--file", half, "--draws", "1", "--db", db, "--format", "json"]),
    crosscheck(["scan", "--file", half, "--draws", "1", "--db", db, "--format", "json"]),
    sleep(400).then(() => crosscheck(["runs", "--db", db])),
  ]);
  expect([first.code, second.code, reader.code]).toEqual([1, 1, 0]);
  for (const { stdout } of [first, second]) {
    const { endpoints, totals } = JSON.parse(stdout) as { endpoints: unknown[]; totals: Record<string, number> };
    expect(endpoints).toHaveLength(60);
    expect(totals).toMatchObject({ vulnerable: 20, not_vulnerable: 40, unknown: 0 });
  }
});
