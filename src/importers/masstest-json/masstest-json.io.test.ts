/** The captures of the genuine script (shared/samples/captures/README.md). */

import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { capturedPorts } from "../testing/captures.ts";
import { readSample } from "../testing/samples.ts";
import { masstestJson } from "./index.ts";
import { MASSTEST_CAPTURES } from "./testing/captured.ts";

test("every capture", async (context) => {
  const read: Record<string, string> = {};
  for (const port of capturedPorts(context, "ssltest-masstest", ".json")) {
    const events = await readSample(context, masstestJson, `captures/ssltest-masstest/p${port}.json`);
    const [answer, ...rest] = answersOf(events);
    expect(rest).toEqual([]);
    // The port that was asked is not in the file.
    expect(answer).toMatchObject({ host: { address: "127.0.0.1" }, port: "443", time: { quality: "zone" } });
    read[port] = answer?.finding.reason ?? "";
  }
  expect(read).toEqual(MASSTEST_CAPTURES);
});
