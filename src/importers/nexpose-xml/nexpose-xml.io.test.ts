/** Other people's files, with the truth of shared/samples/reports. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { OUTCOME_SYMBOL } from "../../core/model/outcome.ts";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { nexposeXml } from "./index.ts";

test("every report of INDEX.md", async (context) => {
  const read = async (name: string) => {
    const text = readFileSync(sample(context, `reports/nexpose/${name}`), "utf8");
    expect(nexposeXml.recognises(headOf(Buffer.from(text), text)), name).toBe(true);
    return answersOf(await readSample(context, nexposeXml, `reports/nexpose/${name}`)).map(
      ({ host, port, transport, finding }) => `${host.address} ${port}/${transport} ${finding.reason}`,
    );
  };
  expect(await read("dd_dns.xml")).toEqual(["192.168.1.1 53/tcp tls_not_shown", "192.168.1.1 53/udp tls_not_shown"]);
  expect(await read("dd_no_vuln.xml")).toEqual(["192.168.1.1 null/tcp check_too_old"]);
  const many = await read("dd_many_vulns.xml");
  // 27 endpoints, and two hosts without any.
  expect(many).toHaveLength(29);
  expect(many.filter((each) => !each.endsWith("check_too_old"))).toEqual([]);
});

test("other CVEs: positives as in truth_cve_findings.tsv, and no zero, because the scan was stopped", async (context) => {
  const file = "reports/nexpose/dd_many_vulns.xml";
  const rows = readFileSync(sample(context, "reports/truth_cve_findings.tsv"), "utf8")
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([name]) => name === "nexpose/dd_many_vulns.xml");
  const cves = [...new Set(rows.map(([, , , cve = ""]) => cve))];
  let positives = 0;
  for (const cve of cves) {
    const answers = answersOf(await readSample(context, nexposeXml, file, cve));
    expect(answers.filter(({ finding }) => finding.outcome === "not_vulnerable")).toEqual([]);
    const found = answers.filter(({ finding }) => OUTCOME_SYMBOL[finding.outcome] === "1");
    const expected = rows.filter((row) => row[3] === cve && row[4] === "1");
    expect(
      [
        ...new Set(
          found.map(
            ({ host, port, transport }) => `${host.address} ${port === null ? "host" : `${port}/${transport}`}`,
          ),
        ),
      ].toSorted(),
      cve,
    ).toEqual([...new Set(expected.map(([, host, port]) => `${host} ${port}`))].toSorted());
    positives += found.length;
  }
  expect(positives).toBeGreaterThan(0);
});
