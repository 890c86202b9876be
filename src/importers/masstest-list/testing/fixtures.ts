/** The two layouts, small. */

import type { ReportFixture } from "../../testing/check.ts";

export const MASSTEST_LIST_FIXTURES: readonly ReportFixture[] = [
  {
    what: "the first layout",
    document: [
      "Disclaimer: This scan was performed around April 8, 11:30 UTC. Websites listed",
      "as vulnerable may no longer be vulnerable.",
      "",
      "-",
      "",
      "Testing one.example...  vulnerable.",
      "",
      "-",
      "",
      "Testing two.example...  not vulnerable.",
      "Testing one.example...  vulnerable.",
      "Testing three.example...  no SSL.",
      "Testing four.example...  perhaps.",
      "",
      "No SSL: 1",
      "Vulnerable: 1",
      "Not vulnerable: 1",
      "",
    ].join("\n"),
    answers: [
      { host: "one.example", port: "443", reason: "finding_reported" },
      { host: "two.example", port: "443", reason: "negative_reported" },
      { host: "three.example", port: "443", reason: "tls_not_shown" },
    ],
    dropped: 1,
  },
  {
    what: "the second layout",
    document: [
      "0 hosts done",
      "2014-04-16 22:49:34 one.example          Vulnerable",
      "",
      "-",
      "",
      "2014-04-16 22:49:34 one.example          Vulnerable",
      "2014-04-16 22:49:37 a-name-of-more-than-twenty.example Not Vulnerable",
      "2014-04-16 22:50:54 three.example        SSL Connection Failed",
      "1970-01-01 00:00:00 four.example         Not scanned",
      "------------ summary -----------",
      "4       Total",
      "1       SSL Connection Failed",
      "",
    ].join("\n"),
    answers: [
      { host: "one.example", port: "443", reason: "finding_reported" },
      { host: "a-name-of-more-than-twenty.example", port: "443", reason: "negative_reported" },
      { host: "three.example", port: "443", reason: "tls_not_shown" },
      { host: "four.example", port: "443", reason: "host_not_scanned" },
    ],
  },
  {
    what: "the hours without a test",
    document: [
      "2014-04-13 12:00:00 one.example          Not Vulnerable",
      "2014-04-13 12:00:00 two.example          Vulnerable",
      "2014-04-13 23:59:00 three.example        Not Vulnerable",
      "",
    ].join("\n"),
    answers: [
      { host: "one.example", port: "443", reason: "negative_without_ground" },
      { host: "two.example", port: "443", reason: "finding_reported" },
      { host: "three.example", port: "443", reason: "negative_reported" },
    ],
  },
  {
    what: "a name with two answers keeps both",
    document: "Testing one.example...  vulnerable.\nTesting one.example...  not vulnerable.\n",
    answers: [
      { host: "one.example", port: "443", reason: "finding_reported" },
      { host: "one.example", port: "443", reason: "negative_reported" },
    ],
  },
  {
    what: "the tool's log",
    document: "1397688574.59 {'status': False, 'last_scan': 1397688574.59, 'first_scan': 1397688574.59} False\n",
    answers: [],
    dropped: 1,
  },
];
