/** Several processes at once on one new database file: all of them create it, none loses a row. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openStore } from "../../../src/io/store/open-store.ts";
import { runChild } from "./run-child.ts";

const folder = mkdtempSync(join(tmpdir(), "crosscheck-two-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("three processes write at once while a fourth reads", async () => {
  const file = join(folder, "shared.db");
  const count = 150;
  const runs = ["a", "b", "c"];
  const children = runs.map((run) => runChild("store-child.ts", [file, run, String(count)]));
  const store = await openStore(file);
  let reads = 0;
  const writers = { running: true };
  const all = Promise.all(children.map(({ ended }) => ended)).finally(() => {
    writers.running = false;
  });
  while (writers.running) {
    reads += store.runs().length;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await all).toEqual([0, 0, 0]);
  expect(reads).toBeGreaterThan(0);
  for (const run of runs) {
    expect(store.counts(run)).toMatchObject({ endpoints: count, endpointsDone: count, observations: count });
    const observations = [...store.observations(run)];
    expect(new Set(observations.map(({ vantage }) => vantage))).toEqual(new Set([run]));
    expect(observations.every(({ transcriptHash }) => store.transcripts(transcriptHash ?? "").ok)).toBe(true);
  }
  store.close();
});
