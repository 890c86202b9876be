/** Answers of programs, good and bad ones. */

import { PROGRAM_LINES } from "../../../importers/program/testing/fixtures.ts";
import { type AnswerFixture, QUESTION } from "../../testing/check.ts";

const line = (fields: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ address: "127.0.0.1", port: 8443, ...fields })}\n`;
const ZERO = line({ outcome: "not_vulnerable", answered: true });
const ONE = line({ outcome: "vulnerable" });
const NAMED = { ...QUESTION, serverName: "www.example.org" };

export const PROGRAM_ANSWERS: readonly AnswerFixture[] = [
  ...PROGRAM_LINES.map(({ what, fields, reason }) => ({ what, raw: { stdout: line(fields) }, reason })),
  { what: "the same twice", raw: { stdout: ZERO + ZERO }, reason: "negative_reported" },
  { what: "a hit and a zero", raw: { stdout: ONE + ZERO }, reason: "finding_reported" },
  { what: "a hit and an exit code", raw: { stdout: ONE, code: 1 }, reason: "finding_reported" },
  { what: "a hit and noise", raw: { stdout: `starting\n${ONE}` }, reason: "finding_reported" },
  {
    what: "an unknown and a zero",
    raw: { stdout: line({ outcome: "unknown" }) + ZERO },
    reason: "tool_output_unreadable",
  },
  { what: "noise and a zero", raw: { stdout: `starting\n${ZERO}` }, reason: "tool_output_unreadable" },
  { what: "a zero and an exit code", raw: { stdout: ZERO, code: 1 }, reason: "tool_failed" },
  { what: "a zero on the error output", raw: { stderr: ZERO }, reason: "tool_failed" },
  {
    what: "a zero of another port",
    raw: { stdout: line({ outcome: "not_vulnerable", answered: true, port: 443 }) },
    reason: "tool_failed",
  },
  {
    what: "a zero of another address",
    raw: { stdout: line({ outcome: "not_vulnerable", answered: true, address: "127.0.0.2" }) },
    reason: "tool_failed",
  },
  {
    what: "a zero of another name",
    raw: { stdout: line({ outcome: "not_vulnerable", answered: true, server_name: null }) },
    question: NAMED,
    reason: "tool_failed",
  },
  {
    what: "a zero of the same name",
    raw: { stdout: line({ outcome: "not_vulnerable", answered: true, server_name: "www.example.org" }) },
    question: NAMED,
    reason: "negative_reported",
  },
  { what: "nothing", raw: {}, reason: "tool_failed" },
];
