/** Small exports for every line of the table. */

import type { ReportFixture } from "../../testing/check.ts";
import { at, type Expected, fixture } from "../../testing/fixture.ts";

const found = (code: string, cve = "CVE-2014-0160", id = "ssl-heartbeat-probe"): string =>
  `<vulnerability id="${id}" ${code === "" ? "" : `resultCode="${code}"`}><id type="bid">66690</id><id type="cve">${cve}</id></vulnerability>`;
const service = (vulnerabilities: string, port = "443", protocol = "tcp"): string =>
  `<service name="HTTPS" port="${port}" protocol="${protocol}"><fingerprint certainty="0.9"><product>x</product></fingerprint><vulnerabilities>${vulnerabilities}</vulnerabilities></service>`;
const device = (services: string, vulnerabilities = "", address = "192.0.2.1"): string =>
  `<device address="${address}" id="1"><fingerprint><family>Linux</family></fingerprint><vulnerabilities>${vulnerabilities}</vulnerabilities><services>${services}</services></device>`;
const file = (...devices: readonly string[]): string =>
  `<NeXposeSimpleXML version="1.0"><generated>20141110T094538362</generated><devices>${devices.join("")}</devices></NeXposeSimpleXML>\n`;

const here = (code: string, ...answers: readonly Expected[]): ReportFixture =>
  fixture(`resultCode ${code}`, file(device(service(found(code)))), ...answers);

export const NEXPOSE_SIMPLE_FIXTURES: readonly ReportFixture[] = [
  here("VE", at("443", "finding_reported")),
  here("ve", at("443", "finding_reported")),
  here("VV", at("443", "no_negative_in_format"), at("443", "version_reported", "version")),
  here("", at("443", "no_negative_in_format"), at("443", "version_reported", "version")),
  here("EE", at("443", "finding_excepted")),
  here("EV", at("443", "no_negative_in_format"), at("443", "finding_excepted", "version")),
  here("VP", at("443", "potential_finding", "version")),
  here("EP", at("443", "potential_finding", "version")),
  here("NV", at("443", "negative_without_ground")),
  here("OV", at("443", "negative_without_ground", "version")),
  here("SV", at("443", "no_record_of_check", "version")),
  here("NT", at("443", "no_record_of_check")),
  here("DS", at("443", "check_not_enabled")),
  here("SD", at("443", "check_not_enabled")),
  here("ER", at("443", "check_failed")),
  here("UK", at("443", "check_failed")),
  here("ZZ", at("443", "tool_output_unreadable")),
  fixture("another CVE", file(device(service(found("VE", "CVE-2014-0161")))), at("443", "no_negative_in_format")),
  fixture(
    "the CVE in the id only",
    file(device(service(found("VE", "", "openssl-cve-2014-0160")))),
    at("443", "finding_reported"),
  ),
  fixture("a service without a finding", file(device(service(""))), at("443", "no_negative_in_format")),
  fixture("a device without anything", file(device("")), at(null, "no_negative_in_format")),
  fixture(
    "of the host as a whole, behind its services",
    file(device(service("")).replace("</device>", `<vulnerabilities>${found("VE")}</vulnerabilities></device>`)),
    at("443", "no_negative_in_format"),
    at(null, "finding_reported"),
  ),
  fixture(
    "an id of another kind that reads like the CVE",
    file(device(service(found("VE").replace('type="cve"', 'type="x"')))),
    at("443", "no_negative_in_format"),
  ),
  fixture("of the host as a whole", file(device("", found("VE"))), at(null, "finding_reported")),
  fixture("port 000", file(device(service(found("VE"), "000", "udp"))), at(null, "finding_reported")),
  fixture(
    "services, a finding of the host, and the host again",
    file(
      device(service(found("VE")) + service("", "8443"), found("VV")),
      device(service("")),
      device(service("", "80"), "", "192.0.2.2"),
    ),
    at(null, "version_reported", "version"),
    at("443", "finding_reported"),
    at("8443", "no_negative_in_format"),
    at("80", "no_negative_in_format", undefined, "192.0.2.2"),
  ),
  {
    ...fixture(
      "cut off",
      file(device(service(found("VE")) + service("", "8443"))).replace(/<\/services>[^]*$/, ""),
      at("443", "finding_reported"),
      at("8443", "report_truncated"),
    ),
    broken: true,
  },
];
