/** Recorded answers: each result that the importer knows of, and what nuclei says when it did not run the template. */

import { lines, NUCLEI_FIXTURES, result } from "../../../importers/nuclei-jsonl/testing/fixtures.ts";
import type { AnswerFixture } from "../../testing/check.ts";

const question = { address: "192.0.2.1", port: 8443, serverName: null };

export const NUCLEI_ANSWERS: readonly AnswerFixture[] = [
  ...NUCLEI_FIXTURES.flatMap(({ what, document, answers }): AnswerFixture[] => {
    const [answer, ...rest] = answers;
    if (answer === undefined || rest.length > 0 || answer.port !== 8443) return [];
    return [{ what, raw: { stdout: document }, question, reason: answer.reason }];
  }),
  { what: "another target", raw: { stdout: lines(result()) }, reason: "no_negative_in_format" },
  {
    what: "another port",
    raw: { stdout: lines(result({ "matched-at": "192.0.2.1:443", host: "192.0.2.1:443" })) },
    question,
    reason: "no_negative_in_format",
  },
  { what: "nothing", raw: {}, question, reason: "no_negative_in_format" },
  {
    what: "the template is not there",
    raw: { stderr: "[FTL] Could not run nuclei: no templates provided for scan\n", code: 1 },
    question,
    reason: "check_not_enabled",
  },
  {
    what: "the template is not signed",
    raw: { stderr: "[WRN] Skipping 1 unsigned template[s]\n" },
    question,
    reason: "check_not_enabled",
  },
];
