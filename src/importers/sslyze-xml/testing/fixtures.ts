import type { ReportFixture } from "../../testing/check.ts";

const ROOT =
  '<document SSLyzeVersion="1.4.3" SSLyzeWeb="https://github.com/nabla-c0d3/sslyze" title="SSLyze Scan Results">';
const xml = (targets: string, invalid = "<invalidTargets/>", root = ROOT): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n${root}<results totalScanTime="8.9">${targets}</results>${invalid}</document>\n`;
const target = (inside: string, port = 443, more = 'tlsWrappedProtocol="https"'): string =>
  `<target host="www.example.org" ip="192.0.2.1" port="${port}" ${more}>${inside}</target>`;
/** From 0.10 on. */
const verdict = (value: string): string =>
  `<heartbleed title="OpenSSL Heartbleed"><openSslHeartbleed isVulnerable="${value}"/></heartbleed>`;
/** Of 0.9. */
const nested = (value: string): string =>
  `<heartbleed title="Heartbleed"><heartbleed isVulnerable="${value}"/></heartbleed>`;
const exception = (words: string): string => `<heartbleed title="Heartbleed" exception="${words}"/>`;
const protocols = (supported: readonly string[]): string =>
  ["sslv2", "sslv3", "tlsv1", "tlsv1_1", "tlsv1_2", "tlsv1_3"]
    .map((name) => `<${name} isProtocolSupported="${supported.includes(name) ? "True" : "False"}" title="x"/>`)
    .join("");

type Answer = ReportFixture["answers"][number];
const at = (reason: Answer["reason"], host = "192.0.2.1", port: Answer["port"] = "443"): Answer => ({
  host,
  port,
  reason,
});
const single = (what: string, inside: string, reason: Answer["reason"]): ReportFixture => ({
  what,
  document: xml(target(inside)),
  answers: [at(reason)],
});

export const SSLYZE_XML_FIXTURES: readonly ReportFixture[] = [
  single("vulnerable", verdict("True"), "finding_reported"),
  single("not vulnerable", verdict("False") + protocols(["tlsv1_2"]), "negative_reported"),
  single("not vulnerable, nothing of protocols", verdict("False"), "negative_reported"),
  single("not vulnerable, TLS 1.2 and 1.3", verdict("False") + protocols(["tlsv1_2", "tlsv1_3"]), "negative_reported"),
  single("not vulnerable, TLS 1.3 alone", protocols(["tlsv1_3"]) + verdict("False"), "tls_version_not_covered"),
  single("not vulnerable, SSL 2 alone", protocols(["sslv2"]) + verdict("False"), "tls_version_not_covered"),
  single("not vulnerable, no version at all", protocols([]) + verdict("False"), "tls_version_not_covered"),
  single("vulnerable, TLS 1.3 alone", protocols(["tlsv1_3"]) + verdict("True"), "finding_reported"),
  single("0.9: vulnerable", nested("True"), "finding_reported"),
  single("0.9: not vulnerable", nested("False"), "negative_reported"),
  ...(
    [
      ["TLS 1.0", protocols(["sslv3", "tlsv1"]), "negative_reported"],
      // Its heartbeats say TLS 1.0 there.
      ["SSL 3 alone", protocols(["sslv3"]), "tls_version_not_covered"],
      ["nothing of protocols", "", "tls_not_shown"],
    ] as const
  ).map(([what, shown, reason]) => ({
    what: `0.9: not vulnerable, ${what}`,
    document: xml(target(nested("False") + shown), "", ROOT.replace("1.4.3", "SSLyze v0.9")),
    answers: [at(reason)],
  })),
  single("1: not vulnerable, SSL 3 alone", verdict("False") + protocols(["sslv3"]), "negative_reported"),
  single("0.9: an empty answer", '<heartbleed title="Heartbleed"/>', "no_record_of_check"),
  single("an exception", exception("ValueError - Error: connection failed."), "check_failed"),
  single("an exception of time", exception("timeout - timed out"), "tool_timed_out"),
  single("an exception beside a verdict", exception("E - x") + verdict("False"), "check_failed"),
  single("a value that is none", verdict("0"), "tool_output_unreadable"),
  single("twice, once vulnerable", verdict("False") + verdict("True"), "finding_reported"),
  single("nothing of the check", '<reng title="x"/>', "no_record_of_check"),
  single(
    "another check's verdict",
    '<openssl_ccs><openSslCcsInjection isVulnerable="False"/></openssl_ccs>',
    "no_record_of_check",
  ),
  single("a verdict too deep", `<heartbleed><x>${nested("False")}</x></heartbleed>`, "no_record_of_check"),
  single(
    "the verdict's own element in another check",
    '<certinfo><openSslHeartbleed isVulnerable="False"/></certinfo>',
    "no_record_of_check",
  ),
  single(
    "not vulnerable, TLS 1.3, and nothing of the others",
    `<tlsv1_3 isProtocolSupported="True" title="x"/>${verdict("False")}`,
    "tls_version_not_covered",
  ),
  single("a verdict in another check", `<certinfo>${verdict("False")}</certinfo>`, "no_record_of_check"),
  {
    what: "targets that failed",
    document: xml(
      target(verdict("True"), 25, 'tlsWrappedProtocol="startTlsSmtp"'),
      `<invalidTargets>
        <invalidTarget error="Could not resolve hostname">www.example.net:443</invalidTarget>
        <invalidTarget error="Could not connect (timeout)">192.0.2.7:443</invalidTarget>
        <invalidTarget error="Connection rejected">192.0.2.8:8443</invalidTarget>
        <invalidTarget error="Could not complete an SSL handshake">192.0.2.9:80</invalidTarget>
        <invalidTarget error="SMTP EHLO was rejected">192.0.2.9:25</invalidTarget>
        <invalidTarget error="Not a valid host:port">a:b</invalidTarget>
      </invalidTargets>`,
    ),
    answers: [
      at("finding_reported", "192.0.2.1", "25"),
      at("dns_failure", "www.example.net"),
      at("tool_timed_out", "192.0.2.7"),
      at("port_closed", "192.0.2.8", "8443"),
      at("tool_handshake_failed", "192.0.2.9", "80"),
      at("tls_not_shown", "192.0.2.9", "25"),
    ],
    dropped: 1,
  },
  {
    what: "through a proxy, without an address; and without a host",
    document: xml(
      `<target host="www.example.org" port="443">${verdict("False")}</target><target port="1">${verdict("True")}</target>`,
    ),
    answers: [at("negative_reported", "www.example.org")],
    dropped: 1,
  },
  {
    what: "a place twice, once vulnerable",
    document: xml(target(verdict("False")) + target(verdict("True"))),
    answers: [at("finding_reported")],
    dropped: 1,
  },
  {
    what: "cut off in a target",
    document: xml(target(verdict("False")) + target(verdict("False"), 8443)).replace(/<\/target><\/results>.*/s, ""),
    answers: [at("report_truncated"), at("report_truncated", "192.0.2.1", "8443")],
    broken: true,
  },
  {
    what: "cut off behind a finding",
    document: xml(target(verdict("True"))).replace(/<\/target>.*/s, ""),
    answers: [at("finding_reported")],
    broken: true,
  },
  {
    what: "sslscan's root element",
    document: xml(target(""), "", '<document title="SSLScan Results" version="2.0.7">'),
    answers: [at("no_record_of_check")],
    recognised: false,
  },
];
