/** Recorded answers: the runs that the importer knows, parted into the two streams as the script writes them. */

import { CARDIAC_RUNS } from "../../../importers/cardiac-arrest/testing/fixtures.ts";
import type { AnswerFixture } from "../../testing/check.ts";

const isError = (line: string): boolean => line.includes("[ERROR]");

export const CARDIAC_ANSWERS: readonly AnswerFixture[] = [
  ...CARDIAC_RUNS.map(({ what, text, reason }): AnswerFixture => {
    const lines = text.replaceAll("192.0.2.1", "127.0.0.1").split("\n");
    return {
      what,
      raw: {
        stdout: lines.filter((line) => !isError(line)).join("\n"),
        stderr: lines.filter(isError).join("\n\n"),
      },
      reason: reason === "report_truncated" ? "tool_failed" : reason,
    };
  }),
  { what: "nothing", raw: {}, reason: "tool_failed" },
  {
    what: "PASS of another port",
    raw: {
      stdout:
        "[INFO] Connecting to 127.0.0.1:443 using SSLv3\n[PASS] 127.0.0.1:443 does not appear to be vulnerable to Heartbleed!\n",
    },
    reason: "tool_output_unreadable",
  },
];
