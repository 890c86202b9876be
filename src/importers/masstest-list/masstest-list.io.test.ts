/** Six genuine lists of April 2014; the counts are those that the lists print about themselves. */

import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { capturedPorts } from "../testing/captures.ts";
import { readSample } from "../testing/samples.ts";
import { masstestList } from "./index.ts";

const LISTS = [
  { name: "top100-08-Apr-14-1130UTC", vulnerable: 5, not: 54, without: 41 },
  { name: "top1000-08-Apr-14-1200UTC", vulnerable: 48, not: 440, without: 512 },
  { name: "top10000-09-Apr-14-2300UTC", vulnerable: 178, not: 4139, without: 5683 },
  { name: "top10000-10-Apr-14-1100UTC", vulnerable: 150, not: 4155, without: 5695 },
  { name: "top10000-16-Apr-14-2250UTC", vulnerable: 65, not: 4228, without: 5694 },
  { name: "top10000-19-Apr-14-1445UTC", vulnerable: 59, not: 4244, without: 5684 },
];

for (const { name, vulnerable, not, without } of LISTS) {
  test(`${name}: one answer for each name`, async (context) => {
    const events = await readSample(context, masstestList, `reports/ssltest-masstest/musalbas_${name}.txt`);
    const answers = answersOf(events);
    const count = (reason: string) => answers.filter(({ finding }) => finding.reason === reason).length;
    expect(count("finding_reported")).toBe(vulnerable);
    expect(count("negative_reported")).toBe(not);
    expect(count("tls_not_shown")).toBe(without);
    expect(answers).toHaveLength(vulnerable + not + without);
    expect(new Set(answers.map(({ host }) => host.name ?? host.address)).size).toBe(answers.length);
    expect(events.filter(({ kind }) => kind === "dropped" || kind === "broken")).toEqual([]);
    const dated = name.includes("16-Apr") || name.includes("19-Apr");
    for (const { time } of answers) expect(time.quality).toBe(dated ? "naive" : "none");
  });
}

test("what the script printed on loopback, and its log", async (context) => {
  for (const port of capturedPorts(context, "ssltest-masstest", ".stdout")) {
    const printed = await readSample(context, masstestList, `captures/ssltest-masstest/p${port}.stdout`);
    expect(answersOf(printed)).toHaveLength(1);
    const log = await readSample(context, masstestList, `captures/ssltest-masstest/p${port}.log`);
    expect(answersOf(log)).toEqual([]);
    expect(log.filter(({ kind }) => kind === "dropped")).toHaveLength(1);
  }
});
