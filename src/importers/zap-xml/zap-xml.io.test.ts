import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { readSample } from "../testing/samples.ts";
import { zapXml } from "./index.ts";

test.for([
  ["dd_0_zap_sample.xml", "mainsite.com 443", "2020-05-12T20:57:30.000Z"],
  ["dd_zap-xml-plus-format.xml", "localhost 8080", "2022-09-30T08:40:35.000Z"],
  ["dd_zap_2.16.1_with_req_resp.xml", "example-domain.com 443", "2025-06-22T04:04:14.000Z"],
] as const)("%s: no finding, and the format has no negative", async ([file, site, at], context) => {
  const events = await readSample(context, zapXml, `reports/zap/${file}`);
  expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
  const answers = answersOf(events);
  expect(answers.map(({ host, port }) => `${host.name} ${port}`)).toContain(site);
  expect(new Set(answers.map(({ finding }) => finding.reason))).toEqual(new Set(["no_negative_in_format"]));
  expect(new Set(answers.map(({ time }) => new Date(time.at ?? 0).toISOString()))).toEqual(new Set([at]));
});
