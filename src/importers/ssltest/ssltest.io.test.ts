/** The captures of the script: their verdicts are shown and dropped, because the text says neither host nor port. */

import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { capturedPorts } from "../testing/captures.ts";
import { readSample } from "../testing/samples.ts";
import { ssltest } from "./index.ts";

test("every capture", async (context) => {
  for (const port of capturedPorts(context, "ssltest", ".stdout")) {
    const events = await readSample(context, ssltest, `captures/ssltest/p${port}.stdout`);
    expect(answersOf(events)).toEqual([]);
    // Two ended in an exception before the verdict.
    const verdicts = port === "9621" || port === "9699" ? 0 : 1;
    expect(events.filter(({ kind }) => kind === "dropped")).toHaveLength(verdicts);
  }
});
