/** Small exports for every line of the table. */

import type { ReportFixture } from "../../testing/check.ts";
import { at, fixture } from "../../testing/fixture.ts";

const HEADER =
  "Vulnerability,CVSS Score,Asset Name,IP Address,Protocol/Port,First Seen,Last Scanned,Asset Type,CVE,Category,Evidence";

interface Row {
  readonly title?: string;
  readonly name?: string;
  readonly address?: string;
  readonly port?: string;
  readonly cve?: string;
  readonly category?: string;
  readonly evidence?: string;
}

export function row(other: Row = {}): string {
  const all = {
    title: "OpenSSL information disclosure",
    name: "www.example.com",
    address: "192.0.2.1",
    port: "TCP/443",
    cve: "CVE-2014-0160",
    category: "agent",
    evidence: "Definition: a package is installed.",
    ...other,
  };
  return `${all.title},7.5,${all.name},"${all.address}",${all.port},4/8/14 0:00,5/27/26 19:57,host,${all.cve},${all.category},"${all.evidence}"`;
}
export const file = (...rows: readonly string[]): string => `${[HEADER, ...rows].join("\r\n")}\r\n`;

const SILENT = at("443", "no_negative_in_format");
const VERSION = at("443", "version_reported", "version");
const NETWORK = { category: "network", evidence: "The service answered a heartbeat." };

export const ALERTLOGIC_CSV_FIXTURES: readonly ReportFixture[] = [
  fixture("by an agent", file(row()), SILENT, VERSION),
  fixture("by the network", file(row(NETWORK)), at("443", "finding_reported")),
  fixture("by the network, from a banner", file(row({ ...NETWORK, evidence: "Server banner: x" })), SILENT, VERSION),
  fixture("by what nobody says", file(row({ ...NETWORK, category: "" })), SILENT, VERSION),
  fixture("both", file(row(), row(NETWORK)), at("443", "finding_reported"), VERSION),
  fixture("another CVE", file(row({ cve: "CVE-2014-01600" })), SILENT),
  fixture("the CVE in the title", file(row({ cve: "", title: "CVE-2014-0160 - OpenSSL" })), SILENT, VERSION),
  fixture(
    "several addresses",
    file(row({ address: "192.0.2.1, fe80::250:56ff:fe96:b97, 2001:db8::1" })),
    SILENT,
    VERSION,
    at("443", "no_negative_in_format", undefined, "2001:db8::1"),
    at("443", "version_reported", "version", "2001:db8::1"),
  ),
  fixture(
    "several addresses, asked over the network",
    file(row({ ...NETWORK, address: "192.0.2.1, 192.0.2.2" })),
    at("443", "finding_reported", undefined, "www.example.com"),
  ),
  fixture("of the host as a whole", file(row({ port: "TCP/0", cve: "" })), at(null, "no_negative_in_format")),
  fixture(
    "of the host, beside a port",
    file(row({ port: "TCP/0" }), row({ cve: "" })),
    at(null, "version_reported", "version"),
    SILENT,
  ),
  fixture(
    "a name only",
    file(row({ ...NETWORK, address: "" })),
    at("443", "finding_reported", undefined, "www.example.com"),
  ),
  { ...fixture("no host", file(row({ address: "", name: "" }))), dropped: 1 },
  fixture(
    "two files in one",
    `${file(row(NETWORK))}${file(row({ port: "UDP/53", cve: "" }))}`,
    at("443", "finding_reported"),
    at("53", "no_negative_in_format"),
  ),
  { ...fixture("a quote that never ends", `${file(row(NETWORK))}"x`, at("443", "finding_reported")), broken: true },
  fixture("no rows", `${HEADER}\n`),
];
