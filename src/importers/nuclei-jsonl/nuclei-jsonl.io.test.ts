/** Other people's real reports (shared/samples/reports/INDEX.md): no Heartbleed in them, and the format has no negative. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { nucleiJsonl } from "./index.ts";

describe("samples", () => {
  for (const [name, places] of [
    ["dd_multiple_v3.json", 2],
    ["secator_nuclei_output.json", 1],
    ["dd_no_findings.json", 0],
  ] as const) {
    test(name, async (context) => {
      const events = await readSample(context, nucleiJsonl, `reports/nuclei/${name}`);
      const answers = answersOf(events);
      expect(answers.map(({ finding }) => finding.reason)).toEqual(Array(places).fill("no_negative_in_format"));
      expect(events.filter(({ kind }) => kind === "dropped" || kind === "broken")).toEqual([]);
      const head = readFileSync(sample(context, `reports/nuclei/${name}`));
      expect(nucleiJsonl.recognises(headOf(head, head.toString()))).toBe(places > 0);
    });
  }
});
