/** One small answer for every line of the table. */

import { FILOSOTTILE_ERROR_TEXTS } from "../../filosottile/testing/fixtures.ts";
import type { ReportFixture } from "../../testing/check.ts";

const answer = (code: unknown, error = "", host = "192.0.2.1:8443"): string =>
  JSON.stringify({ code, data: "", error, host });

export const FILOSOTTILE_JSON_FIXTURES: readonly ReportFixture[] = [
  {
    what: "code 0 is VULNERABLE",
    document: JSON.stringify({ code: 0, data: "00000000  (memory removed)", error: "", host: "192.0.2.1:8443" }),
    answers: [{ host: "192.0.2.1", port: "8443", reason: "finding_reported" }],
  },
  {
    what: "code 1 is SAFE",
    document: answer(1),
    answers: [{ host: "192.0.2.1", port: "8443", reason: "negative_reported" }],
  },
  {
    what: "code 1 with an error is not",
    document: answer(1, "EOF"),
    answers: [{ host: "192.0.2.1", port: "8443", reason: "tool_output_unreadable" }],
  },
  ...FILOSOTTILE_ERROR_TEXTS.map(
    ([error, reason]): ReportFixture => ({
      what: `code 2: ${error}`,
      document: answer(2, error),
      answers: [{ host: "192.0.2.1", port: "8443", reason }],
    }),
  ),
  ...[3, -1, 1.5].map(
    (code): ReportFixture => ({
      what: `code ${code}`,
      document: answer(code),
      answers: [{ host: "192.0.2.1", port: "8443", reason: "tool_output_unreadable" }],
      recognised: code === 3,
    }),
  ),
  ...["1", true, null, [1]].map(
    (code): ReportFixture => ({
      what: `code ${JSON.stringify(code)}`,
      document: answer(code),
      answers: [{ host: "192.0.2.1", port: "8443", reason: "tool_output_unreadable" }],
      recognised: false,
    }),
  ),
  {
    what: "a list, a host without a port, one without a name, a number",
    document: `[${answer(0, "", "www.example.org")}, ${answer(1, "", "")}, 7, {"code": 1, "host": {}}, ${answer(1, "", "[::1]:443")}]`,
    answers: [
      { host: "www.example.org", port: "443", reason: "finding_reported" },
      { host: "::1", port: "443", reason: "negative_reported" },
    ],
    dropped: 3,
  },
  {
    what: "lines, the last one cut off",
    document: `${answer(0)}\n${answer(1).slice(0, -1)}`,
    answers: [{ host: "192.0.2.1", port: "8443", reason: "finding_reported" }],
    broken: true,
  },
];
