/** The table of changes, small. */

import type { ReportFixture } from "../../testing/check.ts";

export const MASSTEST_CHANGES_FIXTURES: readonly ReportFixture[] = [
  {
    what: "two days",
    document: [
      "| Website              | 04/08/2014           |  04/12/2014           | ",
      "|----------------------|----------------------|-----------------------|",
      "| one.example          | vulnerable.          |  not vulnerable.      | ",
      "| two.example          | no SSL.              |  N/A                  | ",
      "| a-name-of-twenty.exa | vulnerable.          |  not vulnerable.      | ",
      "| three.example        | not vulnerable.      | ",
      "| four.example         | perhaps.             |  vulnerable.          | ",
      "",
    ].join("\n"),
    answers: [
      { host: "one.example", port: "443", reason: "finding_reported" },
      { host: "one.example", port: "443", reason: "negative_reported" },
      { host: "two.example", port: "443", reason: "tls_not_shown" },
      { host: "two.example", port: "443", reason: "host_not_scanned" },
      { host: "four.example", port: "443", reason: "finding_reported" },
    ],
    dropped: 3,
  },
  {
    what: "the day on which it sent no valid request",
    document: "| Website | 04/13/2014 | 04/14/2014 |\n| one.example | not vulnerable. | not vulnerable. |\n",
    answers: [
      { host: "one.example", port: "443", reason: "negative_without_ground" },
      { host: "one.example", port: "443", reason: "negative_reported" },
    ],
  },
];
