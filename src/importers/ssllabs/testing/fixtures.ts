/** Documents for every situation of SSL Labs' output, in our own words. */

import type { ReportFixture } from "../../testing/check.ts";

export type Fields = Readonly<Record<string, unknown>>;

export const START = Date.UTC(2024, 4, 31, 13, 0, 0);

/** @param given a field that is undefined is left out. */
export function details(given: Fields = {}): Fields {
  return {
    hostStartTime: START,
    protocols: [{ id: 770 }, { id: 771 }],
    openSslCcs: 1,
    heartbleed: false,
    heartbeat: true,
    ...given,
  };
}

export function endpoint(given: Fields = {}): Fields {
  return {
    ipAddress: "192.0.2.10",
    serverName: "reverse.example.net",
    statusMessage: "Ready",
    grade: "A",
    progress: 100,
    details: details(),
    ...given,
  };
}

export function host(endpoints: readonly unknown[] | undefined, given: Fields = {}): Fields {
  return {
    host: "www.example.org",
    port: 443,
    protocol: "HTTP",
    isPublic: false,
    status: "READY",
    startTime: START,
    testTime: START + 90_000,
    engineVersion: "2.3.0",
    criteriaVersion: "2009q",
    endpoints,
    ...given,
  };
}

type Reasons = ReportFixture["answers"][number]["reason"];

/** One endpoint and what must be made of it. */
function one(what: string, reason: Reasons, given: Fields, ofHost: Fields = {}): ReportFixture {
  const document = JSON.stringify(host([endpoint(given)], ofHost));
  const port = "port" in ofHost ? ((ofHost["port"] as number | undefined) ?? null) : 443;
  const address = "ipAddress" in given ? (given["ipAddress"] as string | undefined) : "192.0.2.10";
  return { what, document, answers: [{ host: address ?? "www.example.org", port, reason }] };
}

/** A failed endpoint as it is written: with details, whose fields stand at their defaults. */
function failed(statusMessage: string | undefined, reason: Reasons, given: Fields = {}): ReportFixture {
  const left = { ...endpoint({ statusMessage, grade: undefined, progress: -1 }), ...given };
  return one(`failed: ${statusMessage ?? "no message"} ${JSON.stringify(given)}`, reason, {
    ...left,
    details: { ...details({ protocols: [], heartbeat: false }), ...(given["details"] as Fields | undefined) },
  });
}

function error(statusMessage: string, reason: Reasons): ReportFixture {
  const document = JSON.stringify(host(undefined, { status: "ERROR", statusMessage, testTime: START + 10 }));
  return { what: `host ERROR: ${statusMessage}`, document, answers: [{ host: "www.example.org", port: 443, reason }] };
}

const ready = (what: string, reason: Reasons, given: Fields, ofHost: Fields = {}): ReportFixture =>
  one(`Ready, ${what}`, reason, { details: details(given) }, ofHost);

export const FIXTURES: readonly ReportFixture[] = [
  ready("heartbleed true", "finding_reported", { heartbleed: true }),
  ready("heartbleed false", "negative_reported", {}),
  ready("heartbleed false, no word about heartbeat", "negative_reported", { heartbeat: undefined }),
  ready("heartbleed false, heartbeat false", "extension_absent_reported", { heartbeat: false }),
  ready("no list of protocols", "negative_reported", { protocols: undefined }),
  ready("no field", "no_record_of_check", { heartbleed: undefined }),
  ready("null", "no_record_of_check", { heartbleed: null }),
  ready("a word", "tool_output_unreadable", { heartbleed: "false" }),
  ready("a number", "tool_output_unreadable", { heartbleed: 0 }),
  ready("details of another assessment", "answer_stale", { hostStartTime: START - 86_400_000 }),
  ready("true in details of another assessment", "finding_reported", { hostStartTime: START - 9, heartbleed: true }),
  ready("no protocol", "tls_not_shown", { protocols: [] }),
  ready("TLS 1.3 only", "tls_version_not_covered", { protocols: [{ id: 772 }], heartbeat: false }),
  ready("SSL 2.0 only", "tls_version_not_covered", { protocols: [{ id: 512 }] }),
  ready("SSL 3.0 only", "negative_reported", { protocols: [{ id: 768 }] }),
  ready("protocols without numbers", "negative_reported", { protocols: [{ name: "TLS", version: "1.2" }] }),
  ready("TLS 1.3 without a number", "tls_version_not_covered", { protocols: [{ name: "TLS", version: "1.3" }, null] }),
  ready("a number as a text", "negative_reported", { protocols: [{ id: "771" }] }),
  ready("protocols that are none", "tls_not_shown", { protocols: "TLS" }),
  ready("a fragile server", "no_record_of_check", { httpTransactions: [{ fragileServer: true }] }),
  ready("before the flaw was known", "check_too_old", {}, { testTime: Date.UTC(2014, 3, 7), startTime: START }),
  ready(
    "no time at all",
    "negative_reported",
    { hostStartTime: undefined },
    { testTime: undefined, startTime: undefined },
  ),
  ready("host in progress", "scan_interrupted", {}, { status: "IN_PROGRESS" }),
  ready("host in progress, true", "finding_reported", { heartbleed: true }, { status: "IN_PROGRESS" }),
  ready("host without status", "scan_interrupted", {}, { status: undefined }),
  ready("host ERROR", "service_failed", {}, { status: "ERROR", statusMessage: "Internal error" }),
  ready("no port", "host_ambiguous", {}, { port: undefined }),
  ready("port 0", "host_ambiguous", {}, { port: 0 }),
  one("Ready, no address", "host_ambiguous", { ipAddress: undefined }),
  one("Ready, nonsense for an address", "host_ambiguous", { ipAddress: "192.0.2.1001" }),
  one("Ready, no name", "host_ambiguous", {}, { host: undefined }),
  one("Ready, IPv6 that is not shortened", "negative_reported", { ipAddress: "2001:db8:0:0:1:0:0:67" }),
  one("Ready, progress below 100", "scan_interrupted", { progress: 60 }),
  one("Ready, no details", "report_filtered", { details: undefined }),
  one("Ready, details null", "report_filtered", { details: null }),
  one("Ready, empty details", "no_record_of_check", { details: {} }),
  one("Ready, details that are a list", "no_record_of_check", { details: [] }),
  failed("Unable to connect to the server", "port_filtered"),
  failed("Unable to connect to server", "port_filtered"),
  failed("No secure protocols supported", "tls_not_shown"),
  failed("Certificate not valid for domain name", "no_record_of_check"),
  failed("Failed to communicate with the secure server", "tool_handshake_failed"),
  failed("IP address is from private address space (RFC 1918)", "host_not_scanned"),
  failed("Cipher suite support test failed", "check_failed"),
  failed("Unexpected failure", "check_failed"),
  failed("Not ready", "check_failed"),
  failed("In progress", "scan_interrupted"),
  failed("Pending", "scan_interrupted"),
  failed(undefined, "no_record_of_check"),
  failed("Unexpected failure", "potential_finding", { details: { heartbleed: true } }),
  failed("Unexpected failure", "check_failed", { details: { protocols: [{ id: 771 }], heartbeat: true } }),
  one("no message while in progress", "scan_interrupted", { statusMessage: undefined }, { status: "IN_PROGRESS" }),
  error("Unable to resolve domain name", "dns_failure"),
  error("Internal error", "service_failed"),
  {
    what: "a host that is still looked up",
    document: JSON.stringify(host(undefined, { status: "DNS", statusMessage: "Resolving domain names" })),
    answers: [{ host: "www.example.org", port: 443, reason: "scan_interrupted" }],
  },
  {
    what: "READY without endpoints",
    document: JSON.stringify(host([])),
    answers: [{ host: "www.example.org", port: 443, reason: "no_record_of_check" }],
  },
  {
    what: "several endpoints of one name, each with its own answer",
    document: JSON.stringify([
      host([
        endpoint({ ipAddress: "192.0.2.1" }),
        endpoint({ ipAddress: "192.0.2.2", details: details({ heartbleed: true }) }),
        endpoint({ ipAddress: "192.0.2.3", statusMessage: "Unable to connect to the server", progress: -1 }),
        endpoint({ ipAddress: "2001:db8:0:0:0:0:0:4", details: details({ heartbeat: false }) }),
      ]),
    ]),
    answers: [
      { host: "192.0.2.1", port: 443, reason: "negative_reported" },
      { host: "192.0.2.2", port: 443, reason: "finding_reported" },
      { host: "192.0.2.3", port: 443, reason: "port_filtered" },
      { host: "2001:db8:0:0:0:0:0:4", port: 443, reason: "extension_absent_reported" },
    ],
  },
  {
    what: "an array of hosts as ssllabs-scan writes it, with an error and other things between",
    document: `[\n${JSON.stringify(host([endpoint()]))}\n,\n{"errors":[{"field":"host","message":"qp.mandatory"}]}\n,\n7, null, "x", [],\n${JSON.stringify(
      host([endpoint({ ipAddress: "192.0.2.77", details: details({ heartbleed: true }) })], { host: "a.example.org" }),
    )}\n]\n`,
    answers: [
      { host: "192.0.2.10", port: 443, reason: "negative_reported" },
      { host: "192.0.2.77", port: 443, reason: "finding_reported" },
    ],
    dropped: 5,
  },
  {
    what: "one host per line",
    document: [host([endpoint()]), host([endpoint({ ipAddress: "192.0.2.11" })], { host: "b.example.org" })]
      .map((each) => JSON.stringify(each))
      .join("\n"),
    answers: [
      { host: "192.0.2.10", port: 443, reason: "negative_reported" },
      { host: "192.0.2.11", port: 443, reason: "negative_reported" },
    ],
  },
  {
    what: "endpoints that are none",
    document: JSON.stringify(host([7, null, "Ready", []])),
    answers: Array.from({ length: 4 }, () => ({
      host: "www.example.org",
      port: 443,
      reason: "no_record_of_check" as const,
    })),
  },
  {
    what: "cut off in the second host",
    document: `[${JSON.stringify(host([endpoint()]))},${JSON.stringify(host([endpoint()])).slice(0, 300)}`,
    answers: [{ host: "192.0.2.10", port: 443, reason: "negative_reported" }],
    broken: true,
  },
  {
    what: "keys in another order, by somebody's tool",
    document: JSON.stringify({ endpoints: [endpoint()], host: "www.example.org", port: "443", status: "READY" }),
    answers: [{ host: "192.0.2.10", port: "443", reason: "negative_reported" }],
  },
];
