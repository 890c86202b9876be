import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { readSample } from "../testing/samples.ts";
import { acunetixXml } from "./index.ts";

test.for([
  ["dd_XML_http_example_co_id_.xml", "example.co.id 80", "2020-04-28T06:07:03.000Z"],
  ["dradis_simple.acunetix.xml", "testphp.vulnweb.com 80", "2014-10-07T15:20:55.000Z"],
  ["dradis_code-pre.acunetix.xml", "testphp.vulnweb.com 80", "2014-10-07T15:20:55.000Z"],
] as const)("%s: no finding, and the format has no negative", async ([file, site, at], context) => {
  const events = await readSample(context, acunetixXml, `reports/acunetix/${file}`);
  expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
  const answers = answersOf(events);
  expect(answers.map(({ host, port }) => `${host.name} ${port}`)).toEqual([site]);
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["no_negative_in_format"]);
  expect(answers.map(({ time }) => new Date(time.at ?? 0).toISOString())).toEqual([at]);
});
