/** The recorded files of the genuine program (shared/samples/captures/README.md; report-formats.md, section 5). */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { TESTSSL_CAPTURES } from "../../importers/testssl-json/testing/captured.ts";
import { sample } from "../../importers/testing/samples.ts";
import { readAnswer } from "../read-answer.ts";
import { rawAnswer } from "../testing/check.ts";
import { testssl } from "./index.ts";

test("every capture", (context) => {
  const read: Record<string, string> = {};
  for (const port of Object.keys(TESTSSL_CAPTURES)) {
    const text = readFileSync(sample(context, `captures/testssl/hb_p${port}.json`), "utf8");
    const question = { address: "127.0.0.1", port: Number(port), serverName: null };
    read[port] = readAnswer(testssl, rawAnswer({ files: { "answer.json": text } }), question).finding.reason;
  }
  expect(read).toEqual(TESTSSL_CAPTURES);
});
