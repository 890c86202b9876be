/** One small record for every line of the table, and for every gate that can be closed. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

type Fields = Readonly<Record<string, unknown>>;

const HANDSHAKE: Fields = {
  server_hello: { version: { name: "TLSv1.2", value: 771 }, heartbeat: false },
  server_finished: { verify_data: "AAAA" },
};
const HELLO_WITHOUT = { version: { name: "TLSv1.2", value: 771 }, heartbeat: false };

const flags = (enabled: unknown, vulnerable: unknown): Fields => ({
  heartbeat_enabled: enabled,
  heartbleed_vulnerable: vulnerable,
});

export const grab = (response: Fields, record: Fields = { ip: "192.0.2.1", port: 8443 }, module = "tls"): string =>
  JSON.stringify({ ...record, data: { [module]: response } });

const success = (result: Fields, timestamp = "2024-05-01T12:00:00Z"): Fields => ({
  status: "success",
  protocol: "tls",
  result,
  timestamp,
});
const bleed = (enabled: unknown, vulnerable: unknown, handshake: Fields = HANDSHAKE): Fields => ({
  handshake_log: handshake,
  heartbleed_log: flags(enabled, vulnerable),
});
const failed = (status: string, error?: string, result?: Fields): Fields => ({
  status,
  protocol: "tls",
  ...(result === undefined ? {} : { result }),
  timestamp: "2024-05-01T12:00:00Z",
  ...(error === undefined ? {} : { error }),
});

const one = (what: string, document: string, reason: Reason, more: Partial<ReportFixture> = {}): ReportFixture => ({
  what,
  document,
  answers: [{ host: "192.0.2.1", port: 8443, reason }],
  ...more,
});

const OF_ZGRAB2: readonly ReportFixture[] = [
  one("vulnerable", grab(success(bleed(true, true))), "finding_reported"),
  one("vulnerable, then an error", grab(failed("io-timeout", "EOF", bleed(true, true))), "finding_reported"),
  one("not vulnerable", grab(success(bleed(true, false))), "negative_reported"),
  one("no extension", grab(success(bleed(false, false))), "extension_absent_reported"),
  one(
    "no extension, and none was offered",
    grab(success(bleed(false, false, { ...HANDSHAKE, client_hello: HELLO_WITHOUT }))),
    "check_not_enabled",
  ),
  one(
    "not vulnerable, and its own hello logged",
    grab(success(bleed(false, false, { ...HANDSHAKE, client_hello: { ...HELLO_WITHOUT, heartbeat: true } }))),
    "extension_absent_reported",
  ),
  one("the flag was not used", grab(success({ handshake_log: HANDSHAKE })), "check_not_enabled"),
  one("the log is null", grab(success({ handshake_log: HANDSHAKE, heartbleed_log: null })), "check_not_enabled"),
  one("no TLS", grab(success({})), "tls_not_shown"),
  one("the two at false, and no handshake", grab(success({ heartbleed_log: flags(false, false) })), "tls_not_shown"),
  one("a handshake of another kind", grab(success({ ...bleed(true, false), handshake_log: [] })), "tls_not_shown"),
  one("no result", grab({ status: "success", protocol: "tls" }), "tls_not_shown"),
  ...[
    [true, "false"],
    [true, null],
    [true, undefined],
    [null, false],
    [0, 0],
    ["true", false],
    [undefined, false],
  ].map(([enabled, vulnerable]) =>
    one(
      `flags ${String(enabled)}, ${JSON.stringify(vulnerable)}`,
      grab(success(bleed(enabled, vulnerable))),
      "tool_output_unreadable",
    ),
  ),
  one("before the check", grab(success(bleed(true, false), "2014-04-07T12:00:00Z")), "check_too_old"),
  one(
    "TLS 1.3",
    grab(success(bleed(false, false, { server_hello: { version: { value: 772 } } }))),
    "tls_version_not_covered",
  ),
  one("success with an error", grab({ ...success(bleed(true, false)), error: "something" }), "check_failed"),
  ...(
    [
      ["connection-refused", undefined, "port_closed"],
      ["connection-timeout", "dial tcp 192.0.2.1:8443: connect: connection refused", "port_closed"],
      ["connection-timeout", "dial tcp 192.0.2.1:8443: i/o timeout", "port_filtered"],
      ["connection-timeout", undefined, "port_filtered"],
      ["connection-timeout", "dial tcp 192.0.2.1:8443: connect: no route to host", "connect_unreachable"],
      ["connection-timeout", "dial tcp: lookup www.example.org: no such host", "dns_failure"],
      ["connection-timeout", "dial tcp 192.0.2.1:8443: socket: too many open files", "local_resources"],
      ["unknown-error", "tls: first record does not look like a TLS handshake", "not_tls"],
      ["unknown-error", "remote error: handshake failure", "tool_handshake_failed"],
      ["connection-closed", "unexpected", "tool_handshake_failed"],
      ["handshake-error", undefined, "tool_handshake_failed"],
      ["protocol-error", undefined, "tool_handshake_failed"],
      ["io-timeout", undefined, "tool_timed_out"],
      ["io-timeout", "EOF", "tool_handshake_failed"],
      ["unknown-error", "remote error: bad record MAC", "heartbeat_lost_on_path"],
      ["unknown-error", "something", "check_failed"],
      ["application-error", undefined, "check_failed"],
      ["new-word", undefined, "check_failed"],
    ] as const
  ).flatMap(([status, error, reason]) => [
    one(`${status}, ${error ?? "no error"}`, grab(failed(status, error)), reason),
    // Past the hello the two booleans are there, at false.
    one(`${status}, ${error ?? "no error"}, after the hello`, grab(failed(status, error, bleed(false, false))), reason),
  ]),
];

const request = (host: string, scheme: string, log?: Fields): Fields => ({
  request: { url: { scheme, host, path: "/" }, host, ...(log === undefined ? {} : { tls_log: log }) },
});
const http = (result: Fields, record?: Fields): string =>
  grab({ ...success(result), protocol: "http" }, record, "http");

const MODULES: readonly ReportFixture[] = [
  {
    what: "http without TLS, https, and after redirects",
    document: [
      http({ response: request("www.example.org", "http") }, { ip: "192.0.2.1", domain: "www.example.org" }),
      http(
        { response: request("www.example.org", "https", bleed(false, false)) },
        { ip: "192.0.2.2", domain: "www.example.org" },
      ),
      http({ response: request("192.0.2.3:8443", "https", bleed(true, true)) }, { ip: "192.0.2.3" }),
      http(
        {
          redirect_response_chain: [request("192.0.2.4", "http")],
          response: request("elsewhere.example.org", "https", bleed(true, false)),
        },
        { ip: "192.0.2.4" },
      ),
    ].join("\n"),
    answers: [
      { host: "192.0.2.1", port: 80, reason: "tls_not_shown" },
      { host: "192.0.2.3", port: 8443, reason: "finding_reported" },
      { host: "192.0.2.4", port: 80, reason: "tls_not_shown" },
      { host: "192.0.2.2", port: 443, reason: "extension_absent_reported" },
    ],
    dropped: 1,
  },
  {
    what: "other modules at their ports, under another name too; a port that nobody says",
    document: [
      grab(
        { ...success({ banner: "220 hello", tls: bleed(true, true) }), protocol: "smtp" },
        { ip: "192.0.2.1" },
        "mail",
      ),
      grab({ ...success({ tls: { handshake_log: HANDSHAKE } }), protocol: "mysql" }, { ip: "192.0.2.1" }, "mysql"),
      grab({ ...success({ tls: bleed(true, false) }), protocol: "dnp3" }, { ip: "192.0.2.1" }, "dnp3"),
      grab(success(bleed(true, false)), { ip: "192.0.2.5" }),
    ].join("\n"),
    answers: [
      { host: "192.0.2.1", port: 25, reason: "finding_reported" },
      { host: "192.0.2.1", port: 3306, reason: "check_not_enabled" },
      { host: "192.0.2.1", port: null, reason: "host_ambiguous" },
      { host: "192.0.2.5", port: 443, reason: "negative_reported" },
    ],
  },
  {
    what: "zeros of modules that have two customary ports, and of tls under another name",
    document: [
      grab({ ...success({ tls: bleed(true, false) }), protocol: "smtp" }, { ip: "192.0.2.1" }, "smtp"),
      grab({ ...success({ tls: bleed(false, false) }), protocol: "imap" }, { ip: "192.0.2.2" }, "imap"),
      grab(success(bleed(true, false)), { ip: "192.0.2.3" }, "web"),
    ].join("\n"),
    answers: [
      { host: "192.0.2.1", port: 25, reason: "host_ambiguous" },
      { host: "192.0.2.2", port: 143, reason: "host_ambiguous" },
      { host: "192.0.2.3", port: 443, reason: "negative_reported" },
    ],
  },
  {
    what: "servers that speak first",
    document: [
      grab(success(bleed(true, false)), { ip: "192.0.2.1", port: 465 }),
      grab(success(bleed(true, false)), { ip: "192.0.2.1", port: 993 }),
      grab(success(bleed(true, true)), { ip: "192.0.2.1", port: 995 }),
      grab(success(bleed(false, false)), { ip: "192.0.2.2", port: 995 }),
    ].join("\n"),
    answers: [
      { host: "192.0.2.1", port: 465, reason: "negative_without_ground" },
      { host: "192.0.2.1", port: 993, reason: "negative_without_ground" },
      { host: "192.0.2.1", port: 995, reason: "finding_reported" },
      { host: "192.0.2.2", port: 995, reason: "extension_absent_reported" },
    ],
  },
  {
    what: "the same place twice: the positive wins",
    document: [grab(success(bleed(true, true))), grab(success(bleed(true, false))), grab(failed("io-timeout"))].join(
      "\n",
    ),
    answers: [
      { host: "192.0.2.1", port: 8443, reason: "finding_reported" },
      { host: "192.0.2.1", port: 8443, reason: "tool_timed_out" },
    ],
  },
  {
    what: "lines that are none, and one that is cut off",
    document: `${grab(success(bleed(true, false)))}\nno JSON\n{"ip": "192.0.2.9"}\n{"ip": "192.0.2.9", "da\n${grab(failed("io-timeout"))}\n${grab(success(bleed(true, true))).slice(0, -1)}`,
    answers: [
      { host: "192.0.2.1", port: 8443, reason: "tool_timed_out" },
      { host: "192.0.2.1", port: 8443, reason: "negative_reported" },
    ],
    dropped: 3,
    broken: true,
  },
];

const old = (data: Fields, more: Fields = {}): string =>
  JSON.stringify({ ip: "192.0.2.1", timestamp: "2015-03-01T12:00:00-05:00", data, ...more });
const port443 = (what: string, document: string, reason: Reason): ReportFixture => ({
  what: `zgrab: ${what}`,
  document,
  answers: [{ host: "192.0.2.1", port: 443, reason }],
});
const events = (log: readonly Fields[]): string =>
  JSON.stringify({ host: "192.0.2.1", time: "2014-06-01T12:00:00Z", log });
const CONNECT = { type: "connect", data: {}, error: null };
const TLS = { type: "tls_handshake", data: HANDSHAKE, error: null };

const OF_ZGRAB: readonly ReportFixture[] = [
  port443("vulnerable", old({ tls: HANDSHAKE, heartbleed: flags(true, true) }), "finding_reported"),
  port443("not vulnerable", old({ tls: HANDSHAKE, heartbleed: flags(true, false) }), "negative_reported"),
  port443("no extension", old({ tls: HANDSHAKE, heartbleed: flags(false, false) }), "extension_absent_reported"),
  port443("not asked", old({ tls: HANDSHAKE }), "check_not_enabled"),
  port443(
    "not asked, over http",
    old({ http: { response: { request: { tls_handshake: HANDSHAKE } } } }),
    "check_not_enabled",
  ),
  port443("no TLS", old({ banner: "hello" }), "tls_not_shown"),
  port443(
    "an error beside the flags",
    old({ tls: HANDSHAKE, heartbleed: flags(true, false) }, { error: "EOF", error_component: "heartbleed" }),
    "tool_handshake_failed",
  ),
  port443(
    "refused",
    old({}, { error: "dial tcp 192.0.2.1:443: connection refused", error_component: "connect" }),
    "port_closed",
  ),
  port443(
    "events: vulnerable",
    events([CONNECT, TLS, { type: "heartbleed", data: flags(true, true), error: null }]),
    "finding_reported",
  ),
  port443(
    "events: not vulnerable",
    events([CONNECT, TLS, { type: "heartbleed", data: flags(true, false), error: null }]),
    "negative_reported",
  ),
  port443("events: no heartbleed", events([CONNECT, TLS]), "check_not_enabled"),
  port443(
    "events: an error",
    events([CONNECT, TLS, { type: "heartbleed", data: flags(true, false), error: "read tcp: i/o timeout" }]),
    "tool_timed_out",
  ),
];

export const ZGRAB_FIXTURES: readonly ReportFixture[] = [...OF_ZGRAB2, ...MODULES, ...OF_ZGRAB];
