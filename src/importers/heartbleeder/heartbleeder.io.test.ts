/** The captures of the genuine program (shared/samples/captures/README.md). */

import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { capturedPorts } from "../testing/captures.ts";
import { readSample } from "../testing/samples.ts";
import { heartbleeder } from "./index.ts";
import { HEARTBLEEDER_CAPTURES } from "./testing/captured.ts";

test("every capture", async (context) => {
  const read: Record<string, string> = {};
  for (const port of capturedPorts(context, "heartbleeder", ".stderr")) {
    const events = await readSample(context, heartbleeder, `captures/heartbleeder/p${port}.stderr`);
    const [answer, ...rest] = answersOf(events);
    expect(rest).toEqual([]);
    expect(answer).toMatchObject({ host: { address: "127.0.0.1" }, port });
    read[port] = answer?.finding.reason ?? "";
  }
  expect(read).toEqual(HEARTBLEEDER_CAPTURES);
});
