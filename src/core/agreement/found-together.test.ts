import { expect, test } from "vitest";
import { OUTCOMES, type Outcome } from "../model/outcome.ts";
import type { Answered, AnswerTable } from "../ports/store.ts";
import { foundTogether } from "./found-together.ts";

const SIGNS: Readonly<Record<string, Outcome>> = { "1": "vulnerable", "0": "not_vulnerable", "?": "unknown" };

/** A line a detector, a sign an endpoint, `.` where it was not asked; the lines of `later` are another run, an hour on. */
function tableOf(lines: Readonly<Record<string, string>>, later: Readonly<Record<string, string>> = {}): AnswerTable {
  const answers = [lines, later].flatMap((all, hour) =>
    Object.entries(all).flatMap(([detector, signs]) =>
      Array.from(signs).flatMap((sign, endpoint) => {
        const outcome = SIGNS[sign];
        return outcome === undefined ? [] : [{ endpoint, detector, outcome, hour }];
      }),
    ),
  );
  const sources = answers.map(
    ({ detector, hour }): Answered => ({
      ...{ id: detector, detector, kind: "tool", version: "1", lineage: detector, vantage: "here" },
      run: `r${hour}`,
      mode: "automatic",
    }),
  );
  const endpoints = Math.max(0, ...Object.values({ ...lines, ...later }).map((signs) => signs.length));
  return {
    endpoints: Array.from({ length: endpoints }, (_, index) => ({
      ...{ address: `192.0.2.${index}`, port: 443, transport: "tcp" as const, serverName: null },
      origin: "asked" as const,
    })),
    sources,
    endpoint: Int32Array.from(answers, ({ endpoint }) => endpoint),
    source: Int32Array.from(answers, (_, index) => index),
    outcome: Uint8Array.from(answers, ({ outcome }) => OUTCOMES.indexOf(outcome)),
    evidence: new Uint8Array(answers.length),
    startedAt: Float64Array.from(answers, ({ hour }) => hour * 3_600_000),
  };
}

const shown = (table: AnswerTable, ids = ["a", "b", "c"]) =>
  foundTogether(table, ids).map(({ detectors, endpoints }) => `${detectors.join("")} ${endpoints}`);

test.each([
  ["exact sets, the largest first", { a: "1110.", b: "1100?", c: "00011" }, ["ab 2", "c 2", "a 1"]],
  ["? and not asked are not in a set", { a: "1?.", b: "?1?", c: "..." }, ["a 1", "b 1"]],
  ["nobody says 1", { a: "0?", b: ".0" }, []],
] as const)("%s", (_, lines, expected) => {
  expect(shown(tableOf(lines))).toEqual(expected);
});

test("a later run's word replaces the earlier one, as in the matrix", () => {
  expect(shown(tableOf({ a: "11", b: "11" }, { a: "0" }))).toEqual(["ab 1", "b 1"]);
});

test("a detector that is not named has no say", () => {
  expect(shown(tableOf({ a: "1", b: "1" }), ["a"])).toEqual(["a 1"]);
});
