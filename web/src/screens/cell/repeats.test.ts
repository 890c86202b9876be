import { describe, expect, test } from "vitest";
import { rawParts } from "./raw-parts.ts";
import { type Answer, groupsOf, steadiness } from "./repeats.ts";

const answer = (id: number, run: string, version: string, outcome: Answer["outcome"]): Answer => ({
  id,
  run,
  version,
  outcome,
  startedAt: `2014-04-08T00:00:0${id}.000Z`,
});

describe("repetitions", () => {
  test("stand in the order of time, grouped by run and version, changes of the version marked", () => {
    const groups = groupsOf([
      answer(4, "r2", "2", "unknown"),
      answer(1, "r1", "1", "vulnerable"),
      answer(2, "r1", "1", "not_vulnerable"),
      answer(3, "r2", "1", "unknown"),
    ]);
    expect(
      groups.map(({ run, version, changed, answers }) => [run, version, changed, answers.map(({ id }) => id)]),
    ).toEqual([
      ["r1", "1", false, [1, 2]],
      ["r2", "1", false, [3]],
      ["r2", "2", true, [4]],
    ]);
  });

  test.each([
    [[], "It has not been asked."],
    [["vulnerable"], "Asked once: it said 1 once."],
    [["unknown"], "Asked once; it came to no answer."],
    [["unknown", "unknown", "unknown"], "Asked 3 times; it never came to an answer."],
    [["vulnerable", "not_vulnerable", "vulnerable"], "Asked 3 times: it contradicts itself: 1 twice, 0 once."],
    [["not_vulnerable", "unknown"], "Asked twice: it said 0 once, and came to no answer once."],
  ] as const)("%j", (outcomes, sentence) => {
    expect(steadiness(outcomes.map((outcome, id) => answer(id, "r", "1", outcome)))).toBe(sentence);
  });
});

describe("raw output", () => {
  test("stream by stream, as a program left it", () => {
    const answerOf = { stdout: "a\nb", stderr: "", files: { "out.xml": "<x/>", bad: 3 } };
    expect(rawParts(JSON.stringify({ answer: answerOf }))).toEqual([
      { name: "standard output", text: "a\nb" },
      { name: "out.xml", text: "<x/>" },
    ]);
  });

  test.each(["<xml/>", "", "{", "null", '{"answer":3}', '{"answer":{"stdout":1,"stderr":""}}'])(
    "%s is shown as it is",
    (text) => {
      expect(rawParts(text)).toEqual([{ name: "as it was kept", text }]);
    },
  );
});
