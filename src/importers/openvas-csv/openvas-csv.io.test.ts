/** Other people's tables (shared/samples/reports/INDEX.md): no Heartbleed in them, so nobody is called safe or vulnerable. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { openvasCsv } from "./index.ts";

/** For each file its places. */
const REPORTS: Readonly<Record<string, readonly string[]>> = {
  "dd_many_vuln.csv": ["192.168.118.212 9200"],
  "dd_no_vuln.csv": [],
  "dd_report_detail_v2.csv": ["10.99.99.99 42"],
  "dd_report_using_CVE.csv": ["45.33.32.156 null"],
  "dd_report_using_openVAS.csv": ["45.33.32.156 443", "45.33.32.156 80"],
};

test.for(Object.keys(REPORTS))("%s", async (name, context) => {
  const path = `reports/openvas/${name}`;
  const text = readFileSync(sample(context, path), "utf8");
  expect(openvasCsv.recognises(headOf(Buffer.from(text), text))).toBe(true);
  const events = await readSample(context, openvasCsv, path);
  expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
  const answers = answersOf(events);
  expect(answers.map(({ host, port }) => `${host.address} ${port}`)).toEqual(REPORTS[name]);
  expect(answers.filter(({ finding }) => finding.reason !== "no_negative_in_format")).toEqual([]);
});

test.for([
  ["dd_many_vuln.csv", "CVE-2015-0204", "192.168.118.212 9200 version_reported"],
  ["dd_report_detail_v2.csv", "CVE-2025-47981", "10.99.99.99 42 version_reported"],
  ["dd_report_using_CVE.csv", "CVE-2021-26691", "45.33.32.156 null version_reported"],
])("other findings: %s, %s", async ([name = "", cve, expected], context) => {
  const answers = answersOf(await readSample(context, openvasCsv, `reports/openvas/${name}`, cve));
  const found = answers.filter(({ finding }) => finding.outcome === "vulnerable");
  expect(found.map(({ host, port, finding }) => `${host.address} ${port} ${finding.reason}`)).toEqual([expected]);
});
