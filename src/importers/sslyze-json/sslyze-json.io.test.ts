/** Other people's reports (shared/samples/reports/INDEX.md). */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { sslyzeJson } from "./index.ts";

/**
 * Its truth is 0 for every server but one; of three of those the file itself says TLS 1.3, where sslyze sends nothing
 * (report-formats.md, 3.10), so that they are ? here.
 */
const REPORTS: Readonly<Record<string, readonly string[]>> = {
  "dd_one_target_many_vuln_new.json": ["1.1.1.1 443 negative_reported"],
  "dd_one_target_many_vuln_old.json": ["194.168.0.1 443 finding_reported"],
  "dd_one_target_zero_vuln_new.json": ["40.76.4.15 443 tls_version_not_covered"],
  "dd_one_target_zero_vuln_old.json": ["194.168.0.1 443 negative_reported"],
  "dd_two_targets_two_vuln_old.json": ["194.168.0.1 443 negative_reported", "192.168.0.2 443 negative_reported"],
  "nabla_sslyze_output_5.0.0b0.json": [
    "127.0.0.1 1234 port_closed",
    "157.240.22.35 443 tls_version_not_covered",
    "216.58.194.164 443 tls_version_not_covered",
  ],
};

for (const [name, expected] of Object.entries(REPORTS)) {
  test(name, async (context) => {
    const path = `reports/sslyze/${name}`;
    const text = readFileSync(sample(context, path), "utf8");
    expect(sslyzeJson.recognises(headOf(Buffer.from(text), text))).toBe(true);
    const events = await readSample(context, sslyzeJson, path);
    const read = answersOf(events).map(({ host, port, finding }) => `${host.address} ${port} ${finding.reason}`);
    expect(read).toEqual(expected);
    expect(events.filter(({ kind }) => kind === "dropped" || kind === "broken")).toEqual([]);
  });
}
