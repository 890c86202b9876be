/** Repeats in laboratories of their own, one beside the other. */

import { expect, test } from "vitest";
import type { Witness } from "../../core/ports/witness.ts";
import { finding } from "../../core/model/outcome.ts";
import { CONDITIONS } from "../../range/conditions/catalogue.ts";
import type { RangeServer } from "../../range/server.ts";
import { type Candidate, keysByRepeat, measure, witnessCandidate } from "./measure.ts";

const CHOSEN = CONDITIONS.filter(({ id }) => ["C01", "C02", "C50"].includes(id));
const signal = new AbortController().signal;
const NOTHING_RAN = { place: "", words: "", argv: null, exit: null, truncated: false, time: "zone" } as const;

const SERVER: RangeServer = {
  id: "",
  title: "",
  group: "scripted",
  address: "127.0.0.1",
  port: 0,
  transport: "tcp",
  serverName: null,
  truth: null,
  condition: "",
  library: "",
};

/** Notes who was asked and how many at once; `takes`: milliseconds, by how many were asked before. */
function witness(takes: (given: { readonly asked: number }) => number = () => 10) {
  const ports: number[] = [];
  let [now, most] = [0, 0];
  const it: Witness = {
    identity: { id: "test", kind: "tool", version: "1", lineage: "test" },
    concurrency: 2,
    async ask({ port }) {
      const durationMs = takes({ asked: ports.length });
      ports.push(port);
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, durationMs));
      now--;
      return {
        finding: finding("finding_reported", "it says so"),
        startedAt: "",
        durationMs,
        provenance: NOTHING_RAN,
        raw: null,
      };
    },
  };
  return { it, ports, most: () => most };
}

test("every repeat asks servers of its own, all are counted, and no more run at once than may", async () => {
  const { it, ports, most } = witness();
  const repeats: number[] = [];
  let answers = 0;
  const { cells } = await measure(witnessCandidate(it), {
    conditions: CHOSEN,
    repeats: 3,
    keys: keysByRepeat(),
    onAnswer: () => void answers++,
    onRepeat: (_, repeat) => repeats.push(repeat),
    signal,
  });
  expect(cells).toEqual({
    C01: { finding_reported: 3 },
    C02: { finding_reported: 3 },
    C50: { tool_not_applicable: 3 },
  });
  expect([ports.length, new Set(ports).size > 2, most()]).toEqual([6, true, 2]);
  expect([answers, repeats]).toEqual([9, [1, 2, 3]]);
});

test("what took long is asked first the next time", async () => {
  const { it, ports } = witness(({ asked }) => (asked === 1 ? 40 : 1));
  const candidate = witnessCandidate(it, 1);
  const servers = (first: number): readonly RangeServer[] =>
    ["C01", "C02", "C03"].map((condition, i) => ({ ...SERVER, id: condition, condition, port: first + i }));
  await candidate.ask(servers(10), signal);
  await candidate.ask(servers(20), signal);
  expect(ports.slice(3)[0]).toBe(21);
  expect(new Set(ports)).toEqual(new Set([10, 11, 12, 20, 21, 22]));
});

test("a laboratory whose question fails: the measurement fails, and is over when it says so", async () => {
  let asked = 0;
  const broken: Candidate = {
    identity: { id: "test", kind: "tool", version: "1", lineage: "test" },
    laboratories: 2,
    ask: async () => {
      if (asked++ === 0) throw new Error("too many open files");
      return new Map();
    },
  };
  const measuring = measure(broken, { conditions: CHOSEN, repeats: 3, onRepeat: () => undefined, signal });
  await expect(measuring).rejects.toThrow("too many open files");
});

test("keys: the same for all in one repeat, others in the next", () => {
  const keys = keysByRepeat();
  expect(keys(1)).toBe(keys(1));
  expect(keys(2)).not.toBe(keys(1));
});
