/** Small tables made by hand for every row of the mapping table, in the columns of the several products. */

import type { ReportFixture } from "../../testing/check.ts";

type Cells = Readonly<Record<string, string>>;
const quoted = (cells: readonly string[]): string => `${cells.map((cell) => `"${cell}"`).join(",")}\n`;

/** A table of given columns: each line's cells by column, over what a line of the probe has. */
function table(columns: readonly string[], usual: Cells, ...lines: readonly Cells[]): string {
  const rows = lines.map((line) => quoted(columns.map((column) => line[column] ?? usual[column] ?? "")));
  return quoted(columns) + rows.join("");
}

const NESSUS = ["Plugin ID", "CVE", "CVSS", "Risk", "Host", "Protocol", "Port", "Name", "Plugin Output", "Risk Factor"];
const nessus = (...lines: readonly Cells[]): string =>
  table(
    NESSUS,
    {
      "Plugin ID": "73412",
      CVE: "CVE-2014-0160",
      Risk: "High",
      Host: "192.0.2.1",
      Protocol: "tcp",
      Port: "443",
      Name: "a check",
    },
    ...lines,
  );
/** Tenable.io, as it was before 2021. */
export const io = (...lines: readonly Cells[]): string =>
  table(
    [...NESSUS, "Asset UUID", "Vulnerability State", "IP Address", "FQDN", "Plugin Family", "Last Found"],
    {
      "Plugin ID": "73412",
      CVE: "CVE-2014-0160,CVE-2014-0346",
      Host: "www",
      Protocol: "TCP",
      Port: "443",
      Name: "a check",
      "Vulnerability State": "Active",
      "IP Address": "192.0.2.1",
      "Last Found": "2020-01-01T10:00:00Z",
    },
    ...lines,
  );
const sc = (...lines: readonly Cells[]): string =>
  table(
    [
      "Plugin",
      "Plugin Name",
      "Family",
      "Severity",
      "IP Address",
      "Protocol",
      "Port",
      "Repository",
      "DNS Name",
      "CVE",
    ].concat("Last Observed", "Mitigated On", "Check Type", "Recast Risk Comment", "Accept Risk Comment", "Host ID"),
    {
      Plugin: "73412",
      "Plugin Name": "a check",
      Severity: "High",
      "IP Address": "192.0.2.1",
      Protocol: "TCP",
      Port: "443",
      CVE: "CVE-2014-0346,CVE-2014-0160",
      "Last Observed": "Oct 17, 2024 17:24:54 UTC",
      "Check Type": "remote",
    },
    ...lines,
  );
/** Tenable Vulnerability Management, its list of findings. */
const explore = (...lines: readonly Cells[]): string =>
  table(
    ["asset.display_ipv4_address", "asset.name", "definition.id", "definition.name", "definition.cve", "port"].concat(
      "protocol",
      "state",
      "risk_modified",
      "last_fixed",
      "last_seen",
      "id",
    ),
    {
      "asset.display_ipv4_address": "192.0.2.1",
      "definition.id": "73412",
      "definition.cve": "['CVE-2014-0160']",
      port: "443",
      protocol: "TCP",
      state: "ACTIVE",
      risk_modified: "NONE",
    },
    ...lines,
  );

const AT = { host: "192.0.2.1", port: 443 } as const;
const one = (what: string, document: string, reason: ReportFixture["answers"][number]["reason"]): ReportFixture => ({
  what,
  document,
  answers: [{ ...AT, reason }],
});
const OTHER = { "Plugin ID": "10863", Plugin: "10863", "definition.id": "10863", CVE: "", "definition.cve": "" };
/** A check that reads a banner. */
const BANNER = { "Plugin ID": "73404", Plugin: "73404", "definition.id": "73404" };
export const FIXED = { "Vulnerability State": "Fixed" };

export const NESSUS_CSV_FIXTURES: readonly ReportFixture[] = [
  { what: "a header only", document: nessus(), answers: [] },
  one("Nessus: the probe", nessus({ Risk: "None" }), "finding_reported"),
  one("Nessus: the probe without its CVE", nessus({ CVE: "" }), "finding_reported"),
  one("Tenable.io: the probe", io({}), "finding_reported"),
  one("Tenable.io: it came back", io({ "Vulnerability State": "Resurfaced" }), "finding_reported"),
  one("Tenable.sc: the probe", sc({}), "finding_reported"),
  one("Tenable.sc: another severity is no acceptance", sc({ "Recast Risk Comment": "low here" }), "finding_reported"),
  one("Tenable.sc: accepted", sc({ "Accept Risk Comment": "until May" }), "finding_excepted"),
  one("findings: the probe", explore({}), "finding_reported"),
  one("findings: accepted", explore({ risk_modified: "ACCEPTED" }), "finding_excepted"),
  one("findings: accepted and fixed", explore({ risk_modified: "ACCEPTED", state: "FIXED" }), "finding_excepted"),
  one("findings: fixed", explore({ state: "FIXED", last_fixed: "2020-02-01T10:00:00Z" }), "repair_reported"),
  one("Tenable.sc: mitigated", sc({ "Mitigated On": "Oct 18, 2024 01:00:00 UTC" }), "repair_reported"),
  one("Tenable.sc: mitigated once, and back", sc({ "Mitigated On": "Oct 16, 2024 01:00:00 UTC" }), "finding_reported"),
  one("Tenable.sc: never mitigated", sc({ "Mitigated On": "N/A" }), "finding_reported"),
  one(
    "Tenable.sc: mitigated, with no word on when it was last observed",
    sc({ "Mitigated On": "Oct 18, 2024 01:00:00 UTC", "Last Observed": "-" }),
    "finding_reported",
  ),
  one("Tenable.io: fixed", io(FIXED), "repair_reported"),
  one("fixed, in a line with more cells than columns", io(FIXED).replace(/\n$/, ',"x"\n'), "tool_output_unreadable"),
  one(
    "fixed, in a line with fewer cells than columns",
    "Plugin ID;CVE;Host;Protocol;Port;Name;Vulnerability State;Accepted Risk\n73412;CVE-2014-0160;192.0.2.1;tcp;443;a check;Fixed\n",
    "tool_output_unreadable",
  ),
  one("a finding in such a line", io({}).replace(/\n$/, ',"x"\n'), "finding_reported"),
  one("fixed, with empty cells behind the last column", io(FIXED).replace(/\n$/, ',"",\n'), "repair_reported"),
  {
    what: "fixed, without a port",
    document: io({ ...FIXED, Port: "0" }),
    answers: [{ host: "192.0.2.1", port: null, reason: "host_ambiguous" }],
  },
  {
    what: "fixed, with a port that is none",
    document: io({ ...FIXED, Port: "https" }),
    answers: [{ host: "192.0.2.1", port: "https", reason: "host_ambiguous" }],
  },
  one("another plugin", nessus(OTHER), "no_negative_in_format"),
  one("another plugin, fixed", io({ ...OTHER, ...FIXED }), "no_negative_in_format"),
  {
    what: "banners and packages, of a host too",
    document: nessus(BANNER, { "Plugin ID": "75331", Port: "0" }),
    answers: [
      { ...AT, reason: "version_reported", by: "version" },
      { host: "192.0.2.1", port: null, reason: "version_reported", by: "version" },
      { ...AT, reason: "no_negative_in_format" },
    ],
  },
  {
    what: "the probe's id with the check type of a local one; a banner that is accepted",
    document: sc({ "Check Type": "local" }, { ...BANNER, "Accept Risk Comment": "yes" }),
    answers: [
      { ...AT, reason: "version_reported", by: "version" },
      { ...AT, reason: "version_reported", by: "version" },
      { ...AT, reason: "no_negative_in_format" },
    ],
  },
  {
    what: "a banner, fixed",
    document: io({ ...BANNER, ...FIXED }),
    answers: [
      { ...AT, reason: "negative_without_ground", by: "version" },
      { ...AT, reason: "no_negative_in_format" },
    ],
  },
  {
    what: "a finding without its port, and fixed at one",
    document: io({ Port: "0" }, FIXED),
    answers: [
      { host: "192.0.2.1", port: null, reason: "finding_reported" },
      { ...AT, reason: "host_ambiguous" },
    ],
  },
  {
    what: "a finding, and fixed under another spelling of the address",
    document: io({ "IP Address": "2001:db8::1" }, { ...FIXED, "IP Address": "2001:DB8:0::1", Host: "" }),
    answers: [
      { host: "2001:db8::1", port: 443, reason: "finding_reported" },
      { host: "2001:DB8:0::1", port: 443, reason: "host_ambiguous" },
    ],
  },
  {
    what: "a finding, and fixed under the same name without its address",
    document: io({}, { ...FIXED, "IP Address": "" }),
    answers: [
      { ...AT, reason: "finding_reported" },
      { host: "www", port: 443, reason: "host_ambiguous" },
    ],
  },
  {
    what: "fixed on one port, a finding on another, UDP",
    document: io({ ...FIXED, Port: "8443" }, {}, { ...OTHER, Protocol: "UDP", Port: "53" }),
    answers: [
      { ...AT, reason: "finding_reported" },
      { host: "192.0.2.1", port: 8443, reason: "repair_reported" },
      { host: "192.0.2.1", port: 53, reason: "no_negative_in_format" },
    ],
  },
  {
    what: "a host taken for dead, a host by name, the header again, a line without a host",
    document:
      nessus({
        ...OTHER,
        "Plugin ID": "10180",
        Port: "0",
        "Plugin Output": "The remote host (192.0.2.1) is considered as dead",
      }) + nessus({ Host: "www.example.org" }, { Host: "" }),
    answers: [
      { host: "www.example.org", port: 443, reason: "finding_reported" },
      { host: "192.0.2.1", port: null, reason: "host_dead" },
    ],
    dropped: 1,
  },
  {
    what: "a list of one address, and of several",
    document: explore(
      { "asset.display_ipv4_address": "['192.0.2.1']" },
      { "asset.display_ipv4_address": "192.0.2.2, 192.0.2.3" },
    ),
    answers: [
      { ...AT, reason: "finding_reported" },
      { host: "192.0.2.2, 192.0.2.3", port: 443, reason: "finding_reported" },
    ],
  },
  one(
    "saved again with semicolons, fixed, in its last cell",
    "Plugin ID;CVE;Host;Protocol;Port;Name;Vulnerability State\n73412;CVE-2014-0160;192.0.2.1;tcp;443;a check;Fixed\n",
    "repair_reported",
  ),
  one(
    "the same, without the end of its line",
    "Plugin ID;CVE;Host;Protocol;Port;Name;Vulnerability State\n73412;CVE-2014-0160;192.0.2.1;tcp;443;a check;Fixed",
    "report_truncated",
  ),
  {
    what: "fixed, in a line that was cut off in its port",
    document:
      "Plugin ID;CVE;Vulnerability State;Name;Host;Protocol;Port\n73412;CVE-2014-0160;Fixed;a check;192.0.2.1;tcp;443",
    answers: [],
    dropped: 1,
  },
  one(
    "fixed, in a line that was cut off before it would say that it is accepted",
    "Plugin ID;CVE;Host;Protocol;Port;Name;Vulnerability State;Last Found;Accepted Risk\n73412;CVE-2014-0160;192.0.2.1;tcp;443;a check;Fixed;20",
    "report_truncated",
  ),
  {
    what: "a line that was cut off in its host",
    document: "Plugin ID,Name,Protocol,Port,Host\n10863,a check,tcp,443,192.0.2.1\n10863,a check,tcp,443,192.0",
    answers: [{ ...AT, reason: "no_negative_in_format" }],
    dropped: 1,
  },
];
