/** Small reports made by hand for every row of the mapping table. */

import type { ReportFixture } from "../../testing/check.ts";

const PROBE = "1.3.6.1.4.1.25623.1.0.103936";
const ADDRESS = "192.0.2.1";
const FILTER = "apply_overrides=0 levels=hmlg rows=-1 min_qod=70 first=1 sort-reverse=severity";

interface Result {
  readonly oid?: string;
  readonly host?: string;
  readonly port?: string;
  readonly family?: string;
  readonly name?: string;
  readonly cve?: string;
  readonly threat?: string;
  readonly qod?: string;
  readonly created?: string;
  readonly more?: string;
}

export function resultOf(given: Result): string {
  const {
    oid = PROBE,
    host = `${ADDRESS}<asset asset_id="a"/><hostname>www.example.org</hostname>`,
    port = "443/tcp",
  } = given;
  const refs = `<refs><ref type="url" id="https://x.example"/><ref type="cve" id="${given.cve ?? "CVE-2014-0160"}"/></refs>`;
  return `<result id="r1"><name>${given.name ?? "a check"}</name><creation_time>${given.created ?? ""}</creation_time>
<host>${host}</host><port>${port}</port><nvt oid="${oid}"><name>a check</name><family>${given.family ?? "SSL and TLS"}</family>${refs}</nvt>
<threat>${given.threat ?? "High"}</threat>${given.qod ?? "<qod><value>99</value><type>remote_vul</type></qod>"}${given.more ?? ""}</result>`;
}

/** A note that shows TLS: that there are weak suites. */
const TLS = resultOf({ oid: "1.3.6.1.4.1.25623.1.0.103440", cve: "CVE-2013-2566", threat: "Log" });
const CLEARED = `<detail><name>EXIT_CODE</name><value>EXIT_NOTVULN</value><source><type>nvt</type><name>${PROBE}</name></source></detail>`;

interface Report {
  readonly head?: string;
  readonly status?: string;
  readonly filters?: string;
  readonly started?: string;
  readonly results?: string;
  readonly page?: string;
  readonly start?: string;
  readonly host?: string;
  readonly details?: string;
  readonly rest?: string;
}

export function reportOf(given: Report): string {
  const host = `<host><ip>${ADDRESS}</ip><start>2020-01-01T10:00:00Z</start><end>2020-01-01T11:00:00Z</end>${given.details ?? CLEARED}</host>`;
  return `<report id="1" format_id="f" extension="xml"><task id="t"><name>n</name></task><report id="2"><gmp><version>22.4</version></gmp>
<filters id="0"><term>${FILTER}</term></filters>${given.head ?? ""}<scan_run_status>${given.status ?? "Done"}</scan_run_status>
<scan_start>${given.started ?? "2020-01-01T09:00:00Z"}</scan_start>
<ports max="-1" start="1"><count>1</count><port>443/tcp<host>${ADDRESS}</host><threat>High</threat></port></ports>
<results start="${given.start ?? "1"}" ${given.page ?? 'max="-1"'}>${given.results ?? TLS}</results>${given.host ?? host}${given.rest ?? ""}</report></report>`.replace(
    `<term>${FILTER}</term>`,
    given.filters ?? `<term>${FILTER}</term>`,
  );
}

const AT = { host: ADDRESS, port: 443 } as const;

function one(what: string, report: Report, reason: ReportFixture["answers"][number]["reason"]): ReportFixture {
  return { what, document: reportOf(report), answers: [{ ...AT, reason }] };
}

const errorOf = (oid: string, description: string): string =>
  `<errors><count>1</count><error><host>${ADDRESS}<asset asset_id="a"/></host><port>general/tcp</port><description>${description}</description><nvt oid="${oid}"><name>n</name></nvt></error></errors>`;
const RED_HAT = { oid: "1.3.6.1.4.1.25623.1.0.881918", family: "CentOS Local Security Checks", port: "general/tcp" };
const PACKAGE = resultOf({ ...RED_HAT, qod: "<qod><value>97</value><type>package</type></qod>" });
const versions = (list: string): string =>
  resultOf({
    oid: "1.3.6.1.4.1.25623.1.0.105782",
    cve: "NOCVE",
    threat: "Log",
    more: `<description>${list}</description>`,
  });

const POSITIVES: readonly ReportFixture[] = [
  one("the probe", { results: TLS + resultOf({}) }, "finding_reported"),
  one(
    "the probe at level Low, with a severity only",
    { results: resultOf({ threat: "", more: "<severity>2.0</severity>" }) },
    "finding_reported",
  ),
  one("the probe without a word about its level", { results: resultOf({ threat: "" }) }, "finding_reported"),
  one(
    "the variant for STARTTLS",
    { results: resultOf({ oid: "1.3.6.1.4.1.25623.1.0.105010", cve: "NOCVE" }) },
    "finding_reported",
  ),
  one(
    "another check that asked, by its type",
    { results: resultOf({ oid: "1.2.3", qod: "<qod><value>0</value><type>exploit</type></qod>" }) },
    "finding_reported",
  ),
  one(
    "another check that asked, by its number",
    { results: resultOf({ oid: "1.2.3", qod: "<qod><value>95</value><type/></qod>" }) },
    "finding_reported",
  ),
  one(
    "an override at level Low",
    { results: resultOf({ threat: "Low", more: "<original_threat>High</original_threat>" }) },
    "finding_reported",
  ),
  one(
    "lowered to Log by an override",
    { results: resultOf({ threat: "Log", more: "<original_threat>High</original_threat>" }) },
    "finding_excepted",
  ),
  one("marked as a false positive", { results: TLS + resultOf({ threat: "False Positive" }) }, "finding_disputed"),
  one(
    "marked as a false positive, by the number",
    { results: TLS + resultOf({ threat: "", more: "<severity>-1.0</severity>" }) },
    "finding_disputed",
  ),
  one(
    "a note",
    { results: TLS + resultOf({ threat: "Log", more: "<original_threat>Log</original_threat>" }) },
    "potential_finding",
  ),
  one(
    "a note by its number",
    { results: TLS + resultOf({ threat: "", more: "<severity>0.0</severity>" }) },
    "potential_finding",
  ),
  one("an error as a result", { results: TLS + resultOf({ threat: "Error" }) }, "check_failed"),
  one(
    "an error as a result, by its number",
    { results: TLS + resultOf({ threat: "", more: "<severity>-3.0</severity>" }) },
    "check_failed",
  ),
  one("gone, in a comparison", { results: TLS + resultOf({ more: "<delta>gone</delta>" }) }, "answer_stale"),
  {
    what: "a package and the CVE scanner, next to a port that is clear",
    document: reportOf({
      results: PACKAGE + resultOf({ oid: "CVE-2014-0160", family: "", port: "general/CPE-T", cve: "" }) + TLS,
    }),
    answers: [
      { host: ADDRESS, port: null, reason: "version_reported", by: "version" },
      { host: ADDRESS, port: null, reason: "version_reported", by: "version" },
      { ...AT, reason: "negative_derived" },
    ],
  },
  {
    what: "a banner at the port, next to its own silence",
    document: reportOf({
      results: TLS + resultOf({ oid: "1.2.3", qod: "<qod><value>80</value><type>remote_banner</type></qod>" }),
    }),
    answers: [
      { ...AT, reason: "version_reported", by: "version" },
      { ...AT, reason: "negative_derived" },
    ],
  },
  {
    what: "the probe without a port: which one is open",
    document: reportOf({ results: TLS + resultOf({ port: "general/tcp" }) }),
    answers: [
      { host: ADDRESS, port: null, reason: "finding_reported" },
      { ...AT, reason: "host_ambiguous" },
    ],
  },
  {
    what: "the probe without a host",
    document: reportOf({ results: TLS + resultOf({ host: "" }) }),
    answers: [{ ...AT, reason: "negative_derived" }],
    dropped: 1,
  },
  {
    what: "results inside a result, notes and overrides are not results",
    document: reportOf({
      results: resultOf({
        oid: "1.3.6.1.4.1.25623.1.0.103440",
        cve: "CVE-2013-2566",
        more: `<detection>${resultOf({})}</detection><overrides><override><nvt oid="${PROBE}"/><new_threat>Log</new_threat></override></overrides>`,
      }),
    }),
    answers: [{ ...AT, reason: "negative_derived" }],
  },
];

const OTHER = "1.3.6.1.4.1.25623.1.0.900239";
const NEGATIVES: readonly ReportFixture[] = [
  one("nothing found, and the check says so", {}, "negative_derived"),
  one(
    "the same in older words",
    {
      details: `<detail><name>Closed CVE</name><value>CVE-2014-0346, CVE-2014-0160</value><source><name>${PROBE}</name></source></detail>`,
    },
    "negative_derived",
  ),
  one(
    "TLS by its certificate",
    { results: "", details: `${CLEARED}<detail><name>SSLInfo</name><value>443::AA:BB</value></detail>` },
    "negative_derived",
  ),
  one(
    "TLS by the list of certificates",
    {
      results: "",
      rest: `<tls_certificates><tls_certificate><name>x</name><host><ip>${ADDRESS}</ip></host><ports><port>443</port></ports></tls_certificate></tls_certificates>`,
    },
    "negative_derived",
  ),
  one("TLS 1.2 and 1.3", { results: versions("TLSv1.2\nTLSv1.3") }, "negative_derived"),
  one("only TLS 1.3", { results: versions("TLSv1.3") }, "tls_version_not_covered"),
  one("no word of the check", { details: "" }, "no_record_of_check"),
  one("the word of another check", { details: CLEARED.replace(PROBE, OTHER) }, "no_record_of_check"),
  one("another word of the check", { details: CLEARED.replace("EXIT_NOTVULN", "EXIT_SKIPPED") }, "no_record_of_check"),
  one(
    "another closed CVE",
    {
      details: `<detail><name>Closed CVE</name><value>CVE-2014-0346</value><source><name>${PROBE}</name></source></detail>`,
    },
    "no_record_of_check",
  ),
  one(
    "a closed CVE by a list of packages",
    {
      details: `<detail><name>Closed CVE</name><value>CVE-2014-0160</value><source><name>${RED_HAT.oid}</name></source></detail>`,
    },
    "no_record_of_check",
  ),
  one("no TLS", { results: "" }, "tls_not_shown"),
  one(
    "only that TLS is missing",
    { results: resultOf({ oid: "1.2.3", cve: "NOCVE", name: "SSL/TLS: FTP Missing Support For AUTH TLS" }) },
    "tls_not_shown",
  ),
  one(
    "before the check",
    {
      started: "2014-04-07T00:00:00Z",
      host: `<host><ip>${ADDRESS}</ip><end>2014-04-07T01:00:00Z</end>${CLEARED}</host>`,
    },
    "check_too_old",
  ),
  one("the check timed out", { rest: errorOf(PROBE, "NVT timed out after 320 seconds.") }, "tool_timed_out"),
  one("the check failed", { rest: errorOf(PROBE, "something") }, "check_failed"),
  one("another check failed", { rest: errorOf(OTHER, "NVT timed out after 320 seconds.") }, "negative_derived"),
  one("the host failed", { rest: errorOf("0", "Host process failure") }, "check_failed"),
  one("the host is dead, as an error", { rest: errorOf("", "Host dead") }, "host_dead"),
  one(
    "the host is dead, as a detail",
    { details: "<detail><name>Host dead</name><value>1</value></detail>" },
    "host_dead",
  ),
  one("stopped", { status: "Stopped" }, "scan_interrupted"),
  one("an imported report", { status: "Container" }, "scan_interrupted"),
  one(
    "a host without an end",
    { host: `<host><ip>${ADDRESS}</ip><start>2020-01-01T10:00:00Z</start><end/>${CLEARED}</host>` },
    "scan_interrupted",
  ),
  one("no element of the host", { host: "" }, "no_record_of_check"),
];

const FILTERS: readonly ReportFixture[] = [
  one("no filter", { filters: "" }, "report_filtered"),
  one("high ones only", { filters: "<term>levels=h rows=-1 min_qod=70 first=1</term>" }, "report_filtered"),
  one(
    "a high quality of detection",
    { filters: "<term>levels=hml rows=-1 min_qod=100 first=1</term>" },
    "report_filtered",
  ),
  one("a search", { filters: "<term>levels=hmlg rows=-1 first=1 Apache</term>" }, "report_filtered"),
  one("a condition", { filters: "<term>levels=hmlg rows=-1 first=1 severity&gt;8</term>" }, "report_filtered"),
  one("from the second page on", { filters: "<term>levels=hmlg rows=-1 first=101</term>" }, "report_filtered"),
  one("a full page", { filters: "<term>levels=hmlg rows=1 first=1</term>" }, "report_filtered"),
  one(
    "a page that is not full",
    { filters: "<term>levels=hmlg rows=50 first=1</term>", page: 'max="50"' },
    "negative_derived",
  ),
  one("from the second page on, by its element", { page: 'max="-1"', start: "2" }, "report_filtered"),
  one(
    "a term that is not known",
    { filters: "<term>levels=hmlg rows=-1 first=1 vulnerability=Apache</term>" },
    "report_filtered",
  ),
  one(
    "overrides, and what they lower is hidden",
    { filters: "<term>apply_overrides=1 levels=hml rows=-1 first=1</term>" },
    "report_filtered",
  ),
  one(
    "overrides, and all levels",
    { filters: "<term>apply_overrides=1 levels=hmlgf rows=-1 first=1</term>" },
    "negative_derived",
  ),
  one(
    "older words, overrides, and what they lower is hidden",
    { filters: "<filter>High</filter><filter>Medium</filter><filter>Low</filter><apply_overrides>1</apply_overrides>" },
    "report_filtered",
  ),
  one(
    "older words, false ones left out by the product",
    { filters: "<filter>High</filter><filter>Medium</filter><filter>Low</filter><autofp>1</autofp>" },
    "report_filtered",
  ),
  one("a full page by its element", { page: 'max="1"' }, "report_filtered"),
  one(
    "fewer results than there are",
    { rest: "<result_count>9<full>9</full><filtered>9</filtered></result_count>" },
    "report_filtered",
  ),
  one(
    "older words, all levels",
    { filters: "<filters/><filter>High</filter><filter>Medium</filter><filter>Low</filter><filter>Log</filter>" },
    "negative_derived",
  ),
  one("older words, high ones only", { filters: "<filter>High</filter>" }, "report_filtered"),
  one(
    "older words, a phrase",
    { filters: "<phrase>Apache</phrase><filter>High</filter><filter>Medium</filter><filter>Low</filter>" },
    "report_filtered",
  ),
  {
    what: "a comparison of two reports",
    document: reportOf({}).replace('<report id="2">', '<report id="2" type="delta">'),
    answers: [{ ...AT, reason: "report_filtered" }],
  },
];

/** The dialect of 2012: one report element, ports with a service's name, ends of hosts as elements of their own. */
const OLD = `<report id="1" type="scan"><filters id="0"><filter>High</filter><filter>Medium</filter><filter>Low</filter></filters>
<scan_run_status>Done</scan_run_status><scan_start>Thu May  1 10:00:00 2014</scan_start>
<ports><port>https (443/tcp)<host>${ADDRESS}</host></port></ports>
<results start="1" max="-1"><result id="r"><subnet>${ADDRESS}</subnet><host>${ADDRESS}</host><port>https (443/tcp)</port><nvt oid="${PROBE}"><name>n</name><cve>CVE-2014-0346, CVE-2014-0160</cve></nvt><threat>Medium</threat></result></results>
<host_start><host>192.0.2.2</host>Thu May  1 10:00:00 2014</host_start><host_end><host>192.0.2.2</host>Thu May  1 11:00:00 2014</host_end></report>`;

const DOCUMENTS: readonly ReportFixture[] = [
  {
    what: "an old report",
    document: OLD,
    answers: [
      { ...AT, reason: "finding_reported" },
      { host: "192.0.2.2", port: null, reason: "tls_not_shown" },
    ],
  },
  {
    what: "older words, overrides, notes without what is called false",
    document: reportOf({
      filters:
        "<filter>High</filter><filter>Medium</filter><filter>Low</filter><filter>Log</filter><apply_overrides>1</apply_overrides>",
    }),
    answers: [{ ...AT, reason: "report_filtered" }],
  },
  {
    what: "older words, overrides, and everything shown",
    document: reportOf({
      filters:
        "<filter>High</filter><filter>Medium</filter><filter>Low</filter><filter>Log</filter><filter>False Positive</filter><apply_overrides>1</apply_overrides>",
    }),
    answers: [{ ...AT, reason: "negative_derived" }],
  },
  {
    what: "only the check for STARTTLS says that it found nothing",
    document: reportOf({ details: CLEARED.replace("103936", "105010") }),
    answers: [{ ...AT, reason: "no_record_of_check" }],
  },
  {
    what: "a result of another family on the port",
    document: reportOf({
      results: resultOf({ oid: "1.2.3", family: "Web Servers", cve: "CVE-2013-2566", threat: "Log" }),
    }),
    answers: [{ ...AT, reason: "tls_not_shown" }],
  },
  {
    what: "the manager's answer with two reports: a finding of the host as a whole in the other",
    document: `<get_reports_response status="200">${reportOf({})}${reportOf({ results: resultOf({ port: "general/tcp" }) })}</get_reports_response>`,
    answers: [
      { host: ADDRESS, port: null, reason: "finding_reported" },
      { ...AT, reason: "host_ambiguous" },
      { ...AT, reason: "host_ambiguous" },
    ],
  },
  {
    what: "the manager's answer with two reports: a finding in one, none in the other",
    document: `<get_reports_response status="200">${reportOf({})}${reportOf({ results: resultOf({}) })}<report_count>2</report_count></get_reports_response>`,
    answers: [
      { ...AT, reason: "finding_reported" },
      { ...AT, reason: "host_ambiguous" },
    ],
  },
  {
    what: "the manager's answer with results alone",
    document: `<get_results_response status="200">${resultOf({ more: '<report id="2"/>' })}</get_results_response>`,
    answers: [{ ...AT, reason: "finding_reported" }],
  },
  {
    what: "ports by a host's list, UDP with TLS, an address in capitals",
    document: reportOf({
      results: resultOf({ oid: "1.2.3", cve: "NOCVE", host: "2001:DB8::1", port: "4433/udp" }),
      host: `<host><ip>2001:db8::1</ip><end>2020-01-01T11:00:00Z</end>${CLEARED}<detail><name>ports</name><value>22, 443</value></detail></host>`,
    }),
    answers: [
      { ...AT, reason: "tls_not_shown" },
      { host: "2001:DB8::1", port: 4433, reason: "tool_not_applicable" },
      { host: "2001:DB8::1", port: 22, reason: "tls_not_shown" },
      { host: "2001:DB8::1", port: 443, reason: "tls_not_shown" },
    ],
  },
  {
    what: "cut off behind a finding, before the host ends",
    document:
      reportOf({ results: resultOf({}) + resultOf({ oid: "1.2.3", cve: "NOCVE", port: "8443/tcp" }) }).split(
        "<host><ip>",
      )[0] ?? "",
    answers: [
      { ...AT, reason: "finding_reported" },
      { host: ADDRESS, port: 8443, reason: "report_truncated" },
    ],
    broken: true,
  },
  {
    what: "cut off behind a whole report",
    document: `<get_reports_response status="200">${reportOf({})}`,
    answers: [{ ...AT, reason: "report_truncated" }],
    broken: true,
  },
];

export const OPENVAS_XML_FIXTURES: readonly ReportFixture[] = [...POSITIVES, ...NEGATIVES, ...FILTERS, ...DOCUMENTS];
