import type { ReportFixture } from "../../testing/check.ts";

interface Given {
  /** null: no Policy element at all. */
  readonly policy?: string | null;
  readonly body: string;
  readonly type?: string;
}

const preference = (name: string, value: string) =>
  `<preference><name>${name}</name><value>${value}</value></preference>`;
const policyOf = (
  { target = "192.0.2.1", plugins = "10180;73412;56984" }: { target?: string; plugins?: string | null } = {},
  selection = "",
) =>
  `<Policy><policyName>weekly</policyName><Preferences><ServerPreferences>${target === "" ? "" : preference("TARGET", target)}${
    plugins === null ? "" : preference("plugin_set", plugins)
  }</ServerPreferences></Preferences>${selection}</Policy>`;

function document({ policy = policyOf(), body, type = "" }: Given): string {
  return `<?xml version="1.0" ?>\n<NessusClientData_v2>${policy ?? ""}<Report name="x"${type}>${body}</Report></NessusClientData_v2>\n`;
}

const END = '<tag name="HOST_END">Wed Mar 23 15:07:52 2022</tag>';
const START = '<tag name="HOST_START_TIMESTAMP">1648042311</tag>';
function host(items: string, { name = "192.0.2.1", tags = START + END } = {}): string {
  return `<ReportHost name="${name}"><HostProperties>${tags}<tag name="host-ip">192.0.2.1</tag></HostProperties>${items}</ReportHost>`;
}
function item(plugin: string, port: string | number, inside = "", protocol = "tcp"): string {
  return `<ReportItem port="${port}" svc_name="www" protocol="${protocol}" severity="0" pluginID="${plugin}" pluginName="Check ${plugin}" pluginFamily="Misc.">${inside}</ReportItem>`;
}
const output = (text: string) => `<plugin_output>${text}</plugin_output>`;
const CVE = "<cve>CVE-2014-0160</cve>";
const TLS = item("56984", 443, output("This port supports SSLv3/TLSv1.0/TLSv1.2."));
const scan = (feed: string) => item("19506", 0, output(`Nessus version : 8.9.0\nPlugin feed version : ${feed}\n`));
const at = (port: number | string | null = 443) => ({ host: "192.0.2.1", port });

/** Version 1. */
const oldItem = (port: string, plugin: string, data = "") =>
  `<ReportItem><port>${port}</port><severity>1</severity><pluginID>${plugin}</pluginID><pluginName>Check ${plugin}</pluginName><data>${data}</data></ReportItem>`;
const oldHost = (items: string, { start = "Thu Apr 10 10:00:00 2014", stop = "Thu Apr 10 10:30:00 2014" } = {}) =>
  `<ReportHost><HostName>192.0.2.1</HostName><startTime>${start}</startTime><stopTime>${stop}</stopTime><dns_name>www.example.org\\n</dns_name><num_ports>2</num_ports>${items}</ReportHost>`;
const old = (hosts: string) =>
  `<NessusClientData><Targets><Target><selected>yes</selected><value>192.0.2.1</value></Target></Targets><Policies></Policies><Report><ReportName>x</ReportName><StartTime>Thu Apr 10 09:59:00 2014</StartTime><StopTime></StopTime>${hosts}</Report></NessusClientData>\n`;
const HTTPS = "https (443/tcp)";

const VERSION_1: readonly ReportFixture[] = [
  {
    what: "version 1: a finding of the probe, one of a package, and a port without",
    document: old(
      oldHost(
        oldItem(HTTPS, "73412", "CVE : CVE-2014-0160\\n") +
          oldItem("general/tcp", "80000", "\\nCVE : CVE-2014-0160, CVE-2014-0076\\n") +
          oldItem("smtp (25/tcp)", "10263") +
          oldItem("domain (53/udp)", "11002"),
      ),
    ),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(null), reason: "version_reported", by: "version" },
      { ...at(25), reason: "no_negative_in_format" },
      { ...at(53), reason: "no_negative_in_format" },
    ],
  },
  {
    what: "version 1: silence of the probe",
    document: old(oldHost(oldItem(HTTPS, "10863") + oldItem(HTTPS, "56984"))),
    answers: [{ ...at(), reason: "no_negative_in_format" }],
  },
  {
    what: "version 1: from before the flaw was known",
    document: old(oldHost(oldItem(HTTPS, "10863"), { start: "Sun Nov  8 02:21:23 2009" })),
    answers: [{ ...at(), reason: "check_too_old" }],
  },
  {
    what: "version 1: a host that was not finished",
    document: old(oldHost(oldItem(HTTPS, "10863"), { stop: "" })),
    answers: [{ ...at(), reason: "scan_interrupted" }],
  },
  {
    what: "version 1: a host without a port",
    document: old(oldHost("")),
    answers: [{ ...at(null), reason: "no_negative_in_format" }],
  },
  {
    what: "version 1: cut off",
    document: `${old(oldHost(oldItem(HTTPS, "73412"))).split("</Report>")[0]}<ReportHost><HostName>192.0.2.1</HostName>${oldItem("www (8443/tcp)", "10863")}`,
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(8443), reason: "report_truncated" },
    ],
    broken: true,
  },
];

const family = (name: string, status: string) =>
  `<FamilyItem><FamilyName>${name}</FamilyName><Status>${status}</Status></FamilyItem>`;
const plugin = (id: string, status: string) =>
  `<PluginItem><PluginId>${id}</PluginId><Status>${status}</Status></PluginItem>`;

/** Policies without a list of plugins: what they select, and what follows for a TLS port. */
const SELECTIONS = (
  [
    ["the family off", family("Misc.", "disabled") + family("General", "enabled"), "", "check_not_enabled"],
    ["another family off", family("Web Servers", "disabled") + family("Misc.", "enabled"), "", "negative_derived"],
    ["the family on and off", family("Misc.", "enabled") + family("Misc.", "disabled"), "", "check_not_enabled"],
    ["the family mixed, nothing said of the check", family("Misc.", "mixed"), "", "check_not_enabled"],
    ["the family mixed, the check on", family("Misc.", "mixed"), plugin("73412", "enabled"), "negative_derived"],
    ["the family mixed, another check on", family("Misc.", "mixed"), plugin("73404", "enabled"), "check_not_enabled"],
    ["the family on, the check off", family("Misc.", "enabled"), plugin("73412", "disabled"), "check_not_enabled"],
    ["the family on, another check off", family("Misc.", "enabled"), plugin("73404", "disabled"), "negative_derived"],
    ["no family named that is the check's", family("General", "enabled"), "", "no_record_of_check"],
  ] as const
).map(
  ([what, families, plugins, reason]): ReportFixture => ({
    what: `no list of plugins, ${what}`,
    document: document({
      policy: policyOf(
        { plugins: "" },
        `<FamilySelection>${families}</FamilySelection><IndividualPluginSelection>${plugins}</IndividualPluginSelection>`,
      ),
      body: host(TLS + scan("201404120815")),
    }),
    answers: [{ ...at(), reason }],
  }),
);

export const FIXTURES: readonly ReportFixture[] = [
  ...VERSION_1,
  ...SELECTIONS,
  {
    what: "preferences of plugins that are called as the scanner's own",
    document: document({
      policy: policyOf({ plugins: "56984" }).replace(
        "</Preferences>",
        `<PluginsPreferences>${preference("plugin_set", "73412")}</PluginsPreferences></Preferences>`,
      ),
      body: host(TLS),
    }),
    answers: [{ ...at(), reason: "check_not_enabled" }],
  },
  {
    what: "a host that answers a ping, TLS without its version, and a UDP port without TLS",
    document: document({
      body: host(
        item("10180", 0, output("The remote host is up")) +
          item("22964", 443, output("A web server is running on this port through SSL.")) +
          item("10386", 53, "", "udp"),
      ),
    }),
    answers: [
      { ...at(53), reason: "tls_not_shown" },
      { ...at(), reason: "negative_derived" },
    ],
  },
  {
    what: "one item names TLS 1.3 only, another a version that the check asks in",
    document: document({
      body: host(
        item("21643", 443, output("SSL Version : TLSv13")) + item("56984", 443, output("supports TLSv1.2/TLSv1.3.")),
      ),
    }),
    answers: [{ ...at(), reason: "negative_derived" }],
  },
  {
    what: "a finding of the probe, and one of a package",
    document: document({
      body: host(
        TLS +
          item("73412", 443, `${CVE}<plugin_type>remote</plugin_type>`) +
          item("75331", 0, `${CVE}<plugin_type>local</plugin_type>`) +
          item("73404", 8443, CVE),
      ),
    }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(null), reason: "version_reported", by: "version" },
      { ...at(8443), reason: "version_reported", by: "version" },
      { ...at(8443), reason: "tls_not_shown" },
    ],
  },
  {
    what: "the item that describes the scan was left out",
    document: document({ policy: policyOf({ plugins: "19506;56984;73412" }), body: host(TLS) }),
    answers: [{ ...at(), reason: "report_filtered" }],
  },
  {
    what: "the item that describes the scan is there",
    document: document({
      policy: policyOf({ plugins: "19506;56984;73412" }),
      body: host(TLS + item("19506", 0)),
    }),
    answers: [{ ...at(), reason: "negative_derived" }],
  },
  {
    what: "a host that may be the target that cannot be read",
    document: document({ policy: policyOf({ target: "192.0.2.7 https://www.example.org/" }), body: host(TLS) }),
    answers: [
      { ...at(), reason: "no_record_of_check" },
      { host: "192.0.2.7", port: null, reason: "host_dead" },
    ],
    dropped: 1,
  },
  {
    what: "a list of CVEs in one element",
    document: document({ body: host(item("73404", 443, "<cve>CVE-2014-0076, cve-2014-0160</cve>")) }),
    answers: [
      { ...at(), reason: "version_reported", by: "version" },
      { ...at(), reason: "tls_not_shown" },
    ],
  },
  {
    what: "every gate open",
    document: document({ body: host(TLS) }),
    answers: [{ ...at(), reason: "negative_derived" }],
  },
  {
    what: "TLS shown by a certificate, by suites, by a service",
    document: document({
      body: host(
        item("10863", 443) +
          item("21643", 8443, output("SSL Version : TLSv11")) +
          item("22964", 993, output("An IMAP server is running on this port through TLSv1.")) +
          item("22964", 80, output("A web server is running on this port.")),
      ),
    }),
    answers: [
      { ...at(80), reason: "tls_not_shown" },
      { ...at(443), reason: "negative_derived" },
      { ...at(8443), reason: "negative_derived" },
      { ...at(993), reason: "negative_derived" },
    ],
  },
  {
    what: "versions that the probe does not ask in",
    document: document({ body: host(item("56984", 443, output("This port supports TLSv1.3."))) }),
    answers: [{ ...at(), reason: "tls_version_not_covered" }],
  },
  {
    what: "a UDP port that speaks TLS",
    document: document({ body: host(item("56984", 443, output("This port supports TLSv1.0."), "udp")) }),
    answers: [{ ...at(), reason: "tool_not_applicable" }],
  },
  {
    what: "the check not in the list of plugins",
    document: document({ policy: policyOf({ plugins: "10180;173412;734121;56984" }), body: host(TLS) }),
    answers: [{ ...at(), reason: "check_not_enabled" }],
  },
  {
    what: "no list of plugins: the family decides, with a feed that has the check",
    document: document({
      policy: policyOf(
        { plugins: null },
        "<FamilySelection><FamilyItem><FamilyName>Misc.</FamilyName><Status>enabled</Status></FamilyItem></FamilySelection>",
      ),
      body: host(TLS + scan("201404120815")),
    }),
    answers: [{ ...at(), reason: "negative_derived" }],
  },
  {
    what: "no list of plugins, the family on, no date of the feed",
    document: document({
      policy: policyOf(
        { plugins: null },
        "<FamilySelection><FamilyItem><FamilyName>Misc.</FamilyName><Status>enabled</Status></FamilyItem></FamilySelection>",
      ),
      body: host(TLS),
    }),
    answers: [{ ...at(), reason: "no_record_of_check" }],
  },
  {
    what: "no list of plugins, the family mixed and the check off",
    document: document({
      policy: policyOf(
        { plugins: null },
        "<FamilySelection><FamilyItem><FamilyName>Misc.</FamilyName><Status>mixed</Status></FamilyItem></FamilySelection><IndividualPluginSelection><PluginItem><PluginId>73412</PluginId><Status>disabled</Status></PluginItem></IndividualPluginSelection>",
      ),
      body: host(TLS + scan("201404120815")),
    }),
    answers: [{ ...at(), reason: "check_not_enabled" }],
  },
  {
    what: "a feed from before the check",
    document: document({ body: host(TLS + scan("201404070815")) }),
    answers: [{ ...at(), reason: "check_too_old" }],
  },
  {
    what: "a scan from before the check",
    document: document({
      body: host(TLS, { tags: `<tag name="HOST_START">Mon Apr  7 23:00:00 2014</tag>${END}` }),
    }),
    answers: [{ ...at(), reason: "check_too_old" }],
  },
  {
    what: "no policy",
    document: document({ policy: null, body: host(TLS) }),
    answers: [{ ...at(), reason: "no_record_of_check" }],
  },
  {
    what: "no list of targets",
    document: document({ policy: policyOf({ target: "" }), body: host(TLS) }),
    answers: [{ ...at(), reason: "no_record_of_check" }],
  },
  {
    what: "a host that is no target, and the target that did not answer",
    document: document({ policy: policyOf({ target: "192.0.2.9" }), body: host(TLS) }),
    answers: [
      { ...at(), reason: "host_not_scanned" },
      { host: "192.0.2.9", port: null, reason: "host_dead" },
    ],
  },
  {
    what: "a network of targets, of which one answered",
    document: document({ policy: policyOf({ target: "192.0.2.0/30, www.example.org" }), body: host(TLS) }),
    answers: [
      { ...at(), reason: "negative_derived" },
      { host: "192.0.2.2", port: null, reason: "host_dead" },
      { host: "www.example.org", port: null, reason: "host_dead" },
    ],
  },
  {
    what: "a host that the scanner took for dead",
    document: document({
      body: host(item("10180", 0, output("The remote host is considered as dead - not scanning"))),
    }),
    answers: [{ ...at(null), reason: "host_dead" }],
  },
  {
    what: "ports that closed or fell silent during the scan",
    document: document({
      body: host(
        TLS +
          item("10863", 8443) +
          item(
            "10919",
            0,
            output(
              "Port 443 was detected as being open but is now closed\nPort 8443 was detected as being open but is now unresponsive\n",
            ),
          ),
      ),
    }),
    answers: [
      { ...at(443), reason: "port_closed" },
      { ...at(8443), reason: "port_filtered" },
    ],
  },
  {
    what: "a port of which the report says only that it closed",
    document: document({
      body: host(item("10919", 0, output("Port 25 was detected as being open but is now closed\n"))),
    }),
    answers: [{ ...at(25), reason: "port_closed" }],
  },
  {
    what: "a host that did not come to its end, and the others of that scan",
    document: document({ policy: policyOf({ target: "192.0.2.1-2" }), body: host(TLS, { tags: START }) }),
    answers: [
      { ...at(), reason: "scan_interrupted" },
      { host: "192.0.2.2", port: null, reason: "scan_interrupted" },
    ],
  },
  {
    what: "a file that ends inside its second host",
    document: document({
      policy: policyOf({ target: "192.0.2.1-3" }),
      body: host(TLS) + host(TLS, { name: "192.0.2.2" }),
    }).replace(/<\/ReportHost><\/Report>[\s\S]*$/, ""),
    answers: [
      { ...at(), reason: "report_truncated" },
      { ...at(), reason: "report_truncated" },
      { host: "192.0.2.3", port: null, reason: "report_truncated" },
    ],
    broken: true,
  },
  {
    what: "a finding without its port",
    document: document({ body: host(TLS + item("73412", 0, CVE)) }),
    answers: [
      { ...at(null), reason: "finding_reported" },
      { ...at(), reason: "host_ambiguous" },
    ],
  },
  {
    what: "the same host twice, found in the first",
    document: document({ body: host(TLS + item("73412", 443, CVE)) + host(TLS) }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(), reason: "host_ambiguous" },
    ],
  },
  {
    what: "the same host twice, found in the second",
    document: document({ body: host(TLS) + host(TLS + item("73412", 443, CVE)) }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(), reason: "host_ambiguous" },
    ],
  },
  {
    what: "the same address twice, under its name and alone, found under one of them",
    document: document({
      policy: policyOf({ target: "www.example.org,192.0.2.1" }),
      body: host(TLS + item("73412", 443, CVE), { name: "www.example.org" }) + host(TLS),
    }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(), reason: "host_ambiguous" },
    ],
  },
  {
    what: "the same host twice, found in the second at a port that cannot be read",
    document: document({ body: host(TLS) + host(TLS + item("73412", 0, CVE)) }),
    answers: [
      { ...at(null), reason: "finding_reported" },
      { ...at(), reason: "host_ambiguous" },
      { ...at(), reason: "host_ambiguous" },
    ],
  },
  {
    what: "a web application scan",
    document: document({ type: ' type="was"', body: host(TLS) }),
    answers: [{ ...at(), reason: "check_not_enabled" }],
  },
  {
    what: "a target that is none",
    document: document({ policy: policyOf({ target: "192.0.2.1, 300.1.2.3" }), body: host(TLS) }),
    answers: [{ ...at(), reason: "negative_derived" }],
    dropped: 1,
  },
];
