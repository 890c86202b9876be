/** Recorded answers: the rows of the importer's cases, as the file about the target that was asked. */

import { flatRows } from "../../../importers/testssl-json/testing/fixtures.ts";
import { ROW_CASES, type RowCase } from "../../../importers/testssl-json/testing/rows.ts";
import { type AnswerFixture, QUESTION } from "../../testing/check.ts";

const file = (rows: RowCase["rows"], ip = "127.0.0.1/127.0.0.1", port = "8443") => ({
  "answer.json": JSON.stringify(flatRows({ rows, port }, ip), null, 1),
});
const ABSENT = [["heartbleed", "OK", "not vulnerable, no heartbeat extension"]] as const;

export const TESTSSL_ANSWERS: readonly AnswerFixture[] = [
  ...ROW_CASES.filter(({ port }) => port === undefined).map(
    ({ what, rows, reason }): AnswerFixture => ({ what, raw: { files: file(rows) }, reason }),
  ),
  {
    what: "with a name",
    raw: { files: file(ABSENT, "www.example.org/127.0.0.1") },
    question: { ...QUESTION, serverName: "www.example.org" },
    reason: "extension_absent_reported",
  },
  {
    what: "interrupted",
    raw: {
      files: file([
        ["service", "INFO", "HTTP"],
        ["scanTime", "WARN", "Scan interrupted"],
      ]),
      code: 245,
    },
    reason: "scan_interrupted",
  },
  {
    what: "vulnerable, and then not",
    raw: {
      files: file([
        ["heartbleed", "CRITICAL", "VULNERABLE"],
        ["heartbleed", "OK", "not vulnerable"],
      ]),
    },
    reason: "finding_reported",
  },
  { what: "another port", raw: { files: file(ABSENT, "/127.0.0.1", "443") }, reason: "tool_output_unreadable" },
  { what: "another address", raw: { files: file(ABSENT, "/127.0.0.2") }, reason: "tool_output_unreadable" },
  {
    what: "cut off",
    raw: { files: { "answer.json": file(ABSENT)["answer.json"].slice(0, -1) } },
    reason: "tool_output_unreadable",
  },
  { what: "another kind of JSON", raw: { files: { "answer.json": "{}" } }, reason: "tool_output_unreadable" },
  { what: "no row", raw: { files: { "answer.json": "[]" } }, reason: "tool_failed" },
  { what: "an empty file", raw: { files: { "answer.json": "\n" } }, reason: "tool_failed" },
  {
    what: "no file, whatever it printed",
    raw: {
      stdout: " Heartbleed (CVE-2014-0160)                not vulnerable (OK)\n",
      stderr: "Fatal error: no openssl\n",
    },
    reason: "tool_failed",
  },
];
