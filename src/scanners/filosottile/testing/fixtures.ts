/** Recorded answers, the dumps taken out. */

import { FILOSOTTILE_ERROR_TEXTS } from "../../../importers/filosottile/testing/fixtures.ts";
import type { AnswerFixture } from "../../testing/check.ts";

const at = "2014/04/09 10:00:00";
const line = (words: string): string => `${at} 127.0.0.1:8443 - ${words}\n`;

export const FILOSOTTILE_ANSWERS: readonly AnswerFixture[] = [
  {
    what: "VULNERABLE behind its dump",
    raw: { stderr: `${at} 00000000  (memory removed)\n\n${line("VULNERABLE")}`, code: 1 },
    reason: "finding_reported",
  },
  { what: "SAFE", raw: { stderr: line("SAFE"), code: 0 }, reason: "negative_reported" },
  {
    what: "SAFE of the first evening, with the exit codes the other way round",
    raw: { stderr: line("SAFE"), code: 1 },
    reason: "negative_reported",
  },
  { what: "SAFE on the standard output", raw: { stdout: line("SAFE") }, reason: "negative_reported" },
  ...FILOSOTTILE_ERROR_TEXTS.map(([error, reason]) => ({
    what: error,
    raw: { stderr: line(`ERROR: ${error}`), code: 2 },
    reason,
  })),
  { what: "TRYAGAIN", raw: { stderr: line("TRYAGAIN: Please try again"), code: 2 }, reason: "check_failed" },
  { what: "exit code 0 and no word", raw: { code: 0 }, reason: "tool_failed" },
  {
    what: "SAFE, but of another port",
    raw: { stderr: `${at} 127.0.0.1:443 - SAFE\n` },
    reason: "tool_output_unreadable",
  },
  { what: "SAFE after VULNERABLE", raw: { stderr: line("VULNERABLE") + line("SAFE") }, reason: "finding_reported" },
  { what: "ERROR after SAFE", raw: { stderr: line("SAFE") + line("ERROR: EOF") }, reason: "tool_handshake_failed" },
];
