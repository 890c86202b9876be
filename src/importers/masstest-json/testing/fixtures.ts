/** One small file for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

/** 16 April 2014. */
const LATER = 1397688574.59;
/** 13 April 2014, 12:00 UTC. */
const NO_TEST = 1397390400;

const file = (records: Readonly<Record<string, unknown>>): string => JSON.stringify(records, null, 4);
const one = (what: string, record: Readonly<Record<string, unknown>>, reason: Reason): ReportFixture => ({
  what,
  document: file({ "www.example.org": { last_scan: LATER, first_scan: LATER, ...record } }),
  answers: [{ host: "www.example.org", port: "443", reason }],
});

export const MASSTEST_JSON_FIXTURES: readonly ReportFixture[] = [
  one("status true", { status: true }, "finding_reported"),
  one("status false", { status: false }, "negative_reported"),
  one("status null", { status: null }, "tls_not_shown"),
  one("no status", {}, "no_record_of_check"),
  one("a status as text", { status: "false" }, "tool_output_unreadable"),
  one("a status as number", { status: 0 }, "tool_output_unreadable"),
  one("status false of the hours without a test", { status: false, last_scan: NO_TEST }, "negative_without_ground"),
  one("status true of those hours", { status: true, last_scan: NO_TEST }, "finding_reported"),
  one("the hour before", { status: false, last_scan: NO_TEST - 3600 }, "negative_reported"),
  one("a time that is none", { status: false, last_scan: "yesterday" }, "negative_reported"),
  {
    what: "a log of changes, an address, and records that are none",
    document: file({
      "192.0.2.1": {
        status: false,
        changelog: [[LATER - 7200, true], [LATER - 3600, null], [LATER, false], "nonsense"],
        last_scan: LATER,
        first_scan: LATER - 9000,
      },
      "": { status: true },
      "www.example.org": null,
    }),
    answers: [
      { host: "192.0.2.1", port: "443", reason: "finding_reported" },
      { host: "192.0.2.1", port: "443", reason: "tls_not_shown" },
      { host: "192.0.2.1", port: "443", reason: "negative_reported" },
    ],
    dropped: 2,
  },
  {
    what: "cut off in the second record",
    document: file({
      "www.example.org": { status: false, last_scan: LATER },
      "www.example.com": { status: false, last_scan: LATER },
    }).slice(0, -8),
    answers: [{ host: "www.example.org", port: "443", reason: "negative_reported" }],
    broken: true,
  },
];
