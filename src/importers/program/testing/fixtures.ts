/** One small file for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";
import { PROGRAM_REASONS } from "../answer.ts";

const line = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ detector: "my-probe", address: "192.0.2.1", port: 8443, ...fields });

/** What one line says, and what is made of it; shared with the scanner. */
export const PROGRAM_LINES: readonly {
  readonly what: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly reason: Reason;
  readonly by?: "version";
}[] = [
  { what: "vulnerable", fields: { outcome: "vulnerable" }, reason: "finding_reported" },
  {
    what: "vulnerable by version",
    fields: { outcome: "vulnerable", by: "version" },
    reason: "version_reported",
    by: "version",
  },
  { what: "not vulnerable", fields: { outcome: "not_vulnerable", answered: true }, reason: "negative_reported" },
  {
    what: "not vulnerable, not said to be answered",
    fields: { outcome: "not_vulnerable" },
    reason: "negative_without_ground",
  },
  ...[false, null, "true", 1].map((answered) => ({
    what: `not vulnerable, answered ${JSON.stringify(answered)}`,
    fields: { outcome: "not_vulnerable", answered },
    reason: "negative_without_ground" as const,
  })),
  {
    what: "not vulnerable by version",
    fields: { outcome: "not_vulnerable", answered: true, by: "version" },
    reason: "negative_without_ground",
    by: "version",
  },
  // Whatever it is: not what a zero asks for.
  ...["Version", "banner", true].map((by) => ({
    what: `not vulnerable by ${by}`,
    fields: { outcome: "not_vulnerable", answered: true, by },
    reason: "negative_without_ground" as const,
  })),
  {
    what: "not vulnerable by probe",
    fields: { outcome: "not_vulnerable", answered: true, by: "probe" },
    reason: "negative_reported",
  },
  ...PROGRAM_REASONS.map((reason) => ({ what: `unknown, ${reason}`, fields: { outcome: "unknown", reason }, reason })),
  {
    what: "unknown in words of its own",
    fields: { outcome: "unknown", reason: "the moon was in the way" },
    reason: "check_failed",
  },
  {
    what: "unknown with the reason of a zero",
    fields: { outcome: "unknown", reason: "negative_reported", answered: true },
    reason: "check_failed",
  },
  { what: "another outcome", fields: { outcome: "safe", answered: true }, reason: "tool_output_unreadable" },
  { what: "an outcome of another kind", fields: { outcome: 0, answered: true }, reason: "tool_output_unreadable" },
];

export const PROGRAM_FIXTURES: readonly ReportFixture[] = [
  ...PROGRAM_LINES.map(
    ({ what, fields, reason, by }): ReportFixture => ({
      what,
      document: `${line(fields)}\n`,
      answers: [{ host: "192.0.2.1", port: 8443, reason, ...(by === undefined ? {} : { by }) }],
    }),
  ),
  {
    what: "lines that are none among those that are",
    document: [
      line({ outcome: "vulnerable", time: "2014-04-09T10:00:00Z", server_name: "www.example.org" }),
      "",
      "starting…",
      "[1]",
      line({ outcome: "vulnerable", port: "8443" }),
      line({ outcome: "vulnerable", port: 0 }),
      line({ outcome: "vulnerable", address: "" }),
      line({ outcome: "vulnerable", detector: "../x" }),
      line({ outcome: "vulnerable", detector: 7 }),
      line({ outcome: "not_vulnerable", answered: true, address: "www.example.org", time: "2014-04-09T10:00:00" }),
    ].join("\n"),
    answers: [
      { host: "192.0.2.1", port: 8443, reason: "finding_reported" },
      { host: "www.example.org", port: 8443, reason: "negative_reported" },
    ],
    dropped: 7,
  },
  {
    what: "cut off in the second line",
    document: `${line({ outcome: "vulnerable" })}\n${line({ outcome: "not_vulnerable", answered: true }).slice(0, -1)}`,
    answers: [{ host: "192.0.2.1", port: 8443, reason: "finding_reported" }],
    broken: true,
  },
  {
    what: "crosscheck's own output is not this",
    document: `${line({ outcome: "vulnerable", type: "observation" })}\n`,
    answers: [{ host: "192.0.2.1", port: 8443, reason: "finding_reported" }],
    recognised: false,
  },
];
