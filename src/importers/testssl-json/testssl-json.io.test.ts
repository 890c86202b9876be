/** The captures of the genuine program (shared/samples/captures/README.md). */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { testsslJson } from "./index.ts";
import { TESTSSL_CAPTURES } from "./testing/captured.ts";

const FOLDER = "captures/testssl";

for (const ending of ["json", "pretty.json"]) {
  test(`every capture, ${ending}`, async (context) => {
    const read: Record<string, string> = {};
    for (const port of Object.keys(TESTSSL_CAPTURES)) {
      const name = `${FOLDER}/hb_p${port}.${ending}`;
      const text = readFileSync(sample(context, name), "utf8");
      expect(testsslJson.recognises(headOf(Buffer.from(text), text)), name).toBe(true);
      const [answer, ...rest] = answersOf(await readSample(context, testsslJson, name));
      expect(rest).toEqual([]);
      expect(answer).toMatchObject({ port, serverName: null });
      read[port] = answer?.finding.reason ?? "";
    }
    expect(read).toEqual(TESTSSL_CAPTURES);
  });

  test(`a scan of four targets, two of which failed, ${ending}`, async (context) => {
    const answers = answersOf(await readSample(context, testsslJson, `${FOLDER}/mass.${ending}`));
    expect(answers.map(({ port, finding }) => `${port} ${finding.reason}`).toSorted()).toEqual([
      "9601 finding_reported",
      "9602 extension_absent_reported",
      "9610 tls_not_shown",
      "9699 port_closed",
    ]);
  });
}

test("all checks, and a scan that was killed", async (context) => {
  const whole = answersOf(await readSample(context, testsslJson, `${FOLDER}/full_p9601.json`));
  expect(whole.map(({ finding }) => finding.reason)).toEqual(["finding_reported"]);
  const events = await readSample(context, testsslJson, `${FOLDER}/interrupted.json`);
  expect(answersOf(events).map(({ finding }) => finding.reason)).toEqual(["report_truncated"]);
  expect(events.at(-1)).toMatchObject({ kind: "broken" });
});

test("a file that another program made of testssl's is not taken for one", (context) => {
  const text = readFileSync(sample(context, "reports/testssl/tlsassistant_testssl_dump.json"), "utf8");
  expect(testsslJson.recognises(headOf(Buffer.from(text), text))).toBe(false);
});
