/** One small result for every line of the table, in the layouts of v2 and v3. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

type Fields = Readonly<Record<string, unknown>>;

const CVE = "CVE-2014-0160";

export const result = (fields: Fields = {}): Fields => ({
  "template-id": CVE,
  "template-path": "/templates/code/cves/2014/CVE-2014-0160.yaml",
  info: { name: "Heartbleed", severity: "high", classification: { "cve-id": null } },
  type: "code",
  host: "192.0.2.1:8443",
  "matched-at": "192.0.2.1:8443",
  ip: "192.0.2.1",
  timestamp: "2024-11-06T14:48:31.559886+01:00",
  "matcher-status": true,
  ...fields,
});
const other = (fields: Fields): Fields =>
  result({ "template-id": "tls-version", info: { name: "TLS", severity: "info" }, type: "ssl", ...fields });
export const lines = (...results: readonly Fields[]): string =>
  results.map((each) => `${JSON.stringify(each)}\n`).join("");

const at = (port: number | null, reason: Reason, host = "192.0.2.1") => ({ host, port, reason });
const one = (what: string, fields: Fields, reason: Reason, port: number | null = 8443): ReportFixture => ({
  what,
  document: lines(result(fields)),
  answers: [at(port, reason)],
});

const MATCHES: readonly ReportFixture[] = [
  one("a match, by the template's id", {}, "finding_reported"),
  one(
    "a match, by the classification",
    { "template-id": "heartbleed", info: { classification: { "cve-id": ["CVE-2013-0001", "cve-2014-0160"] } } },
    "finding_reported",
  ),
  one(
    "the classification as text",
    { "template-id": "x", info: { classification: { "cve-id": CVE } } },
    "finding_reported",
  ),
  one("before there was matcher-status", { "matcher-status": undefined }, "finding_reported"),
  {
    what: "the names of v2",
    document: lines({
      templateID: "cve-2014-0160",
      info: { name: "Heartbleed", severity: "high" },
      type: "network",
      host: "www.example.org",
      matched: "www.example.org:443",
      ip: "192.0.2.1",
      timestamp: "2021-03-01T10:00:00Z",
    }),
    answers: [at(443, "finding_reported")],
  },
  {
    what: "the array of -json-export",
    document: JSON.stringify([other({}), result(), other({ ip: "192.0.2.2" })], null, 2),
    answers: [at(8443, "finding_reported"), at(8443, "no_negative_in_format", "192.0.2.2")],
  },
  {
    what: "an array without an end",
    document: JSON.stringify([result()]).slice(0, -1),
    answers: [at(8443, "finding_reported")],
    broken: true,
  },
];

const PORTS: readonly ReportFixture[] = [
  one("an https URL", { host: "https://192.0.2.1", "matched-at": "https://192.0.2.1/" }, "finding_reported", 443),
  one(
    "an http URL with a port",
    { host: "http://192.0.2.1:8080", "matched-at": "http://192.0.2.1:8080" },
    "finding_reported",
    8080,
  ),
  one(
    "an http URL without one: the template asks 443",
    { host: "http://192.0.2.1", "matched-at": "http://192.0.2.1", port: "80" },
    "finding_reported",
    443,
  ),
  one(
    "no port anywhere: the template asks 443",
    { host: "192.0.2.1", "matched-at": "192.0.2.1" },
    "finding_reported",
    443,
  ),
  one(
    "a field of its own",
    { type: "network", host: "192.0.2.1", "matched-at": "192.0.2.1", port: 8443 },
    "finding_reported",
  ),
  one(
    "another protocol without a port",
    { type: "network", host: "192.0.2.1", "matched-at": "192.0.2.1" },
    "finding_reported",
    null,
  ),
  {
    what: "IPv6, and a name without an address",
    document: lines(
      result({ host: "[2001:db8::1]:443", "matched-at": "[2001:db8::1]:443", ip: "2001:db8::1" }),
      result({ host: "https://www.example.org:9443", "matched-at": "https://www.example.org:9443/x", ip: undefined }),
    ),
    answers: [at(443, "finding_reported", "2001:db8::1"), at(9443, "finding_reported", "www.example.org")],
  },
];

const ATTEMPTS: readonly ReportFixture[] = [
  one("an attempt without a match", { "matcher-status": false }, "negative_without_ground"),
  one(
    "a refused connection",
    { "matcher-status": false, error: "port closed or filtered: connection refused" },
    "port_closed",
  ),
  {
    what: "as v3.4 prints an attempt: no matched-at, and what was closed",
    document: lines(
      result({
        "matched-at": undefined,
        host: "192.0.2.1:8443",
        port: "8443",
        url: "192.0.2.1:8443",
        "matcher-status": false,
        error: "port closed or filtered",
      }),
    ),
    answers: [at(8443, "port_closed")],
  },
  one("another error", { "matcher-status": false, error: "could not run the engine" }, "check_failed"),
  one("a status that is none", { "matcher-status": "yes" }, "tool_output_unreadable"),
  {
    what: "other templates only: dns, http, ssl",
    document: lines(
      other({ type: "dns", host: "www.example.org", "matched-at": "www.example.org", ip: undefined }),
      other({ type: "http", host: "http://192.0.2.1", "matched-at": "http://192.0.2.1/a" }),
      other({ type: "http", host: "http://192.0.2.1", "matched-at": "http://192.0.2.1/b" }),
      other({ host: "192.0.2.1", "matched-at": "192.0.2.1", port: undefined }),
    ),
    answers: [
      at(null, "no_negative_in_format", "www.example.org"),
      at(80, "no_negative_in_format"),
      at(443, "no_negative_in_format"),
    ],
  },
  {
    what: "an attempt, then a match, then both again: the match",
    document: lines(
      result({ "matcher-status": false }),
      other({}),
      result(),
      result(),
      result({ "matcher-status": false }),
    ),
    answers: [at(8443, "finding_reported")],
  },
  {
    what: "another template, then an attempt, then another template: the attempt",
    document: lines(other({}), result({ "matcher-status": false }), other({})),
    answers: [at(8443, "negative_without_ground")],
  },
  {
    what: "lines that are no results, and one that is cut off",
    document: `${lines(result(), { template: 7 })}not JSON\n${JSON.stringify(result({ ip: "192.0.2.2" })).slice(0, -1)}`,
    answers: [at(8443, "finding_reported")],
    dropped: 2,
    broken: true,
  },
];

export const NUCLEI_FIXTURES: readonly ReportFixture[] = [...MATCHES, ...PORTS, ...ATTEMPTS];
