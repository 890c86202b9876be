import type { ReportFixture } from "../../testing/check.ts";

const element = (name: string, text: string | number) => (text === "" ? "" : `<${name}>${text}</${name}>`);
const FOUND = "2019-07-31T21:57:48Z";

interface Info {
  readonly qid: number;
  readonly type?: string;
  readonly port?: string | number;
  readonly protocol?: string;
  readonly ssl?: string;
  readonly status?: string;
  readonly result?: string;
  readonly found?: string;
}
const info = ({ qid, type = "Vuln", port = "", protocol = "tcp", ssl = "false", ...rest }: Info) =>
  `<VULN_INFO>${element("QID", qid)}${element("TYPE", type)}${element("PORT", port)}${element("SERVICE", "http")}${element(
    "PROTOCOL",
    port === "" ? "" : protocol,
  )}${element("SSL", ssl)}<RESULT><![CDATA[${rest.result ?? ""}]]></RESULT>${element("LAST_FOUND", rest.found ?? FOUND)}${element(
    "VULN_STATUS",
    rest.status ?? (type === "Ig" ? "" : "New"),
  )}</VULN_INFO>`;
const MILD = info({ qid: 82003 });
const tls = (port: number, rest: Partial<Info> = {}) => info({ qid: 38291, type: "Ig", port, ...rest });
const host = (rows: string, ip = "192.0.2.1") =>
  `<HOST><IP>${ip}</IP><DNS>a.example</DNS><VULN_INFO_LIST>${rows}</VULN_INFO_LIST></HOST>`;
const range = (first: string, last = first) => `<RANGE>${element("START", first)}${element("END", last)}</RANGE>`;
const details = (qid: number, severity: number, cve = "") =>
  `<VULN_DETAILS id="qid_${qid}"><QID id="qid_${qid}">${qid}</QID><TITLE>Check ${qid}</TITLE><SEVERITY>${severity}</SEVERITY><VENDOR_REFERENCE_LIST><VENDOR_REFERENCE><ID>x</ID></VENDOR_REFERENCE></VENDOR_REFERENCE_LIST>${
    cve === "" ? "" : `<CVE_ID_LIST><CVE_ID><ID><![CDATA[${cve}]]></ID></CVE_ID></CVE_ID_LIST>`
  }</VULN_DETAILS>`;
const FILTER = "Status:New, Active, Re-Opened\nExclude non-running services:\nOff\nVulnerabilities:\nState:Active";

interface Asset {
  readonly hosts: string;
  readonly scope?: string;
  readonly template?: string;
  readonly appendix?: string;
  readonly glossary?: string;
  readonly made?: string;
}
function asset({ hosts, scope = range("192.0.2.1"), template, ...rest }: Asset): string {
  const details1 = rest.glossary ?? details(82003, 1) + details(42430, 4, "CVE-2014-0160");
  return `<?xml version="1.0"?>\n<!DOCTYPE ASSET_DATA_REPORT SYSTEM "https://qualys.example/asset_data_report.dtd">\n<ASSET_DATA_REPORT><HEADER><GENERATION_DATETIME>${
    rest.made ?? "2019-08-01T20:03:10Z"
  }</GENERATION_DATETIME><TEMPLATE>x</TEMPLATE><TARGET><COMBINED_IP_LIST>${scope}</COMBINED_IP_LIST></TARGET></HEADER><HOST_LIST>${hosts}</HOST_LIST><GLOSSARY><VULN_DETAILS_LIST>${details1}</VULN_DETAILS_LIST></GLOSSARY><APPENDICES>${
    rest.appendix ?? ""
  }<TEMPLATE_DETAILS>${template ?? element("FILTER_SUMMARY", FILTER)}</TEMPLATE_DETAILS></APPENDICES></ASSET_DATA_REPORT>`;
}

interface Scan {
  readonly body: string;
  readonly status?: string;
  readonly target?: string;
  readonly excluded?: string;
  readonly options?: string;
  readonly date?: string;
}
const key = (name: string, text: string) => `<KEY value="${name}"><![CDATA[${text}]]></KEY>`;
function scan({ body, status = "FINISHED", target = "192.0.2.1", options = "Full TCP scan", ...rest }: Scan): string {
  return `<?xml version="1.0"?>\n<!DOCTYPE SCAN SYSTEM "https://qualys.example/scan-1.dtd">\n<SCAN value="scan/1.2"><HEADER>${
    key("DATE", rest.date ?? "2019-04-02T10:14:53Z") +
    key("TARGET", target) +
    key("EXCLUDED_TARGET", rest.excluded ?? "N/A") +
    key("OPTIONS", options) +
    key("STATUS", status)
  }</HEADER>${body}</SCAN>`;
}
const CATEGORY = { VULNS: "VULN", PRACTICES: "PRACTICE", INFOS: "INFO", SERVICES: "SERVICE" } as const;
function section(name: keyof typeof CATEGORY, qid: number, port: string, cve = "", severity = 2): string {
  const at = port === "" ? "" : ` port="${port}" protocol="tcp"`;
  const row = CATEGORY[name];
  return `<${name}><CAT value="x"${at}><${row} number="${qid}" severity="${severity}" cveid="${cve}"><TITLE>Check ${qid}</TITLE></${row}></CAT></${name}>`;
}
const ip = (body: string, rest = "") => `<IP value="192.0.2.1" name="a.example"${rest}>${body}</IP>`;
const SEEN = section("SERVICES", 38116, "443") + section("VULNS", 82003, "");

const at = (port: number | string | null = 443) => ({ host: "192.0.2.1", port });
const silent = (reason: ReportFixture["answers"][number]["reason"], port: number | string | null = 443) => [
  { ...at(port), reason },
];

/** Rows that are not what they seem at a glance, beside a host that is otherwise clean. */
const CLOSED: readonly ReportFixture[] = (
  [
    [
      "TLS was only seen by a check whose finding is fixed",
      MILD + info({ qid: 38173, port: 443, ssl: "true", status: "Fixed" }),
      "tls_not_shown",
    ],
    ["the only confirmed finding is fixed", info({ qid: 82003, status: "Fixed" }) + tls(443), "report_filtered"],
    ["the only finding is a possibility", info({ qid: 82003, type: "Practice" }) + tls(443), "report_filtered"],
    ["a UDP port without TLS", MILD + info({ qid: 82004, type: "Ig", port: 443, protocol: "udp" }), "tls_not_shown"],
    [
      "one check names TLS 1.3 only, another TLS 1.2",
      MILD +
        info({ qid: 38116, type: "Ig", port: 443, result: "TLSv1.3 PROTOCOL IS ENABLED" }) +
        info({ qid: 38704, type: "Ig", port: 443, result: "NAME\nTLSv1.2\nRSA" }),
      "negative_derived",
    ],
  ] as const
).map(([what, rows, reason]) => ({ what, document: asset({ hosts: host(rows) }), answers: silent(reason) }));

export const FIXTURES: readonly ReportFixture[] = [
  ...CLOSED,
  {
    what: "found at the host as a whole, fixed at a port",
    document: asset({
      hosts: host(MILD + tls(443) + info({ qid: 42430, port: 443, status: "Fixed" }) + info({ qid: 42430 })),
    }),
    answers: [{ ...at(null), reason: "finding_reported" }, ...silent("host_ambiguous")],
  },
  {
    what: "the filter leaves services that are not running out",
    document: asset({
      hosts: host(MILD + tls(443)),
      template: element("FILTER_SUMMARY", FILTER.replace("Off", "On")),
    }),
    answers: silent("report_filtered"),
  },
  {
    what: "a scan of chosen checks, of which the options name this one",
    document: scan({ options: "Vulnerability Detection: Custom, QIDs 42430", body: ip(SEEN) }),
    answers: silent("no_record_of_check"),
  },
  {
    what: "a scan without a word on its options",
    document: scan({ options: "", body: ip(SEEN) }),
    answers: silent("no_record_of_check"),
  },
  {
    what: "a host that the scan gave up",
    document: scan({ body: ip(SEEN, ' status="host not scanned, scan aborted"') }),
    answers: silent("host_not_scanned"),
  },
  {
    what: "a target without an element in a scan that did not finish",
    document: scan({ status: "CANCELED", target: "192.0.2.1,192.0.2.2", body: ip(SEEN) }),
    answers: [...silent("scan_interrupted"), { host: "192.0.2.2", port: null, reason: "scan_interrupted" }],
  },
  {
    what: "a scan that does not say its targets",
    document: scan({ target: "", body: ip(SEEN) }),
    answers: silent("no_record_of_check"),
  },
  {
    what: "found, and a package whose CVE only the glossary names",
    document: asset({
      hosts: host(tls(443) + info({ qid: 42430, port: 443, ssl: "true" }) + info({ qid: 370001 }) + MILD),
      glossary: details(42430, 4, "CVE-2014-0160") + details(370001, 3, "CVE-2014-0160") + details(82003, 1),
    }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(null), reason: "version_reported", by: "version" },
    ],
  },
  { what: "every gate open", document: asset({ hosts: host(MILD + tls(443)) }), answers: silent("negative_derived") },
  {
    what: "TLS shown by versions, by the row itself; open ports without any",
    document: asset({
      hosts: host(
        MILD +
          info({ qid: 82023, type: "Ig", result: "Port\tService\n22\tssh\n443\thttps\n" }) +
          info({ qid: 38116, type: "Ig", port: 443, result: "SSLv3 PROTOCOL IS DISABLED\nTLSv1 PROTOCOL IS ENABLED" }) +
          info({ qid: 38704, type: "Ig", port: 8443, result: "NAME\tGROUP\nTLSv1.3\t \nTLSv1.2\nRSA" }) +
          info({ qid: 38173, port: 993, ssl: "true" }),
      ),
    }),
    answers: [
      { ...at(22), reason: "tls_not_shown" },
      { ...at(443), reason: "negative_derived" },
      { ...at(8443), reason: "negative_derived" },
      { ...at(993), reason: "negative_derived" },
    ],
  },
  {
    what: "versions that the probe does not ask in, or none at all",
    document: asset({
      hosts: host(
        MILD +
          info({
            qid: 38116,
            type: "Ig",
            port: 443,
            result: "TLSv1 PROTOCOL IS DISABLED\nTLSv1.3 PROTOCOL IS ENABLED",
          }) +
          info({ qid: 38706, type: "Ig", port: 8443, result: "SSLv3" }) +
          info({ qid: 38116, type: "Ig", port: 80, result: "TLSv1 PROTOCOL IS DISABLED" }),
      ),
    }),
    answers: [
      { ...at(), reason: "tls_version_not_covered" },
      { ...at(8443), reason: "tls_version_not_covered" },
      { ...at(80), reason: "tls_not_shown" },
    ],
  },
  {
    what: "found although the gates are closed",
    document: asset({
      hosts: host(info({ qid: 42430, port: 443, status: "Re-Opened" })),
      scope: range("198.51.100.1"),
      template: element("SELECTIVE_VULNS", "90000"),
    }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { host: "198.51.100.1", port: null, reason: "no_record_of_check" },
    ],
  },
  {
    what: "a possibility, a repair, a false positive, an exception",
    document: asset({
      hosts: host(
        MILD +
          info({ qid: 42430, type: "Practice", port: 443, ssl: "true" }) +
          info({ qid: 42430, port: 8443, status: "Fixed" }) +
          info({ qid: 42430, port: 993, status: "False Positive" }) +
          info({ qid: 42430, port: 995, status: "Ignored" }) +
          info({ qid: 42430, type: "Practice", port: 465, status: "Fixed" }),
      ),
    }),
    answers: [
      { ...at(995), reason: "finding_excepted" },
      { ...at(443), reason: "potential_finding" },
      { ...at(8443), reason: "repair_reported" },
      { ...at(993), reason: "finding_disputed" },
      { ...at(465), reason: "no_negative_in_format" },
    ],
  },
  {
    what: "fixed under one name and found under another, in two elements of one host",
    document: asset({
      hosts:
        host(info({ qid: 42430, port: 443, status: "Fixed" }) + tls(8443) + MILD) +
        host(info({ qid: 42430, port: 443 }) + info({ qid: 42430, port: 8443 })),
    }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(8443), reason: "finding_reported" },
    ],
  },
  {
    what: "found without a port: no port of the host is safe",
    document: asset({ hosts: host(MILD + tls(443) + info({ qid: 42430 })) }),
    answers: [
      { ...at(null), reason: "finding_reported" },
      { ...at(), reason: "host_ambiguous" },
    ],
  },
  {
    what: "a UDP port that speaks TLS",
    document: asset({ hosts: host(MILD + tls(443, { protocol: "udp" })) }),
    answers: silent("tool_not_applicable"),
  },
  {
    what: "hosts without results, a host outside the scope, an address that is listed nowhere",
    document: asset({
      hosts: host(MILD + tls(443)) + host(tls(443), "192.0.2.9") + host(tls(443), "192.0.2.3"),
      scope: range("192.0.2.1", "192.0.2.5"),
      appendix: `<NO_RESULTS><IP_LIST>${range("192.0.2.2", "192.0.2.3")}</IP_LIST></NO_RESULTS><NO_VULNS><IP_LIST>${range("192.0.2.4")}</IP_LIST></NO_VULNS>`,
    }),
    answers: [
      { ...at(), reason: "negative_derived" },
      { host: "192.0.2.9", port: 443, reason: "host_not_scanned" },
      { host: "192.0.2.3", port: 443, reason: "host_dead" },
      { host: "192.0.2.2", port: null, reason: "host_dead" },
      { host: "192.0.2.4", port: null, reason: "tls_not_shown" },
      { host: "192.0.2.5", port: null, reason: "no_record_of_check" },
    ],
  },
  ...(
    [
      ["no list of addresses", { scope: "" }, "no_record_of_check"],
      [
        "other checks selected",
        { template: `<SELECTIVE_VULNS>38173, 90000-90001</SELECTIVE_VULNS>${element("FILTER_SUMMARY", FILTER)}` },
        "check_not_enabled",
      ],
      [
        "the check selected",
        { template: `<SELECTIVE_VULNS>38173, 42400-42500</SELECTIVE_VULNS>${element("FILTER_SUMMARY", FILTER)}` },
        "negative_derived",
      ],
      [
        "a list of checks by its name",
        { template: `<VULN_LISTS>Top 20</VULN_LISTS>${element("FILTER_SUMMARY", FILTER)}` },
        "no_record_of_check",
      ],
      [
        "checks excluded",
        { template: `<EXCLUDED_VULN_LISTS>old</EXCLUDED_VULN_LISTS>${element("FILTER_SUMMARY", FILTER)}` },
        "report_filtered",
      ],
      ["no summary of the filter", { template: "" }, "report_filtered"],
      ["only new findings", { template: element("FILTER_SUMMARY", FILTER.replace("Active, ", "")) }, "report_filtered"],
      ["services excluded", { template: element("FILTER_SUMMARY", FILTER.replace("Off", "On")) }, "report_filtered"],
      [
        "findings that are switched off only",
        { template: element("FILTER_SUMMARY", FILTER.replace("State:Active", "State:Disabled")) },
        "report_filtered",
      ],
      [
        "one operating system",
        { template: element("FILTER_SUMMARY", `${FILTER}\nIncluded Operating Systems:\nWindows`) },
        "report_filtered",
      ],
      [
        "some categories",
        { template: element("FILTER_SUMMARY", `${FILTER}\nIncluded Categories:\nWindows`) },
        "report_filtered",
      ],
      ["no mild finding anywhere", { glossary: details(82003, 5) }, "report_filtered"],
      ["a report from before the check", { made: "2014-04-07T00:00:00Z" }, "check_too_old"],
    ] as const
  ).map(([what, rest, reason]) => ({
    what,
    document: asset({ hosts: host(MILD + tls(443)), ...rest }),
    answers: silent(reason),
  })),
  {
    what: "TLS last seen before the check existed, and without a date",
    document: asset({
      hosts: host(MILD + tls(443, { found: "2014-04-07T23:00:00Z" }) + tls(8443, { found: "soon" })),
    }),
    answers: [
      { ...at(), reason: "check_too_old" },
      { ...at(8443), reason: "no_record_of_check" },
    ],
  },
  {
    what: "only information is shown",
    document: asset({ hosts: host(tls(443)) }),
    answers: silent("report_filtered"),
  },
  {
    what: "cut off after a port that had no finding yet, and after a repair",
    document: asset({ hosts: host(MILD + tls(443) + info({ qid: 42430, port: 8443, status: "Fixed" })) }).replace(
      /<GLOSSARY>.*/s,
      "",
    ),
    answers: [
      { ...at(), reason: "report_truncated" },
      { ...at(8443), reason: "report_truncated" },
    ],
    broken: true,
  },
  {
    what: "a host without address and name",
    document: asset({ hosts: "<HOST><VULN_INFO_LIST/></HOST>", scope: "" }),
    answers: [],
    dropped: 1,
  },
  {
    what: "a scan: every gate open",
    document: scan({ body: ip(SEEN) }),
    answers: silent("negative_derived"),
  },
  {
    what: "a scan: found, possible, a package",
    document: scan({
      body: ip(
        section("SERVICES", 38116, "443") +
          section("VULNS", 42430, "443", "CVE-2014-0160", 4) +
          section("PRACTICES", 42430, "8443", "CVE-2014-0160", 4) +
          section("VULNS", 115001, "", "CVE-2014-0076,CVE-2014-0160"),
      ),
    }),
    answers: [
      { ...at(), reason: "finding_reported" },
      { ...at(null), reason: "version_reported", by: "version" },
      { ...at(8443), reason: "potential_finding" },
    ],
  },
  ...(
    [
      ["not finished", { status: "CANCELED" }, "scan_interrupted"],
      ["another target", { target: "192.0.2.0/32, 192.0.2.1/32", excluded: "192.0.2.1" }, "host_not_scanned"],
      ["some checks only", { options: "Selective vulnerability detection: SSL inventory" }, "check_not_enabled"],
      ["no word about its options", { options: "" }, "no_record_of_check"],
      ["before the check", { date: "2014-04-01T00:00:00Z" }, "check_too_old"],
      ["without a date", { date: "" }, "no_record_of_check"],
    ] as const
  ).map(([what, rest, reason]) => ({
    what: `a scan: ${what}`,
    document: scan({ body: ip(SEEN), ...rest }),
    answers: [
      ...silent(reason),
      ...("target" in rest ? [{ host: "192.0.2.0", port: null, reason: "host_dead" } as const] : []),
    ],
  })),
  {
    what: "a scan with an error, and one of a host that was down",
    document: scan({ body: `${ip(SEEN)}<ERROR number="1">x</ERROR>` }),
    answers: silent("scan_interrupted"),
  },
  {
    what: "a scan: the host was down",
    document: scan({ body: ip("", ' status="down"') }),
    answers: silent("host_dead", null),
  },
  {
    what: "a scan: no confirmed finding is shown",
    document: scan({ body: ip(section("SERVICES", 38116, "443")) }),
    answers: silent("report_filtered"),
  },
  {
    what: "a list of detections",
    document: `<HOST_LIST_VM_DETECTION_OUTPUT><RESPONSE><DATETIME>2019-08-01T20:03:10Z</DATETIME><HOST_LIST><HOST><ID>7</ID><IP>192.0.2.1</IP><DNS>a.example</DNS><DETECTION_LIST><DETECTION><QID>42430</QID><TYPE>Confirmed</TYPE><PORT>443</PORT><PROTOCOL>tcp</PROTOCOL><SSL>1</SSL><STATUS>Active</STATUS><LAST_FOUND_DATETIME>2019-07-31T21:57:48Z</LAST_FOUND_DATETIME><IS_IGNORED>1</IS_IGNORED></DETECTION><DETECTION><QID>38173</QID><TYPE>Confirmed</TYPE><PORT>8443</PORT><PROTOCOL>tcp</PROTOCOL><SSL>1</SSL><STATUS>Active</STATUS><LAST_FOUND_DATETIME>2019-07-31T21:57:48Z</LAST_FOUND_DATETIME></DETECTION></DETECTION_LIST></HOST></HOST_LIST></RESPONSE></HOST_LIST_VM_DETECTION_OUTPUT>`,
    answers: [
      { ...at(), reason: "finding_excepted" },
      { ...at(8443), reason: "no_negative_in_format" },
    ],
  },
];
