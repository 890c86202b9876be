import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { qualysCsv } from "./index.ts";

const ROWS = ["10.0.0.10 80", "10.0.0.11 443", "10.0.0.20 22", "10.0.0.21 22", "10.0.0.30 3389", "2001:db8::1 445"];

test.for([
  ["dd_empty.csv", []],
  ["dd_vmdr_many_vulns_qid.csv", ROWS.map((each) => `${each} no_negative_in_format`)],
  ["dd_vmdr_one_vuln_cve.csv", ["10.1.0.50 8080 no_negative_in_format"]],
] as const)("%s", async ([file, expected], context) => {
  const path = `reports/qualys-vm/${file}`;
  const text = readFileSync(sample(context, path), "utf8");
  expect(qualysCsv.recognises(headOf(Buffer.from(text), text))).toBe(true);
  const events = await readSample(context, qualysCsv, path);
  expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
  expect(answersOf(events).map(({ host, port, finding }) => `${host.address} ${port} ${finding.reason}`)).toEqual(
    expected,
  );
});

test("another CVE than Heartbleed", async (context) => {
  const file = "reports/qualys-vm/dd_vmdr_one_vuln_cve.csv";
  const [answer] = answersOf(await readSample(context, qualysCsv, file, "CVE-2021-44228"));
  expect(answer).toMatchObject({ port: 8080, by: "version", finding: { reason: "version_reported" } });
  expect(answer?.time).toEqual({ at: Date.UTC(2026, 1, 3, 7), quality: "naive" });
});
