import fc from "fast-check";
import { expect, test } from "vitest";
import { anyPositive, majority, type ToolAnswers, unanimousNegative } from "./baselines.ts";

/** `1` `0` `?` for each run of a tool, tools apart. */
const tools = (text: string): readonly ToolAnswers[] =>
  text === ""
    ? []
    : text.split(" ").map((runs) => ({
        positive: runs.split("1").length - 1,
        negative: runs.split("0").length - 1,
        unknown: runs.split("?").length - 1,
      }));
const [YES, NO, OPEN] = ["vulnerable", "not_vulnerable", "unknown"] as const;

test.each([
  ["", OPEN, OPEN, OPEN],
  ["- -", OPEN, OPEN, OPEN],
  ["? ?", OPEN, OPEN, OPEN],
  ["1", YES, YES, YES],
  ["0", NO, NO, NO],
  ["0 ?", NO, NO, OPEN],
  ["00? 0", NO, NO, OPEN],
  ["1 0 0", NO, YES, YES],
  ["1 0", OPEN, YES, YES],
  ["110 0", OPEN, YES, YES],
  ["111 0 0", NO, YES, YES],
  ["1? 1? 0", YES, YES, YES],
  ["00 - 0", NO, NO, NO],
])("%s: majority %s, any positive %s, unanimous negative %s", (text, most, any, unanimous) => {
  expect([majority(tools(text)), anyPositive(tools(text)), unanimousNegative(tools(text))]).toEqual([
    most,
    any,
    unanimous,
  ]);
});

test("more ? never makes any of them safe", () => {
  const answers = fc.record({ positive: fc.nat(3), negative: fc.nat(3), unknown: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(answers, { maxLength: 6 }), (said) => {
      const doubted = [...said, { positive: 0, negative: 0, unknown: 1 }];
      for (const rule of [majority, anyPositive, unanimousNegative])
        if (rule(said) !== NO) expect(rule(doubted)).not.toBe(NO);
    }),
  );
});
