/** The cases of rows.ts in both forms of JSON, and what only these show. */

import type { ReportFixture } from "../../testing/check.ts";
import { ROW_CASES, type RowCase } from "./rows.ts";

const cveOf = (id: string, cve?: string) => cve ?? (id === "heartbleed" ? "CVE-2014-0160" : "");

export function flatRows({ rows, port = "443" }: Pick<RowCase, "rows" | "port">, ip = "www.example.org/192.0.2.1") {
  return rows.map(([id, severity, finding, cve]) => ({ id, ip, port, severity, cve: cveOf(id, cve), finding }));
}

const ENDED = [["scanTime", "INFO", "9"]] as const;
const STOPPED = [["scanTime", "WARN", "Scan interrupted"]] as const;
const SERVICE = [["service", "INFO", "HTTP"]] as const;
const OK = [["heartbleed", "OK", "not vulnerable"]] as const;
const HOST = { host: "192.0.2.1", port: "443" } as const;

const pretty = (scanResult: readonly unknown[], more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify(
    {
      Invocation: "testssl 192.0.2.1",
      at: "vm",
      version: "3.0.8  from ",
      startTime: "1795364045",
      ...more,
      scanResult,
      scanTime: more["scanTime"] ?? 9,
    },
    null,
    2,
  );
const target = (rows: RowCase["rows"], port = "443") => ({
  targetHost: "www.example.org",
  ip: "192.0.2.1",
  port,
  service: "HTTP",
  protocols: [],
  vulnerabilities: rows.map(([id, severity, finding, cve]) => ({ id, severity, cve: cveOf(id, cve), finding })),
});

export const TESTSSL_JSON_FIXTURES: readonly ReportFixture[] = [
  ...ROW_CASES.flatMap(({ what, rows, reason, port }): ReportFixture[] => {
    const answers = [{ host: "192.0.2.1", port: port === "" ? null : "443", reason }];
    return [
      {
        what,
        document: JSON.stringify([...flatRows({ rows, port: port ?? "443" }), ...flatRows({ rows: ENDED })], null, 1),
        answers,
      },
      { what: `${what} (pretty)`, document: pretty([target(rows, port)]), answers },
    ];
  }),
  {
    what: "interrupted",
    document: JSON.stringify(flatRows({ rows: [...SERVICE, ...STOPPED] })),
    answers: [{ ...HOST, reason: "scan_interrupted" }],
  },
  {
    what: "interrupted (pretty)",
    document: pretty([target(SERVICE)], { scanTime: "Scan interrupted" }),
    answers: [{ ...HOST, reason: "scan_interrupted" }],
  },
  {
    what: "mass: the last row is of no host, an answer stands",
    document: JSON.stringify([
      ...flatRows({ rows: OK }),
      ...flatRows({ rows: SERVICE }, "/192.0.2.2"),
      ...flatRows({ rows: STOPPED }, "/"),
    ]),
    answers: [
      { ...HOST, reason: "negative_reported" },
      { host: "192.0.2.2", port: "443", reason: "scan_interrupted" },
    ],
  },
  {
    what: "filtered by severity (pretty)",
    document: pretty([target(SERVICE)], { Invocation: "testssl --severity HIGH 192.0.2.1" }),
    answers: [{ ...HOST, reason: "report_filtered" }],
  },
  {
    what: "a failed target, known from its prose alone (pretty)",
    document: pretty([
      { id: "scanProblem", severity: "FATAL", finding: "Can't connect to '192.0.2.1:443' Make sure" },
      {
        id: "optimal_proto",
        severity: "WARN",
        finding: "[2001:db8::1]:443 doesn't seem to be a TLS/SSL enabled server.",
      },
      { id: "scanProblem", severity: "FATAL", finding: "Fatal" },
      "nonsense",
    ]),
    answers: [
      { ...HOST, reason: "port_closed" },
      { host: "[2001:db8::1]", port: "443", reason: "tls_not_shown" },
    ],
    dropped: 2,
  },
  {
    what: "a problem in the prose, then OK (pretty)",
    document: pretty([
      { id: "optimal_proto", severity: "WARN", finding: "192.0.2.1:443 appears to support SSLv3 ONLY" },
      target(OK),
    ]),
    answers: [
      { ...HOST, reason: "tool_handshake_failed" },
      { ...HOST, reason: "tool_handshake_failed" },
    ],
  },
  {
    what: "cut off",
    document: JSON.stringify([...flatRows({ rows: OK }), ...flatRows({ rows: SERVICE }, "/192.0.2.2")]).slice(0, -1),
    answers: [
      { ...HOST, reason: "negative_reported" },
      { host: "192.0.2.2", port: "443", reason: "report_truncated" },
    ],
    broken: true,
  },
  {
    what: "an old version without CVEs, rows without a host, rows that are none",
    document: JSON.stringify([
      {
        id: "heartbleed",
        ip: "/192.0.2.1",
        port: "443",
        severity: "OK",
        finding: "Heartbleed (CVE-2014-0160): not vulnerable",
      },
      { id: "heartbleed", ip: "/", port: "443", severity: "OK", finding: "not vulnerable" },
      { id: "engine_problem", ip: "/", port: "443", severity: "WARN", finding: "No engine" },
      { id: 7, ip: {}, port: [], severity: null },
      null,
    ]),
    answers: [{ ...HOST, reason: "negative_reported" }],
    dropped: 2,
  },
];
