/** Other people's files (shared/samples/reports/INDEX.md) and the captures of the genuine program. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { TESTSSL_CAPTURES } from "../testssl-json/testing/captured.ts";
import { testsslCsv } from "./index.ts";

const REPORTS: Readonly<Record<string, readonly string[]>> = {
  "dd_defectdojo_many_vuln.csv": [
    "185.199.110.153:443 extension_absent_reported",
    "185.199.108.153:443 extension_absent_reported",
    "185.199.109.153:443 extension_absent_reported",
    "185.199.111.153:443 extension_absent_reported",
  ],
  "dd_defectdojo_no_vuln.csv": [],
  "dd_demo.csv": ["104.131.110.75:443 no_record_of_check"],
  "dd_demo2.csv": ["213.186.33.31:443 no_record_of_check"],
  "dd_many_cves.csv": ["185.199.109.153:443 no_record_of_check"],
  "dd_overall_critical.csv": ["127.0.0.1:443 negative_timed_out"],
  "testssl_baseline_default_testssl.csv": ["81.169.235.32:443 extension_absent_reported"],
};

test("every report of INDEX.md", async (context) => {
  for (const [name, expected] of Object.entries(REPORTS)) {
    const path = `reports/testssl/${name}`;
    const text = readFileSync(sample(context, path), "utf8");
    expect(testsslCsv.recognises(headOf(Buffer.from(text), text)), name).toBe(true);
    const answers = answersOf(await readSample(context, testsslCsv, path));
    expect(answers.map(({ host, port, finding }) => `${host.address}:${port} ${finding.reason}`)).toEqual(expected);
  }
});

test("another CVE than Heartbleed", async (context) => {
  const path = "reports/testssl/dd_many_cves.csv";
  const answers = answersOf(await readSample(context, testsslCsv, path, "CVE-2016-0703"));
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["finding_reported"]);
});

test("every capture", async (context) => {
  const read: Record<string, string> = {};
  for (const port of Object.keys(TESTSSL_CAPTURES)) {
    const [answer, ...rest] = answersOf(await readSample(context, testsslCsv, `captures/testssl/hb_p${port}.csv`));
    expect(rest).toEqual([]);
    read[port] = answer?.finding.reason ?? "";
  }
  expect(read).toEqual(TESTSSL_CAPTURES);
});

test("four targets, all checks, a scan that was killed", async (context) => {
  const reasons = async (name: string) =>
    answersOf(await readSample(context, testsslCsv, `captures/testssl/${name}`)).map(({ finding }) => finding.reason);
  expect((await reasons("mass.csv")).toSorted()).toEqual([
    "extension_absent_reported",
    "finding_reported",
    "port_closed",
    "tls_not_shown",
  ]);
  expect(await reasons("full_p9601.csv")).toEqual(["finding_reported"]);
  expect(await reasons("interrupted.csv")).toEqual(["no_record_of_check"]);
});
