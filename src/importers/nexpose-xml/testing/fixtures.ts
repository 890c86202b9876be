/** Small exports for every line of the table, and for every gate that can be closed before a printed negative. */

import type { ReportFixture } from "../../testing/check.ts";
import { at, type Expected, fixture } from "../../testing/fixture.ts";

const CHECK = "ssl-heartbeat-probe";

export const test = (status: string, proof = "Running vulnerable HTTPS service.", id = CHECK, more = ""): string =>
  `<test id="${id}" key="" status="${status}"${more}><Paragraph><Paragraph>${proof}</Paragraph></Paragraph></test>`;
const TLS = `<config name="ssl">true</config><config name="ssl.cert.sig.alg.name">SHA256withRSA</config>`;
export const endpoint = (
  tests: string,
  state = "open",
  port = "443",
  protocol = "tcp",
  service = "HTTPS",
  config = TLS,
) =>
  `<endpoint protocol="${protocol}" port="${port}" status="${state}"><services><service name="${service}"><configuration>${config}</configuration><tests>${tests}</tests></service></services></endpoint>`;
export const node = (endpoints: string, tests = "", status = "alive", address = "192.0.2.1"): string =>
  `<node address="${address}" status="${status}" device-id="1"><names><name>www.example.com</name><name>other.example.com</name></names><tests>${tests}</tests><endpoints>${endpoints}</endpoints></node>`;
const scan = (status = "finished", started = "20141110T094538362", id = "1"): string =>
  `<scan id="${id}" name="a" startTime="${started}" endTime="${started}" status="${status}"/>`;
const definition = (id: string, cve = "CVE-2014-0160"): string =>
  `<vulnerability id="${id}" title="t" severity="8"><references><reference source="BID">66690</reference><reference source="CVE">CVE-2014-0224</reference><reference source="CVE">${cve}</reference></references></vulnerability>`;
const DEFINITIONS = `<VulnerabilityDefinitions>${definition("SSL-Heartbeat-Probe")}${definition("http-openssl-banner")}${definition("another", "CVE-2014-0161")}</VulnerabilityDefinitions>`;
export const file = (nodes: string, scans = scan(), definitions = DEFINITIONS, version = "1.0"): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<NexposeReport version="${version}"><scans>${scans}</scans><nodes>${nodes}</nodes>${definitions}</NexposeReport>\n`;

const here = (what: string, tests: string, ...answers: readonly Expected[]): ReportFixture =>
  fixture(what, file(node(endpoint(tests))), ...answers);

const NV = test("not-vulnerable");
const BANNER = "http-openssl-banner";

const CONFIGS = (
  [
    ["ssl", "true", "negative_reported"],
    ["ssl", "false", "tls_not_shown"],
    ["TLSv1_1", "true", "negative_reported"],
    ["tlsv1_1", "false", "tls_not_shown"],
    ["tlsv1_3", "true", "tls_not_shown"],
    ["ssl.cert.subject.dn", "", "tls_not_shown"],
    ["ssl.self.signed", "false", "tls_not_shown"],
    ["ssl.version.ssl_v2", "true", "tls_not_shown"],
    ["http.banner", "true", "tls_not_shown"],
  ] as const
).map(([name, value, reason]) =>
  fixture(
    `not vulnerable, and of TLS only ${name}=${value}`,
    file(node(endpoint(NV, "open", "443", "tcp", "https (HTTP over TLS)", `<config name="${name}">${value}</config>`))),
    at("443", reason),
  ),
);

const AMBIGUOUS: readonly ReportFixture[] = [
  fixture(
    "not vulnerable at a port, and found at the host as a whole",
    file(node(endpoint(NV), test("vulnerable-exploited"))),
    at("443", "host_ambiguous"),
    at(null, "finding_reported"),
  ),
  fixture(
    "a host, and behind it another that is vulnerable as a whole",
    file(node(endpoint(NV)) + node("", test("vulnerable-exploited"), "alive", "192.0.2.2")),
    at("443", "negative_reported"),
    at(null, "finding_reported", undefined, "192.0.2.2"),
  ),
  fixture(
    "one address in two spellings, found under the second",
    file(
      node(endpoint(NV), "", "alive", "2001:DB8:0::1") +
        node(endpoint(test("vulnerable-exploited")), "", "alive", "2001:db8::1"),
    ),
    at("443", "finding_reported", undefined, "2001:DB8:0::1"),
  ),
];

const STATUSES: readonly ReportFixture[] = [
  here("found", test("vulnerable-exploited"), at("443", "finding_reported")),
  here(
    "by version",
    test("vulnerable-version"),
    at("443", "no_negative_in_format"),
    at("443", "version_reported", "version"),
  ),
  here("excepted", test("exception-vulnerable-exploited"), at("443", "finding_excepted")),
  here(
    "a version, excepted",
    test("exception-vulnerable-version"),
    at("443", "no_negative_in_format"),
    at("443", "finding_excepted", "version"),
  ),
  here("potential", test("vulnerable-potential"), at("443", "potential_finding", "version")),
  here("potential, the other word", test("potential"), at("443", "potential_finding", "version")),
  here("potential, excepted", test("exception-vulnerable-potential"), at("443", "potential_finding", "version")),
  here("not vulnerable", NV, at("443", "negative_reported")),
  here(
    "overruled",
    test("overridden-vulnerable-version"),
    at("443", "no_negative_in_format"),
    at("443", "repair_reported", "version"),
  ),
  here("skipped by version", test("skipped-version"), at("443", "no_record_of_check", "version")),
  here("switched off", test("skipped-disabled"), at("443", "check_not_enabled")),
  here("unsafe", test("skipped-dos"), at("443", "check_not_enabled")),
  here("no tests", test("no-tests"), at("443", "no_record_of_check")),
  here("error", test("error"), at("443", "check_failed")),
  here("unknown", test("unknown"), at("443", "check_failed")),
  here("a word from the future", test("not-vulnerable-maybe"), at("443", "tool_output_unreadable")),
  here("no word at all", test(""), at("443", "tool_output_unreadable")),
];

const GATES: readonly ReportFixture[] = [
  ...["stopped", "failed", "paused", "running", ""].map((status) =>
    fixture(`a scan that is ${status}`, file(node(endpoint(NV)), scan(status)), at("443", "scan_interrupted")),
  ),
  fixture(
    "overruled in a scan that was stopped",
    file(node(endpoint(test("overridden-vulnerable-version"))), scan("stopped")),
    at("443", "scan_interrupted", "version"),
  ),
  fixture("no scan", file(node(endpoint(NV)), ""), at("443", "negative_without_ground")),
  fixture(
    "a scan that is not listed",
    file(node(endpoint(test("not-vulnerable", "", CHECK, ' scan-id="7"')))),
    at("443", "negative_without_ground"),
  ),
  fixture(
    "one of two scans stopped, and the report does not say which it was",
    file(node(endpoint(NV)), scan() + scan("stopped", "20141110T094538362", "2")),
    at("443", "scan_interrupted"),
  ),
  fixture(
    "one of two scans stopped, and it was the other",
    file(
      node(endpoint(test("not-vulnerable", "", CHECK, ' scan-id="1"'))),
      scan() + scan("stopped", "20141110T094538362", "2"),
    ),
    at("443", "negative_reported"),
  ),
  fixture(
    "before the check",
    file(node(endpoint(NV)), scan("finished", "20140407T230000000")),
    at("443", "check_too_old"),
  ),
  fixture(
    "found before the check",
    file(node(endpoint(test("vulnerable-exploited"))), scan("stopped", "20131127T050242739")),
    at("443", "finding_reported"),
  ),
  ...(
    [
      ["closed", "port_closed"],
      ["filtered", "port_filtered"],
      ["", "negative_without_ground"],
    ] as const
  ).map(([state, reason]) =>
    fixture(`an endpoint that is ${state}`, file(node(endpoint(NV, state))), at("443", reason)),
  ),
  fixture("a dead host", file(node(endpoint(NV), "", "dead")), at("443", "host_dead")),
  fixture("over UDP", file(node(endpoint(NV, "open", "443", "udp"))), at("443", "tool_not_applicable")),
  fixture("no TLS", file(node(endpoint(NV, "open", "80", "tcp", "HTTP", ""))), at("80", "tls_not_shown")),
  fixture(
    "a service named after its number, and TLS switched off",
    file(
      node(
        endpoint(
          NV,
          "open",
          "443",
          "tcp",
          "https (HTTP over TLS)",
          `<config name="ssl">false</config><config name="sslv3">true</config>`,
        ),
      ),
    ),
    at("443", "tls_not_shown"),
  ),
  fixture(
    "SSL 2.0 only",
    file(node(endpoint(NV, "open", "25", "tcp", "SMTP", `<config name="ssl.version.ssl20">true</config>`))),
    at("25", "tls_not_shown"),
  ),
  fixture("TLS by configuration", file(node(endpoint(NV, "open", "25", "tcp", "SMTP"))), at("25", "negative_reported")),
  fixture("TLS by name", file(node(endpoint(NV, "open", "993", "tcp", "IMAPS", ""))), at("993", "negative_reported")),
  here("nothing came back", test("not-vulnerable", "No response"), at("443", "negative_timed_out")),
  here("the check gave up", test("not-vulnerable", "java.io.EOFException: end"), at("443", "check_failed")),
  here(
    "by a banner",
    test("not-vulnerable", "Running not-vulnerable HTTPS service: OpenSSL 1.0.1g."),
    at("443", "negative_without_ground", "version"),
  ),
  fixture(
    "a check that compared versions elsewhere",
    file(node(endpoint(NV) + endpoint(test("vulnerable-version"), "open", "8443"))),
    at("443", "negative_without_ground", "version"),
    at("8443", "no_record_of_check"),
    at("8443", "version_reported", "version"),
  ),
  here("the host as a whole", "", at("443", "no_negative_in_format")),
  fixture("a negative of the host as a whole", file(node("", NV)), at(null, "tls_not_shown")),
];

const MANY: readonly ReportFixture[] = [
  here("a zero beside a failure of another check", NV + test("error", "", BANNER), at("443", "check_failed")),
  here("a zero beside a finding", NV + test("vulnerable-exploited", "", BANNER), at("443", "finding_reported")),
  here(
    "a zero beside a version",
    NV + test("vulnerable-version", "", BANNER),
    at("443", "negative_reported"),
    at("443", "version_reported", "version"),
  ),
  here(
    "an overruled version beside another check's",
    test("overridden-vulnerable-version") + test("vulnerable-version", "", BANNER),
    at("443", "no_negative_in_format"),
    at("443", "version_reported", "version"),
  ),
  here(
    "an overruled version beside a check that does not know it",
    test("overridden-vulnerable-version") + test("skipped-version", "", BANNER),
    at("443", "no_negative_in_format"),
    at("443", "repair_reported", "version"),
  ),
  here(
    "an excepted finding beside one that is not",
    test("exception-vulnerable-exploited") + test("vulnerable-exploited", "", BANNER),
    at("443", "finding_reported"),
  ),
  fixture(
    "the same host twice: a finding wins",
    file(node(endpoint(NV)) + node(endpoint(test("vulnerable-exploited")))),
    at("443", "finding_reported"),
  ),
  fixture(
    "the same host twice: with and without ports",
    file(node("") + node(endpoint(test("vulnerable-exploited")))),
    at("443", "finding_reported"),
  ),
  fixture(
    "several ports and hosts",
    file(
      node(
        endpoint(NV) + endpoint(test("not-vulnerable", "", "another"), "open", "8443") + endpoint("", "closed", "80"),
        test("vulnerable-version"),
      ) +
        node("", "", "dead", "192.0.2.2") +
        node("", "", "alive", "192.0.2.3"),
      scan(),
    ),
    at("443", "negative_without_ground", "version"),
    at("8443", "no_record_of_check"),
    at("80", "port_closed"),
    at(null, "version_reported", "version"),
    at(null, "host_dead", undefined, "192.0.2.2"),
    at(null, "no_record_of_check", undefined, "192.0.2.3"),
  ),
];

const SHAPES: readonly ReportFixture[] = [
  fixture(
    "definitions before the hosts",
    file(node(endpoint(NV)))
      .replace(DEFINITIONS, "")
      .replace("<nodes>", `${DEFINITIONS}<nodes>`),
    at("443", "negative_reported"),
  ),
  fixture("no definitions", file(node(endpoint(NV)), scan(), ""), at("443", "no_record_of_check")),
  fixture(
    "no definitions, but the CVE in the id",
    file(node(endpoint(test("vulnerable-exploited", "", "openssl-cve-2014-0160"))), scan(), ""),
    at("443", "finding_reported"),
  ),
  fixture(
    "another CVE",
    file(node(endpoint(test("vulnerable-exploited", "", "another")))),
    at("443", "no_negative_in_format"),
  ),
  fixture(
    "another CVE in the id",
    file(node(endpoint(test("vulnerable-exploited", "", "openssl-cve-2014-01601")))),
    at("443", "no_negative_in_format"),
  ),
  fixture(
    "a CVE without its letters",
    file(node(endpoint(NV)), scan(), DEFINITIONS.replaceAll("CVE-2014-0160", " 2014-0160 ")),
    at("443", "negative_reported"),
  ),
  fixture(
    "version 2.0 without a result",
    file(node(endpoint("")), scan(), DEFINITIONS, "2.0"),
    at("443", "no_negative_in_format"),
  ),
  fixture("port 000", file(node(endpoint(test("vulnerable-exploited"), "open", "000"))), at(null, "finding_reported")),
  {
    ...fixture(
      "a test without an id",
      file(node(endpoint(test("vulnerable-exploited", "", "")))),
      at("443", "no_negative_in_format"),
    ),
    dropped: 1,
  },
  fixture(
    "hosts and definitions within a host",
    file(
      `<node address="192.0.2.1" status="alive"><nodes>${node(endpoint(NV), "", "alive", "192.0.2.2")}</nodes>${DEFINITIONS}</node>`,
      scan(),
      "",
    ),
    at("443", "negative_reported", undefined, "192.0.2.2"),
    at(null, "no_record_of_check"),
  ),
  {
    ...fixture(
      "cut off before the definitions",
      file(node(endpoint(NV))).replace(/<Vulnerability[^]*$/, ""),
      at("443", "report_truncated"),
    ),
    broken: true,
  },
  {
    ...fixture(
      "a negative in a file that is cut off",
      file(node(endpoint(NV))).replace(/<\/NexposeReport>\s*$/, ""),
      at("443", "report_truncated"),
    ),
    broken: true,
  },
  {
    ...fixture(
      "a finding in a file that is cut off",
      file(node(endpoint(test("vulnerable-exploited")) + endpoint(NV, "open", "8443"))).replace(
        /<\/NexposeReport>\s*$/,
        "",
      ),
      at("443", "finding_reported"),
      at("8443", "report_truncated"),
    ),
    broken: true,
  },
];

export const NEXPOSE_XML_FIXTURES: readonly ReportFixture[] = [
  ...STATUSES,
  ...AMBIGUOUS,
  ...CONFIGS,
  ...GATES,
  ...MANY,
  ...SHAPES,
];
