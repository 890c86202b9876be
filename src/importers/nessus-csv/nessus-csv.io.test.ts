/** Other people's tables (shared/samples/reports/INDEX.md): no Heartbleed in them, so nobody is called safe or vulnerable. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { nessusCsv } from "./index.ts";

/** For each file its places, and the findings of another CVE in it. */
const REPORTS: readonly (readonly [string, readonly string[], string, readonly string[]])[] = [
  [
    "dd_issue_11102.csv",
    ["1.2.3.4:443", "1.2.3.4:8443", "2.3.4.5:443"],
    "CVE-2016-2183",
    ["1.2.3.4:443", "2.3.4.5:443", "1.2.3.4:8443"],
  ],
  ["dd_issue_9612.csv", ["2.3.4.5:1433", "2.3.4.5:5555", "1.2.3.4:1433"], "CVE-2016-2183", []],
  [
    "dd_nessus-template.csv",
    ["192.168.0.100:3389", "192.168.0.100:443", "192.168.0.100:22", "192.168.0.101:8080", "192.168.0.101:5601"],
    "CVE-2023-48795",
    ["192.168.0.100:22"],
  ],
  [
    "dd_nessus_many_vuln2-all.csv",
    ["52.208.101.182:80", "52.208.101.182:443"],
    "CVE-2004-2761",
    ["52.208.101.182:443"],
  ],
];

test.for(REPORTS)("%s", async ([name, places, cve, found], context) => {
  const path = `reports/nessus/${name}`;
  const text = readFileSync(sample(context, path), "utf8");
  expect(nessusCsv.recognises(headOf(Buffer.from(text), text))).toBe(true);
  const events = await readSample(context, nessusCsv, path);
  expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
  const answers = answersOf(events);
  expect(answers.map(({ host, port }) => `${host.address}:${port}`)).toEqual(places);
  expect(answers.filter(({ finding }) => finding.reason !== "no_negative_in_format")).toEqual([]);
  const others = answersOf(await readSample(context, nessusCsv, path, cve));
  const positives = others.filter(({ finding }) => finding.reason === "version_reported");
  expect(positives.map(({ host, port }) => `${host.address}:${port}`)).toEqual(found);
});
