/** Other people's reports (shared/samples/reports/INDEX.md), and every finding of other CVEs that was read by hand. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { openvasXml } from "./index.ts";

/** For each file, its answers' reasons by port. */
const REPORTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "dd_many_vuln.xml": { 443: "", 5432: "no_record_of_check", 80: "tls_not_shown" },
  "dd_no_vuln.xml": {},
  "dd_one_vuln.xml": { null: "tls_not_shown" },
  "dd_report_detail_v2.xml": { 42: "tls_not_shown" },
  "dradis_report_v24.xml": { 80: "tls_not_shown" },
};

test.for(Object.keys(REPORTS))("%s: whole, and nobody is called safe or vulnerable", async (name, context) => {
  const path = `reports/openvas/${name}`;
  const text = readFileSync(sample(context, path), "utf8");
  expect(openvasXml.recognises(headOf(Buffer.from(text), text))).toBe(true);
  const events = await readSample(context, openvasXml, path);
  expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
  const answers = answersOf(events);
  expect(answers.filter(({ finding }) => finding.outcome !== "unknown")).toEqual([]);
  for (const [port, reason] of Object.entries(REPORTS[name] ?? {}))
    expect(answers.find((answer) => String(answer.port) === port)?.finding.reason ?? "", port).toBe(reason);
});

test.for(Object.keys(REPORTS))("%s: every finding of every other CVE", async (name, context) => {
  const byCve = new Map<string, string[]>();
  for (const line of readFileSync(sample(context, "reports/truth_cve_findings.tsv"), "utf8").split("\n")) {
    const [file, host = "", port = "", cve = "", value] = line.split("\t");
    if (file === `openvas/${name}` && value === "1")
      byCve.set(cve, [...(byCve.get(cve) ?? []), `${host} ${port.replace(/^\S+ \((.*)\)$/, "$1")}`]);
  }
  for (const [cve, expected] of byCve) {
    const answers = answersOf(await readSample(context, openvasXml, `reports/openvas/${name}`, cve));
    const found = answers
      .filter(({ finding }) => finding.outcome === "vulnerable")
      .map(({ host, port, transport }) => `${host.address} ${port === null ? "general" : port}/${transport}`);
    expect([...new Set(found)].toSorted(), cve).toEqual([...new Set(expected)].toSorted());
  }
});
