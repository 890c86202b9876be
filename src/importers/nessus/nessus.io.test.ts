import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ReportAnswer } from "../importer.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { nessus } from "./index.ts";

const SAMPLES = [
  "nessus/dd_nessus_v_unknown.xml",
  "nessus/dd_nessus_with_cwe-.nessus",
  "nessus/dd_nessus_was_many_vuln.xml",
  "nessus/libnessus_nessus_report_localpci.nessus",
  "nessus/libnessus_nessus_report_test_local.nessus",
];
/** The truth names some hosts by their name, others by their address. */
const called = ({ host }: ReportAnswer, hosts: ReadonlySet<string>) =>
  [host.name, host.address].find((each) => each !== null && hosts.has(each)) ?? "";

describe("other people's reports", () => {
  test.for(SAMPLES)("%s: whole, and nobody is called safe or vulnerable", async (file, context) => {
    const events = await readSample(context, nessus, `reports/${file}`);
    expect(events.filter(({ kind }) => kind === "broken")).toEqual([]);
    const answers = answersOf(events);
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter(({ finding }) => finding.outcome !== "unknown")).toEqual([]);
  });

  test.for(["nessus/dd_nessus_v_unknown.xml", "nessus/libnessus_nessus_report_localpci.nessus"])(
    "%s: older than the check",
    async (file, context) => {
      const answers = answersOf(await readSample(context, nessus, `reports/${file}`));
      const reasons = new Set(answers.filter(({ port }) => port !== null).map(({ finding }) => finding.reason));
      expect([...reasons].filter((reason) => reason !== "port_filtered")).toEqual(["check_too_old"]);
    },
  );

  test("a network of which two hosts answered", async (context) => {
    const answers = answersOf(
      await readSample(context, nessus, "reports/nessus/libnessus_nessus_report_test_local.nessus"),
    );
    expect(answers.filter(({ finding }) => finding.reason === "host_dead")).toHaveLength(252);
  });

  test.for(SAMPLES)("%s: every finding of every other CVE that was read by hand", async (file, context) => {
    const truth = readFileSync(sample(context, "reports/truth_cve_findings.tsv"), "utf8")
      .split("\n")
      .map((line) => line.split("\t"))
      .filter(([of, , , , value]) => of === file && value === "1");
    const hosts = new Set(truth.map(([, host = ""]) => host));
    const byCve = new Map<string, string[]>();
    for (const [, host = "", port = "", cve = ""] of truth)
      byCve.set(cve, [...(byCve.get(cve) ?? []), `${host} ${port.replace("icmp", "tcp")}`]);
    for (const [cve, expected] of byCve) {
      const answers = answersOf(await readSample(context, nessus, `reports/${file}`, cve));
      const found = answers
        .filter(({ finding }) => finding.outcome === "vulnerable")
        .map((answer) => `${called(answer, hosts)} ${answer.port === null ? 0 : answer.port}/${answer.transport}`);
      expect([...new Set(found)].toSorted(), cve).toEqual([...new Set(expected)].toSorted());
    }
  });
});
