/** Recorded answers: each record that the importer knows, with the summary of a run that took half a second. */

import { grab, ZGRAB_FIXTURES } from "../../../importers/zgrab2-json/testing/fixtures.ts";
import type { AnswerFixture } from "../../testing/check.ts";

const question = { address: "192.0.2.1", port: 8443, serverName: null };

const summary = (duration: string): string =>
  `time="2026-11-25T08:51:55Z" level=info msg="started grab at 2026-11-25T08:51:55Z"\n{"statuses":{"tls":{"successes":1,"failures":0}},"start":"2026-11-25T08:51:55Z","end":"2026-11-25T08:51:55Z","duration":"${duration}"}\n`;

const negative = grab({
  status: "success",
  protocol: "tls",
  timestamp: "2026-11-25T08:51:55Z",
  result: { handshake_log: {}, heartbleed_log: { heartbeat_enabled: true, heartbleed_vulnerable: false } },
});

export const ZGRAB2_ANSWERS: readonly AnswerFixture[] = [
  ...ZGRAB_FIXTURES.flatMap(({ what, document, answers }): AnswerFixture[] => {
    const [answer, ...rest] = answers;
    if (answer === undefined || rest.length > 0 || answer.host !== "192.0.2.1" || answer.port !== 8443) return [];
    return [{ what, raw: { stdout: document, stderr: summary("500.5ms") }, question, reason: answer.reason }];
  }),
  {
    what: "not vulnerable after all of its patience",
    raw: { stdout: negative, stderr: summary("10.010518s") },
    question,
    reason: "negative_timed_out",
  },
  {
    what: "not vulnerable at once, where the server speaks first",
    raw: { stdout: negative.replace("8443", "993"), stderr: summary("500.5ms") },
    question: { ...question, port: 993 },
    reason: "negative_without_ground",
  },
  { what: "not vulnerable, no summary", raw: { stdout: negative }, question, reason: "negative_without_ground" },
  {
    what: "a summary without a duration",
    raw: { stdout: negative, stderr: summary("soon") },
    question,
    reason: "negative_without_ground",
  },
  {
    what: "not vulnerable after vulnerable",
    raw: { stdout: `${negative.replace("false", "true")}\n${negative}\n`, stderr: summary("1s") },
    question,
    reason: "finding_reported",
  },
  {
    what: "not vulnerable where a redirect led",
    raw: {
      stdout: grab(
        {
          status: "success",
          protocol: "http",
          result: {
            response: {
              request: {
                url: { scheme: "https", host: "192.0.2.9:8443", path: "/" },
                tls_log: {
                  handshake_log: {},
                  heartbleed_log: { heartbeat_enabled: false, heartbleed_vulnerable: false },
                },
              },
            },
          },
        },
        undefined,
        "http",
      ),
      stderr: summary("1s"),
    },
    question,
    reason: "tool_failed",
  },
  { what: "a record of another target", raw: { stdout: negative, stderr: summary("1s") }, reason: "tool_failed" },
  { what: "nothing", raw: {}, reason: "tool_failed" },
  {
    what: "a version without the check",
    raw: {
      stderr:
        'unknown flag `heartbleed\'\ntime="2026" level=fatal msg="could not parse flags: unknown flag `heartbleed\'"\n',
      code: 1,
    },
    reason: "tool_not_applicable",
  },
];
