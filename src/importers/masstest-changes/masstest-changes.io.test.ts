/** A genuine table of changes of April 2014. */

import { expect, test } from "vitest";
import { answersOf } from "../testing/check.ts";
import { readSample } from "../testing/samples.ts";
import { masstestChanges } from "./index.ts";

test("changes from 8 to 12 April", async (context) => {
  const name = "reports/ssltest-masstest/musalbas_changes-12-Apr-14.md";
  const events = await readSample(context, masstestChanges, name);
  const answers = answersOf(events);
  const of = (host: string) =>
    answers
      .filter((answer) => answer.host.name === host)
      .map(({ finding, time }) => [new Date(time.at ?? 0).toISOString().slice(0, 10), finding.reason]);
  expect(of("addthis.com")).toEqual([
    ["2014-04-08", "finding_reported"],
    ["2014-04-12", "negative_reported"],
  ]);
  expect(of("adevarul.ro")).toEqual([
    ["2014-04-08", "negative_reported"],
    ["2014-04-12", "finding_reported"],
  ]);
  // Two for each of the rows but those whose names may be cut.
  const dropped = events.filter(({ kind }) => kind === "dropped").length;
  expect(answers.length / 2 + dropped).toBe(ROWS);
  expect(of("abakus-internet-mark")).toEqual([]);
  expect(of("zone-telechargement.")).toEqual([]);
});

/** Lines of the file less its header. */
const ROWS = 695;
