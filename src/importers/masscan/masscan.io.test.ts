/** A real report (shared/samples/reports/INDEX.md): an open port, and no banner. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { masscan } from "./index.ts";

test("dd_masscan_one_vuln.json", async (context) => {
  const name = "reports/masscan/dd_masscan_one_vuln.json";
  const answers = answersOf(await readSample(context, masscan, name));
  expect(answers).toMatchObject([
    { host: { address: "172.29.0.3" }, port: "80", finding: { reason: "no_record_of_check" } },
  ]);
  const head = readFileSync(sample(context, name));
  expect(masscan.recognises(headOf(head, head.toString()))).toBe(true);
});
