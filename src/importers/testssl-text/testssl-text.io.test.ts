/** The captures of the genuine program's screen (shared/samples/captures/README.md). */

import { expect, test } from "vitest";
import { readHead } from "../../app/import/recognise.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { TESTSSL_CAPTURES } from "../testssl-json/testing/captured.ts";
import { testsslText } from "./index.ts";

const FOLDER = "captures/testssl";

test("every capture, like the JSON that was written in the same run", async (context) => {
  const read: Record<string, string> = {};
  for (const port of Object.keys(TESTSSL_CAPTURES)) {
    const name = `${FOLDER}/hb_p${port}.stdout`;
    expect(testsslText.recognises(await readHead(sample(context, name))), name).toBe(true);
    const events = await readSample(context, testsslText, name);
    const [answer, ...rest] = answersOf(events);
    expect(rest).toEqual([]);
    expect(answer).toMatchObject({
      host: { address: "127.0.0.1" },
      port,
      serverName: null,
      time: { quality: "naive" },
    });
    expect(events.filter(({ kind }) => kind === "broken" || kind === "dropped")).toEqual([]);
    read[port] = answer?.finding.reason ?? "";
  }
  expect(read).toEqual(TESTSSL_CAPTURES);
});

test("a scan of four targets, two of which failed", async (context) => {
  const answers = answersOf(await readSample(context, testsslText, `${FOLDER}/mass.stdout`));
  expect(answers.map(({ port, finding }) => `${port} ${finding.reason}`).toSorted()).toEqual([
    "9601 finding_reported",
    "9602 extension_absent_reported",
    "9610 tls_not_shown",
    "9699 port_closed",
  ]);
});

test("all checks, and a scan that was killed", async (context) => {
  const whole = answersOf(await readSample(context, testsslText, `${FOLDER}/full_p9601.stdout`));
  expect(whole.map(({ finding }) => finding.reason)).toEqual(["finding_reported"]);
  const events = await readSample(context, testsslText, `${FOLDER}/interrupted.stdout`);
  expect(answersOf(events).map(({ finding }) => finding.reason)).toEqual(["report_truncated"]);
  expect(events.at(-1)).toMatchObject({ kind: "broken" });
});
