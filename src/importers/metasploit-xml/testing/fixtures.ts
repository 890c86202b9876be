/** Small exports for every line of the table. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const MODULE = "Module auxiliary/scanner/ssl/openssl_heartbleed successfully leaked info";
const REFS = "<refs><ref>CVE-2014-0160</ref><ref>US-CERT-VU-720951</ref></refs>";

const service = (id: number, port: number | string, state = "open", proto = "tcp"): string =>
  `<service><id>${id}</id><port>${port}</port><proto>${proto}</proto><state>${state}</state><name>https</name><info>banner</info></service>`;
const vuln = (serviceId: number | "", info: string, refs = REFS): string =>
  `<vuln><id>1</id><service-id>${serviceId}</service-id><name>OpenSSL Heartbeat (Heartbleed) Information Leak</name><updated-at>2014-04-10 08:00:00 UTC</updated-at><info>${info}</info>${refs}</vuln>`;
const host = (services: string, vulns: string, state = "alive", address = "192.0.2.1"): string =>
  `<host><id>1</id><address>${address}</address><name/><state>${state}</state><services>${services}</services><notes><note><data>x</data></note></notes><vulns>${vulns}</vulns></host>`;
const file = (...hosts: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<MetasploitV5><generated time="2014-04-10 09:00:00 UTC" project="default"/><hosts>${hosts.join("")}</hosts><events></events></MetasploitV5>\n`;

const one = (what: string, document: string, reason: Reason, port: string | null, by?: "version"): ReportFixture => ({
  what,
  document,
  answers: [{ host: "192.0.2.1", port, reason, ...(by === undefined ? {} : { by }) }],
});

export const METASPLOIT_XML_FIXTURES: readonly ReportFixture[] = [
  one("found by the module", file(host(service(5, 443), vuln(5, MODULE))), "finding_reported", "443"),
  one("found, and no service is named", file(host("", vuln("", MODULE))), "finding_reported", null),
  one("imported from elsewhere", file(host(service(5, 443), vuln(5, "73404"))), "version_reported", "443", "version"),
  one(
    "another flaw",
    file(host(service(5, 443), vuln(5, MODULE, "<refs><ref>CVE-2014-0224</ref></refs>"))),
    "no_negative_in_format",
    "443",
  ),
  one("a service and nothing else", file(host(service(5, 443), "")), "no_negative_in_format", "443"),
  one("closed", file(host(service(5, 443, "closed"), "")), "port_closed", "443"),
  one("filtered", file(host(service(5, 443, "filtered"), "")), "port_filtered", "443"),
  one("a port that is none", file(host(service(5, "__proto__"), "")), "no_negative_in_format", null),
  one("dead", file(host("", "", "dead")), "host_dead", null),
  one("nothing but the host", file(host("", "")), "no_negative_in_format", null),
  {
    what: "two hosts, two services",
    document: file(
      host(service(5, 443) + service(6, 8443), vuln(6, MODULE)),
      host(service(7, 443), "", "alive", "192.0.2.2"),
    ),
    answers: [
      { host: "192.0.2.1", port: "8443", reason: "finding_reported" },
      { host: "192.0.2.1", port: "443", reason: "no_negative_in_format" },
      { host: "192.0.2.2", port: "443", reason: "no_negative_in_format" },
    ],
  },
  {
    what: "cut off behind a finding",
    document: file(host(service(5, 443), vuln(5, MODULE))).replace(/<\/vulns>[^]*$/, ""),
    answers: [{ host: "192.0.2.1", port: "443", reason: "finding_reported" }],
    broken: true,
  },
];
