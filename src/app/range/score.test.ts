import { expect, test } from "vitest";
import type { RangeServer } from "../../range/server.ts";
import { scoreOf } from "./score.ts";

const server = (truth: RangeServer["truth"]): RangeServer => ({
  id: "scripted/C01",
  title: "",
  group: "scripted",
  address: "127.0.0.1",
  port: 1,
  transport: "tcp",
  serverName: null,
  truth,
  condition: "C01",
  library: "",
});
const one = { outcome: "vulnerable", reason: "a" } as const;
const zero = { outcome: "not_vulnerable", reason: "b" } as const;
const open = { outcome: "unknown", reason: "c" } as const;

test.each([
  ["vulnerable", [one, one, zero, open], { right: 2, wrong: 1, undecided: 1 }],
  ["not_vulnerable", [one, zero, zero, zero], { right: 3, wrong: 1, undecided: 0 }],
  [null, [one, zero, open], { right: 0, wrong: 0, undecided: 3 }],
  ["vulnerable", [], { right: 0, wrong: 0, undecided: 0 }],
] as const)("truth %s, answers %j", (truth, answers, expected) => {
  expect(scoreOf(server(truth), answers)).toMatchObject(expected);
});

test("reasons are counted, the most frequent first", () => {
  expect(scoreOf(server(null), [open, one, one]).reasons).toEqual([
    ["a", 2],
    ["c", 1],
  ]);
});
