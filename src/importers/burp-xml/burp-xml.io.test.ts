import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { readSample } from "../testing/samples.ts";
import { burpXml } from "./index.ts";

test.for([
  ["dd_one_finding.xml", "2014-09-13T22:39:44.000Z"],
  ["dd_seven_findings.xml", "2014-09-13T22:35:04.000Z"],
] as const)("%s: no finding, and the format has no negative", async ([file, at], context) => {
  const events = await readSample(context, burpXml, `reports/burp/${file}`);
  expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
  const answers = answersOf(events);
  expect(answers.map(({ host, port }) => `${host.name} ${host.address} ${port}`)).toEqual(["bwa 192.168.187.137 80"]);
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["no_negative_in_format"]);
  expect(answers.map(({ time }) => new Date(time.at ?? 0).toISOString())).toEqual([at]);
});
