/** Small documents for every line of the table, each in every layout. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

/** A record: `banner` makes it one of a service. */
export interface Row {
  readonly ip?: string;
  readonly port?: number;
  readonly proto?: string;
  readonly status?: string;
  readonly service?: string;
  readonly banner?: string;
}
const TIME = 1_400_000_000;
const filled = ({ ip = "192.0.2.1", port = 443, proto = "tcp", status = "open", service, banner = "" }: Row) => ({
  ip,
  port,
  proto,
  status,
  service,
  banner,
});

export function list(...rows: readonly Row[]): string {
  const lines = rows
    .map(filled)
    .map(({ ip, port, proto, status, service, banner }) =>
      service === undefined
        ? `${status} ${proto} ${port} ${ip} ${TIME}`
        : `banner ${proto} ${port} ${ip} ${TIME} ${service} ${banner}`,
    );
  return ["#masscan", ...lines, "# end", ""].join("\n");
}

function record(row: Row): string {
  const { ip, port, proto, status, service, banner } = filled(row);
  const told =
    service === undefined
      ? `"status": "${status}", "reason": "syn-ack", "ttl": 64`
      : `"service": {"name": "${service}", "banner": "${banner}"} `;
  return `{   "ip": "${ip}",   "timestamp": "${TIME}", "ports": [ {"port": ${port}, "proto": "${proto}", ${told}} ] }`;
}
/** As of version 1.0.6 and later. */
export const json = (...rows: readonly Row[]): string => `[\n${rows.map(record).join("\n,\n")}\n]\n`;
const trailing = (...rows: readonly Row[]): string => `[\n${rows.map((row) => `${record(row)},\n`).join("")}]\n`;
const finished = (...rows: readonly Row[]): string =>
  `${rows.map((row) => `${record(row)},\n`).join("")}{finished: 1}\n`;
const bare = (...rows: readonly Row[]): string => finished(...rows).replaceAll(/"(\w+)":/g, "$1:");

function ndjson(...rows: readonly Row[]): string {
  return rows
    .map(filled)
    .map(({ ip, port, proto, status, service, banner }) => {
      const data = service === undefined ? { status, reason: "syn-ack", ttl: 64 } : { service_name: service, banner };
      const kind = service === undefined ? "status" : "banner";
      return `${JSON.stringify({ ip, timestamp: String(TIME), port, proto, rec_type: kind, data })}\n`;
    })
    .join("");
}

export function xml(...rows: readonly Row[]): string {
  const hosts = rows.map(filled).map(({ ip, port, proto, status, service, banner }) => {
    const told = service === undefined ? "" : `<service name="${service}" banner="${banner}"></service>`;
    return `<host endtime="${TIME}"><address addr="${ip}" addrtype="ipv4"/><ports><port protocol="${proto}" portid="${port}"><state state="${status}" reason="syn-ack" reason_ttl="64"/>${told}</port></ports></host>\r\n`;
  });
  return `<?xml version="1.0"?>\r\n<!-- masscan v1.0 scan -->\r\n<nmaprun scanner="masscan" start="${TIME}" version="1.0-BETA"  xmloutputversion="1.03">\r\n<scaninfo type="syn" protocol="tcp" />\r\n${hosts.join("")}<runstats>\r\n<finished time="${TIME + 9}" timestr="2014-05-13 16:53:29" elapsed="9" />\r\n<hosts up="1" down="0" total="1" />\r\n</runstats>\r\n</nmaprun>\r\n`;
}

export const LAYOUTS = {
  list,
  json,
  "JSON with a trailing comma": trailing,
  "JSON, finished": finished,
  "JSON, bare keys": bare,
  ndjson,
  xml,
};

const OPEN: Row = {};
const ssl = (version: string): Row => ({ service: "ssl", banner: `${version} cipher:0x2f` });
const vuln = (banner: string): Row => ({ service: "vuln", banner });
const X509: Row = { service: "X509", banner: "MIIB" };

const SITUATIONS: readonly (readonly [string, readonly Row[], Reason])[] = [
  ["a leak", [OPEN, ssl("TLS/1.1"), vuln("SSL[heartbeat] SSL[HEARTBLEED] ")], "finding_reported"],
  ["a leak, twice, and then the port", [vuln("SSL[HEARTBLEED] "), vuln("SSL[HEARTBLEED] "), OPEN], "finding_reported"],
  ["a leak, captured", [{ service: "heartbleed", banner: "c2VjcmV0" }, vuln("SSL[HEARTBLEED] ")], "finding_reported"],
  ["captured memory only", [{ service: "heartbleed", banner: "c2VjcmV0" }], "check_not_enabled"],
  ["the extension", [vuln("SSL[heartbeat] ")], "tls_version_not_covered"],
  ["the extension, and TLS 1.1", [vuln("SSL[heartbeat] "), ssl("TLS/1.1")], "check_not_enabled"],
  ["TLS 1.0", [OPEN, ssl("TLS/1.0")], "tls_version_not_covered"],
  ["TLS 1.2", [ssl("TLS/1.2"), OPEN, X509], "tls_version_not_covered"],
  ["SSLv3", [vuln("SSL[v3] "), ssl("SSLv3")], "tls_version_not_covered"],
  ["TLS 1.1 and no leak", [OPEN, ssl("TLS/1.1"), X509], "check_not_enabled"],
  ["a certificate", [OPEN, X509], "check_not_enabled"],
  ["another vulnerability of TLS", [vuln("SSL[ticketbleed] ")], "check_not_enabled"],
  ["HTTP", [OPEN, { service: "http", banner: "HTTP/1.1 200 OK" }], "tls_not_shown"],
  [
    "the words in the banner of something else",
    [OPEN, { service: "http", banner: "SSL[HEARTBLEED]" }],
    "tls_not_shown",
  ],
  ["open", [OPEN], "no_record_of_check"],
  ["closed", [{ status: "closed" }], "port_closed"],
  ["UDP", [{ proto: "udp" }], "tool_not_applicable"],
];

const each = (
  what: string,
  layout: (...rows: readonly Row[]) => string,
  rows: readonly Row[],
  reason: Reason,
): ReportFixture => ({
  what,
  document: layout(...rows),
  answers: [{ host: "192.0.2.1", port: "443", reason }],
});

const MANY: readonly Row[] = [
  { ip: "192.0.2.1" },
  { ip: "192.0.2.2", proto: "icmp", port: 0 },
  { ip: "192.0.2.3", port: 8443 },
  { ip: "192.0.2.3", port: 8443, ...vuln("SSL[HEARTBLEED] ") },
  { ip: "2001:db8::1" },
];
const OF_MANY = [
  { host: "192.0.2.3", port: "8443", reason: "finding_reported" },
  { host: "192.0.2.1", port: "443", reason: "no_record_of_check" },
  { host: "2001:db8::1", port: "443", reason: "no_record_of_check" },
] as const;

const CUT: readonly ReportFixture[] = [
  {
    what: "XML cut off",
    document: xml(OPEN).slice(0, -20),
    answers: [{ host: "192.0.2.1", port: "443", reason: "no_record_of_check" }],
    broken: true,
  },
  {
    what: "JSON cut off",
    document: json(vuln("SSL[HEARTBLEED] "), OPEN).slice(0, -10),
    answers: [{ host: "192.0.2.1", port: "443", reason: "finding_reported" }],
    broken: true,
  },
  {
    what: "list cut off",
    document: list(OPEN).replace("# end\n", ""),
    answers: [{ host: "192.0.2.1", port: "443", reason: "no_record_of_check" }],
    broken: true,
  },
  {
    what: "lines of a list without its first and last",
    document: `open tcp 443 192.0.2.1 ${TIME}\nsomething else\n`,
    answers: [{ host: "192.0.2.1", port: "443", reason: "no_record_of_check" }],
    dropped: 1,
  },
  {
    what: "records of JSON that are none",
    document: `${json(OPEN).slice(0, -3)},\n{"ip": "192.0.2.9"},\n7,\n{"ip": "192.0.2.9", "ports": [{"proto": "tcp"}]}\n]`,
    answers: [{ host: "192.0.2.1", port: "443", reason: "no_record_of_check" }],
    dropped: 3,
  },
  { what: "XML without an address", document: xml(OPEN).replace(/<address[^>]*>/, ""), answers: [], dropped: 1 },
];

export const MASSCAN_FIXTURES: readonly ReportFixture[] = [
  // Every layout tells a leak and a closed port; the rest differs only in what is made of it.
  ...SITUATIONS.flatMap(([what, rows, reason]) =>
    Object.entries(what === "a leak" || what === "closed" ? LAYOUTS : { list, xml }).map(([name, layout]) =>
      each(`${what} (${name})`, layout, rows, reason),
    ),
  ),
  ...Object.entries(LAYOUTS).map(
    ([name, layout]): ReportFixture => ({
      what: `several hosts (${name})`,
      document: layout(...MANY),
      answers: OF_MANY,
      dropped: 1,
    }),
  ),
  ...CUT,
];
