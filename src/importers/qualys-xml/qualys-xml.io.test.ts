import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { qualysXml } from "./index.ts";

const REPORT = "reports/qualys-vm/dd_Qualys_Sample_Report.xml";

test("the genuine asset report of 2019: two ports found, two derived, the others open questions", async (context) => {
  const events = await readSample(context, qualysXml, REPORT);
  expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
  const answers = answersOf(events);
  const shown = answers.map(({ host, port, by, finding }) => `${host.address} ${port} ${by} ${finding.reason}`);
  expect(shown.filter((each) => !each.endsWith(" tls_not_shown")).toSorted()).toEqual([
    "64.41.200.246 3389 probe negative_derived",
    "64.41.200.247 3389 probe negative_derived",
    "64.41.200.248 null probe host_dead",
    "64.41.200.250 443 probe finding_reported",
    "64.41.200.250 8443 probe finding_reported",
  ]);
  const silent = new Set(shown.filter((each) => each.endsWith(" tls_not_shown")).map((each) => each.split(" ", 1)[0]));
  for (const last of [243, 244, 245, 249]) expect(silent).toContain(`64.41.200.${last}`);
});

test("every finding of every other CVE that was read by hand", async (context) => {
  const truth = readFileSync(sample(context, "reports/truth_cve_findings.tsv"), "utf8")
    .split("\n")
    .map((line) => line.split("\t"))
    .filter(([of, , , , value]) => of === REPORT.slice("reports/".length) && value === "1");
  const byCve = new Map<string, string[]>();
  for (const [, host = "", port = "", cve = ""] of truth)
    byCve.set(cve, [...(byCve.get(cve) ?? []), `${host} ${port}`]);
  expect(byCve.size).toBeGreaterThan(0);
  for (const [cve, expected] of byCve) {
    const answers = answersOf(await readSample(context, qualysXml, REPORT, cve));
    const found = answers
      .filter(({ finding }) => finding.outcome === "vulnerable")
      .map(({ host, port, transport }) => `${host.address} ${port === null ? "host/" : `${port}/${transport}`}`);
    expect(found.toSorted(), cve).toEqual([...new Set(expected)].toSorted());
  }
});

test.for(["qualys-vm/dd_qualys_infrascan_webgui_0.xml", "qualys-vm/dd_qualys_infrascan_webgui_3.xml"])(
  "%s: nobody is called safe",
  async (file, context) => {
    const events = await readSample(context, qualysXml, `reports/${file}`);
    expect(events.filter(({ kind }) => kind === "broken")).toEqual([]);
    expect(answersOf(events).map(({ host, port, finding }) => `${host.address} ${port} ${finding.reason}`)).toEqual([
      "10.1.10.1 null tls_not_shown",
    ]);
    const text = readFileSync(sample(context, `reports/${file}`), "utf8");
    expect(qualysXml.recognises(headOf(Buffer.from(text), text))).toBe(true);
  },
);

test("a scan report's finding of another CVE", async (context) => {
  const file = "reports/qualys-vm/dd_qualys_infrascan_webgui_3.xml";
  const answers = answersOf(await readSample(context, qualysXml, file, "CVE-2002-0510"));
  expect(answers.map(({ finding }) => finding.reason)).toContain("version_reported");
});

test("a document type that lies elsewhere is never fetched, and an empty report says nothing", async (context) => {
  const events = await readSample(context, qualysXml, "reports/hostile-xml/made_external_dtd_qualys.xml");
  expect(answersOf(events)).toEqual([]);
  expect(events.filter(({ kind }) => kind === "broken")).toEqual([]);
});
