/**
 * A large synthetic `.nessus` document of known content, for the bench and for tests of memory and speed. Shaped like the
 * real ones (report-formats.md 3.1): a policy with a plugin list of half a megabyte, then hosts of some sixty items with about
 * fifteen children each. Every text is invented; the same number of hosts gives the same document.
 */

export interface MadeReport {
  readonly hosts: number;
  /** Items of each host beyond those that matter; about 1.7 kB each. Default 56, so that a host is about 100 kB. */
  readonly filler?: number;
}

/** What must be read from a made report about CVE-2014-0160. */
export interface MadeTruth {
  readonly vulnerable: number;
  readonly notVulnerable: number;
  /** Hosts that never finished: their TLS port stays open. */
  readonly interrupted: number;
}

/** What host number `index` (from 0) is. */
const isVulnerable = (index: number) => index % 40 === 7;
const isUnfinished = (index: number) => index % 100 === 13;

export function truthOf({ hosts }: MadeReport): MadeTruth {
  const truth = { vulnerable: 0, notVulnerable: 0, interrupted: 0 };
  for (let index = 0; index < hosts; index++) {
    if (isVulnerable(index)) truth.vulnerable++;
    else if (isUnfinished(index)) truth.interrupted++;
    else truth.notVulnerable++;
  }
  return truth;
}

/** The document in pieces of about one host. At most 65,000 hosts: they are all of 10.20.0.0/16. */
export async function* makeNessusReport({ hosts, filler = 56 }: MadeReport): AsyncGenerator<string> {
  yield policy(hosts);
  yield `<Report name="synthetic" xmlns:cm="http://www.nessus.org/cm">\n`;
  for (let index = 0; index < hosts; index++) yield host(index, filler);
  yield `</Report>\n</NessusClientData_v2>\n`;
}

const address = (index: number) => `10.20.${(index + 1) >> 8}.${(index + 1) & 255}`;

function policy(hosts: number): string {
  const last = address(hosts - 1);
  return `<?xml version="1.0" ?>
<NessusClientData_v2>
<Policy><policyName>Synthetic network scan</policyName>
<Preferences><ServerPreferences>
${preference("TARGET", `${address(0)}-${last}`)}${preference("plugin_set", pluginSet())}${preference("port_range", "default")}${preference("safe_checks", "yes")}
</ServerPreferences><PluginsPreferences></PluginsPreferences></Preferences>
<FamilySelection><FamilyItem><FamilyName>Misc.</FamilyName><Status>enabled</Status></FamilyItem></FamilySelection>
<IndividualPluginSelection></IndividualPluginSelection>
</Policy>
`;
}

const preference = (name: string, value: string) =>
  `<preference><name>${name}</name>\n<value>${value}</value>\n</preference>`;

/** 80,000 numbers, 73412 among them. */
function pluginSet(): string {
  return Array.from({ length: 80_000 }, (_, index) => 13_412 + index).join(";");
}

function host(index: number, filler: number): string {
  const ip = address(index);
  const parts = [
    `<ReportHost name="${ip}"><HostProperties>
<tag name="HOST_START_TIMESTAMP">${1_648_042_311 + index}</tag>
<tag name="HOST_START">Wed Mar 23 14:31:51 2022</tag>
${isUnfinished(index) ? "" : `<tag name="HOST_END">Wed Mar 23 15:07:52 2022</tag>\n`}<tag name="host-ip">${ip}</tag>
<tag name="operating-system">Linux Kernel 5.10</tag>
</HostProperties>
`,
    item({ id: 19506, port: 0, output: SCAN_INFORMATION }),
    item({ id: 56984, port: 443, output: "\nThis port supports TLSv1.0/TLSv1.1/TLSv1.2.\n" }),
    item({ id: 11219, port: 443, output: "Port 443/tcp was found to be open" }),
  ];
  for (let each = 0; each < filler; each++) parts.push(fillerItem(index, each));
  if (isVulnerable(index)) {
    parts.push(item({ id: 73412, port: 443, cve: "CVE-2014-0160", output: "\n(the answer was left out)\n" }));
  }
  parts.push("</ReportHost>\n");
  return parts.join("");
}

const SCAN_INFORMATION = `Information about this scan :

Nessus version : 10.1.1
Plugin feed version : 202203230405
Scan policy used : Synthetic network scan
Scanner IP : 10.20.0.254
Scan Start Date : 2022/3/23 14:31 CET
Scan duration : 2161 sec`;

const SENTENCE =
  "The program that answers here is described at length, with what it is for, how it was found, and why that matters &amp; to whom. ";
const PORTS = [22, 25, 80, 111, 443, 3306, 5432, 8080];

function fillerItem(index: number, each: number): string {
  const id = 100_000 + ((index * 31 + each * 7) % 60_000);
  const port = PORTS[each % PORTS.length] ?? 0;
  const cve = each % 4 === 0 ? `CVE-2021-${10_000 + (id % 30_000)}` : null;
  const output = `\n  Path              : /usr/lib/program-${each}\n  Installed version : 1.${index % 90}.${each}\n  Fixed version     : 2.0.0\n\n${SENTENCE.repeat(2)}\n`;
  return item({ id, port, cve, output });
}

interface Item {
  readonly id: number;
  readonly port: number;
  readonly cve?: string | null;
  readonly output: string;
}

function item({ id, port, cve = null, output }: Item): string {
  return `<ReportItem port="${port}" svc_name="www" protocol="tcp" severity="${id % 4}" pluginID="${id}" pluginName="Synthetic check number ${id}" pluginFamily="Misc.">
${cve === null ? "" : `<cve>${cve}</cve>\n`}<cvss_base_score>5.0</cvss_base_score>
<cvss_vector>CVSS2#AV:N/AC:L/Au:N/C:P/I:N/A:N</cvss_vector>
<description>${SENTENCE.repeat(5)}</description>
<fname>synthetic_${id}.nasl</fname>
<plugin_modification_date>2021/04/11</plugin_modification_date>
<plugin_name>Synthetic check number ${id}</plugin_name>
<plugin_publication_date>2014/04/08</plugin_publication_date>
<plugin_type>remote</plugin_type>
<risk_factor>Medium</risk_factor>
<script_version>1.${id % 90}</script_version>
<see_also>http://example.org/advisories/${id}</see_also>
<solution>Install the version that repairs this, then look again.</solution>
<synopsis>The remote service is affected by something invented.</synopsis>
<xref>IAVA:2021-A-${id}</xref>
<plugin_output>${output}</plugin_output>
</ReportItem>
`;
}
