import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { readSample } from "../testing/samples.ts";
import { acunetix360Json } from "./index.ts";

test("somebody's report: no finding, and the format has no negative", async (context) => {
  const events = await readSample(context, acunetix360Json, "reports/acunetix/dd_acunetix360_many_findings.json");
  expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
  const [answer, ...more] = answersOf(events);
  expect(more).toEqual([]);
  expect(answer).toMatchObject({
    host: { name: "php.testsparker.com" },
    port: 80,
    finding: { reason: "no_negative_in_format" },
    time: { at: Date.UTC(2021, 5, 25, 1, 46), quality: "naive" },
  });
});
