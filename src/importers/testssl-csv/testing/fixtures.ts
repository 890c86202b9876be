/** The cases of the JSON importer as a table, and what only the table shows. */

import type { ReportFixture } from "../../testing/check.ts";
import { flatRows } from "../../testssl-json/testing/fixtures.ts";
import { ROW_CASES, type RowCase } from "../../testssl-json/testing/rows.ts";

const HEADER = `"id","fqdn/ip","port","severity","finding","cve","cwe"\n`;
const OK = [["heartbleed", "OK", "not vulnerable"]] as const;
const HOST = { host: "192.0.2.1", port: "443" } as const;

const table = (given: Pick<RowCase, "rows" | "port">, ip?: string): string =>
  flatRows(given, ip)
    .map(({ id, ip: host, port, severity, finding, cve }) =>
      [id, host, port, severity, finding, cve, "CWE-119"].map((cell) => `"${cell}"`).join(","),
    )
    .map((line) => `${line}\n`)
    .join("");

export const TESTSSL_CSV_FIXTURES: readonly ReportFixture[] = [
  ...ROW_CASES.map(
    ({ what, rows, reason, port = "443" }): ReportFixture => ({
      what,
      document: HEADER + table({ rows, port }),
      answers: [{ host: "192.0.2.1", port: port || null, reason }],
    }),
  ),
  { what: "a header only", document: HEADER, answers: [] },
  {
    what: "several addresses of one name, noise without a host, the header again, a row without an id",
    document:
      HEADER +
      table({ rows: [["engine_problem", "WARN", "No engine"]] }, "www.example.org/") +
      table({ rows: OK }) +
      HEADER +
      table({ rows: OK }, "www.example.org/192.0.2.2") +
      table({ rows: [["", "OK", ""]] }) +
      table({ rows: OK }, "/"),
    answers: [
      { ...HOST, reason: "negative_reported" },
      { host: "192.0.2.2", port: "443", reason: "negative_reported" },
    ],
    dropped: 2,
  },
  {
    what: "saved again with semicolons and without quotes",
    document:
      "id;fqdn/ip;port;severity;finding;cve;cwe\nheartbleed;/192.0.2.1;443;OK;not vulnerable , timed out;CVE-2014-0160;\n",
    answers: [{ ...HOST, reason: "negative_timed_out" }],
  },
  {
    what: "cut off in the words",
    document: "id,fqdn/ip,port,severity,finding,cve,cwe\nheartbleed,/192.0.2.1,443,OK,not vulnerable ",
    answers: [{ ...HOST, reason: "report_truncated" }],
  },
  {
    what: "cut off in a quote",
    document: `${HEADER}${table({ rows: [["service", "INFO", "HTTP"]] })}"heartbleed","/192.0.2.1","443","OK","not vulnerable`,
    answers: [{ ...HOST, reason: "report_truncated" }],
    broken: true,
  },
];
