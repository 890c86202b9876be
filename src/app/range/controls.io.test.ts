/** Controls as a scan runs them: real servers on loopback, a detector that works and detectors that do not. */

import { expect, test } from "vitest";
import { failedControls } from "../../core/controls.ts";
import type { Reason } from "../../core/model/outcome.ts";
import { DEFAULT_PROBE_OPTIONS } from "../default-probe-options.ts";
import { runControls } from "./controls.ts";
import type { Candidate } from "./measure.ts";
import { nativeCandidate } from "./native-candidate.ts";

/** Says of each condition what the next of its lists says. */
function saying(...turns: readonly Readonly<Record<string, Reason>>[]): Candidate & { asked: string[][] } {
  const asked: string[][] = [];
  return {
    identity: { id: "fake", kind: "tool", version: "1", lineage: "fake" },
    asked,
    ask: async (servers) => {
      const turn = turns[asked.length] ?? {};
      asked.push(servers.map(({ condition }) => condition).toSorted());
      return new Map(servers.map(({ id, condition }) => [id, turn[condition] ?? "tool_failed"]));
    },
  };
}

const { signal } = new AbortController();
const RIGHT = { C01: "finding_reported", C02: "negative_reported", C40: "port_closed" } as const;

test("our own detector is right about all three", async () => {
  const results = await runControls([nativeCandidate(DEFAULT_PROBE_OPTIONS, "here")], signal);
  expect(results.map(({ condition }) => condition).toSorted()).toEqual(["C01", "C02", "C40"]);
  expect([...failedControls(results)]).toEqual([]);
});

test("who could not tell once is asked once more, about that only", async () => {
  const candidate = saying({ ...RIGHT, C01: "tool_timed_out" }, RIGHT);
  expect([...failedControls(await runControls([candidate], signal))]).toEqual([]);
  expect(candidate.asked).toEqual([["C01", "C02", "C40"], ["C01"]]);
});

test("who cannot tell twice has failed", async () => {
  const silent = { ...RIGHT, C01: "tool_timed_out" } as const;
  const failed = failedControls(await runControls([saying(silent, silent)], signal));
  expect(failed.get("fake")?.why).toContain("C01, known to be vulnerable, was answered tool_timed_out");
});

test("who is wrong is not asked again", async () => {
  const candidate = saying({ ...RIGHT, C01: "negative_reported" }, RIGHT);
  expect(failedControls(await runControls([candidate], signal)).size).toBe(1);
  expect(candidate.asked).toHaveLength(1);
});

test("who cannot be controlled has failed, and takes nobody with it", async () => {
  const broken: Candidate = { ...saying(RIGHT), ask: () => Promise.reject(new Error("too many open files")) };
  const sound = saying(RIGHT);
  const failed = failedControls(
    await runControls([{ ...broken, identity: { ...broken.identity, id: "broken" } }, sound], signal),
  );
  expect([...failed.keys()]).toEqual(["broken"]);
});
