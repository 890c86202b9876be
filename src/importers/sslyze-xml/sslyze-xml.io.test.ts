/** Another project's report (shared/samples/reports/INDEX.md). */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { sslyzeXml } from "./index.ts";

test("version 1.4.3, not vulnerable", async (context) => {
  const path = "reports/sslyze/dd_report_one_target_three_vuln.xml";
  const text = readFileSync(sample(context, path), "utf8");
  expect(sslyzeXml.recognises(headOf(Buffer.from(text), text))).toBe(true);
  const answers = answersOf(await readSample(context, sslyzeXml, path));
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatchObject({
    host: { address: "172.217.167.14", name: "google.com" },
    port: "443",
    finding: { reason: "negative_reported" },
  });
});
