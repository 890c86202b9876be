/** Recorded answers. */

import { HEARTBLEEDER_FIXTURES } from "../../../importers/heartbleeder/testing/fixtures.ts";
import type { AnswerFixture } from "../../testing/check.ts";

export const HEARTBLEEDER_ANSWERS: readonly AnswerFixture[] = [
  // Each line that the importer knows, as the answer about its own target, on either stream.
  ...HEARTBLEEDER_FIXTURES.flatMap(({ what, document, answers }): AnswerFixture[] => {
    const [answer, ...rest] = answers;
    if (answer === undefined || rest.length > 0) return [];
    const question = { address: "192.0.2.1", port: Number(answer.port), serverName: null };
    return [
      { what, raw: { stderr: document }, question, reason: answer.reason },
      { what: `${what} (standard output)`, raw: { stdout: document }, question, reason: answer.reason },
    ];
  }),
  {
    what: "an IPv6 address",
    raw: { stderr: "SECURE([::1]:443) - does not have the heartbeat extension enabled\n" },
    question: { address: "::1", port: 443, serverName: null },
    reason: "extension_absent_reported",
  },
  { what: "exit code 0 and no word", raw: { code: 0 }, reason: "tool_failed" },
  {
    what: "SECURE, but of another host",
    raw: { stderr: "SECURE(127.0.0.9:8443) - does not have the heartbeat extension enabled\n" },
    reason: "tool_output_unreadable",
  },
  {
    what: "SECURE, but of another port",
    raw: { stderr: "SECURE(127.0.0.1:443) - does not have the heartbeat extension enabled\n" },
    reason: "tool_output_unreadable",
  },
];
