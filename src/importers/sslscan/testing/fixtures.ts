import type { ReportFixture } from "../../testing/check.ts";

interface Given {
  readonly protocols?: readonly string[];
  readonly heartbleed?: readonly string[];
  readonly ciphers?: readonly string[];
  readonly certificate?: boolean;
}

export function target(
  { protocols = [], heartbleed = [], ciphers = [], certificate = false }: Given,
  host = "www.example.org",
): string {
  const enabled = (version: string) => (protocols.includes(version) ? 1 : 0);
  const known = ["1.0", "1.1", "1.2", "1.3"].map(
    (version) => `  <protocol type="tls" version="${version}" enabled="${enabled(version)}" />\n`,
  );
  return ` <ssltest host="${host}" sniname="${host}" port="443">
  <protocol type="ssl" version="2" enabled="0" />
  <protocol type="ssl" version="3" enabled="${enabled("ssl3")}" />
${known.join("")}${heartbleed.map((line) => `  <heartbleed ${line} />\n`).join("")}${ciphers
  .map((version) => `  <cipher status="accepted" sslversion="${version}" bits="128" cipher="AES128-SHA" />\n`)
  .join("")}${certificate ? '  <certificates><certificate type="short" /></certificates>\n' : ""} </ssltest>\n`;
}
export const sslscanDocument = (inside: string, version = "2.0.7") =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<document title="SSLScan Results" version="${version}">\n${inside}</document>\n`;

const line = (version: string, value: string) => `sslversion="${version}" vulnerable="${value}"`;
const ALL = ["1.0", "1.1", "1.2"];
const at = { host: "www.example.org", port: "443" };

export const FIXTURES: readonly ReportFixture[] = [
  {
    what: "one version vulnerable among others that are not",
    document: sslscanDocument(
      target({ protocols: ALL, heartbleed: [line("TLSv1.2", "0"), line("TLSv1.0", "1")], ciphers: ["TLSv1.2"] }),
    ),
    answers: [{ ...at, reason: "finding_reported" }],
  },
  {
    what: "every version not vulnerable",
    document: sslscanDocument(target({ protocols: ALL, heartbleed: [line("TLSv1.2", "0"), line("TLSv1.1", "0")] })),
    answers: [{ ...at, reason: "negative_reported" }],
  },
  {
    what: "no TLS",
    document: sslscanDocument(target({})),
    answers: [{ ...at, reason: "tls_not_shown" }],
  },
  {
    what: "only SSL 3, only TLS 1.3",
    document: sslscanDocument(
      target({ protocols: ["ssl3"] }) + target({ protocols: ["1.3"], certificate: true }, "b.example"),
    ),
    answers: [
      { ...at, reason: "tls_version_not_covered" },
      { host: "b.example", port: "443", reason: "tls_version_not_covered" },
    ],
  },
  {
    what: "suites without the check",
    document: sslscanDocument(target({ protocols: ALL, ciphers: ["TLSv1.2"] })),
    answers: [{ ...at, reason: "check_not_enabled" }],
  },
  {
    what: "versions, and nothing of the check",
    document: sslscanDocument(target({ protocols: ALL })),
    answers: [{ ...at, reason: "no_record_of_check" }],
  },
  ...(
    [
      ["1.8.2", [], "check_too_old"],
      ["1.9.2", ["TLS 1.1"], "negative_without_ground"],
      ["1.9.3", ["TLS 1.1"], "negative_reported"],
      ["1.10.2", ["TLS 1.2", "TLS 1.0"], "tls_version_not_covered"],
      ["1.11.4-static", ["TLS 1.2", "TLS 1.1"], "tls_version_not_covered"],
      ["1.11.5", ["TLS 1.2"], "negative_reported"],
    ] as const
  ).map(([version, said, reason]) => ({
    what: `not vulnerable by sslscan ${version}: ${said.join(", ")}`,
    document: sslscanDocument(
      target({ heartbleed: said.map((each) => line(each, "0")), ciphers: ["TLSv1.0"] }),
      version,
    ),
    answers: [{ ...at, reason }],
  })),
  ...(
    [
      // Before 2.0 the lines stand there for plain HTTP too: there are no suites then.
      ["1.11.13", ["TLSv1.2", "TLSv1.0"], [], "tls_not_shown"],
      ["1.11.13", ["TLSv1.2", "TLSv1.0"], ["SSLv3"], "tls_version_not_covered"],
      ["1.11.4", ["TLS 1.1"], ["TLSv1.0", "TLSv1.1"], "negative_reported"],
      ["1.11.4", ["TLS 1.0"], ["TLSv1.1"], "tls_version_not_covered"],
      ["2.2.2", ["TLSv1.3"], ["TLSv1.3"], "negative_reported"],
      ["2.2.2", ["TLSv1.2"], ["TLSv1.3"], "tls_version_not_covered"],
    ] as const
  ).map(([version, said, ciphers, reason]) => ({
    what: `not vulnerable by sslscan ${version}: ${said.join(", ")}; suites of ${ciphers.join(", ") || "no version"}`,
    document: sslscanDocument(target({ heartbleed: said.map((each) => line(each, "0")), ciphers }), version),
    answers: [{ ...at, reason }],
  })),
  {
    what: "vulnerable by a version that asks in TLS 1.1 only",
    document: sslscanDocument(target({ heartbleed: [line("TLSv1.0", "1")] }), "1.10.2"),
    answers: [{ ...at, reason: "finding_reported" }],
  },
  {
    what: "refused suites only",
    document: sslscanDocument(target({ ciphers: ["TLSv1.2"] })).replace("accepted", "rejected"),
    answers: [{ ...at, reason: "tls_not_shown" }],
  },
  {
    what: "a value that is none",
    document: sslscanDocument(target({ protocols: ALL, heartbleed: [line("TLSv1.2", "0"), line("TLSv1.1", "maybe")] })),
    answers: [{ ...at, reason: "tool_output_unreadable" }],
  },
  {
    what: "errors instead of targets",
    document: sslscanDocument(
      " <error><![CDATA[Could not open a connection to host www.example.org (192.0.2.1) on port 443.]]></error>\n <error><![CDATA[Could not resolve hostname b.example.]]></error>\n <error><![CDATA[Targets file x does not exist.]]></error>\n",
    ),
    answers: [
      { ...at, reason: "check_failed" },
      { host: "b.example", port: null, reason: "dns_failure" },
    ],
    dropped: 1,
  },
  {
    what: "an end before the lines of the check",
    document: sslscanDocument(target({ protocols: ["1.3"] })).replace(/ <\/ssltest>[\s\S]*$/, ""),
    answers: [{ ...at, reason: "report_truncated" }],
    broken: true,
  },
  {
    what: "an end in the middle",
    document: sslscanDocument(
      target({ protocols: ALL, heartbleed: [line("TLSv1.2", "0")] }) +
        target({ protocols: ALL, heartbleed: [line("TLSv1.2", "0")] }, "b.example"),
    ).replace(/ <\/ssltest>\n<\/document>\n$/, ""),
    answers: [
      { host: "b.example", port: "443", reason: "report_truncated" },
      { ...at, reason: "report_truncated" },
    ],
    broken: true,
  },
];
