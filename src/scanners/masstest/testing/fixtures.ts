/** Recorded answers. */

import type { AnswerFixture } from "../../testing/check.ts";

const LATER = 1795364929.594511;
const left = (record: unknown, host = "127.0.0.1") => ({
  stdout: "result.json not found. Not importing any data\n0 hosts done\n",
  files: { "result.json": JSON.stringify({ [host]: record }, null, 4) },
});

export const MASSTEST_ANSWERS: readonly AnswerFixture[] = [
  { what: "true", raw: left({ status: true, last_scan: LATER }), reason: "finding_reported" },
  { what: "false", raw: left({ status: false, last_scan: LATER }), reason: "negative_reported" },
  { what: "null", raw: left({ status: null, last_scan: LATER }), reason: "tls_not_shown" },
  { what: "no status", raw: left({}), reason: "no_record_of_check" },
  { what: "a status of another kind", raw: left({ status: "False" }), reason: "tool_output_unreadable" },
  {
    what: "false, by a clock of 13 April 2014",
    raw: left({ status: false, last_scan: 1397390400 }),
    reason: "negative_without_ground",
  },
  {
    what: "false of another host",
    raw: left({ status: false, last_scan: LATER }, "192.0.2.1"),
    reason: "tool_output_unreadable",
  },
  { what: "a file that is none", raw: { files: { "result.json": "{" } }, reason: "tool_output_unreadable" },
  { what: "a list", raw: { files: { "result.json": "[false]" } }, reason: "tool_output_unreadable" },
  {
    what: "not vulnerable in prose, and no file",
    raw: { stdout: "0 hosts done\n2026-11-22 16:28:50 127.0.0.1            Not Vulnerable\n" },
    reason: "tool_failed",
  },
  {
    what: "a module is missing",
    raw: { stderr: "Traceback (most recent call last):\nImportError: No module named netaddr\n", code: 1 },
    reason: "tool_failed",
  },
];
