import type { ReportFixture } from "../../testing/check.ts";

interface Given {
  readonly protocols?: readonly string[];
  readonly heartbleed?: readonly string[];
  readonly ciphers?: readonly string[];
  readonly host?: string;
}

function target({ protocols = [], heartbleed, ciphers = [], host = "www.example.org" }: Given): string {
  const versions = ["SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"].map(
    (version) => `${version.padEnd(9)} ${protocols.includes(version) ? "enabled" : "disabled"}\n`,
  );
  const section = heartbleed === undefined ? "" : `  Heartbleed:\n${heartbleed.map((line) => `${line}\n`).join("")}\n`;
  const suites = ciphers.map((version) => `Accepted  ${version}  128 bits  AES128-SHA\n`).join("");
  return `Testing SSL server ${host} on port 443 using SNI name ${host}\n\n  SSL/TLS Protocols:\n${versions.join("")}\n${section}  Supported Server Cipher(s):\n${suites}\n`;
}
const HEAD = "Version: 2.0.7\nOpenSSL 3.0.19 27 Jan 2026\n\n\u001b[32mConnected to 192.0.2.1\u001b[0m\n\n";
const ALL = ["TLSv1.0", "TLSv1.1", "TLSv1.2"];
const at = { host: "www.example.org", port: "443" };
const SAFE = "TLSv1.2 not vulnerable to heartbleed";

export const FIXTURES: readonly ReportFixture[] = [
  {
    what: "one version vulnerable among others that are not",
    document: HEAD + target({ protocols: ALL, heartbleed: [SAFE, "TLSv1.0 vulnerable to heartbleed"] }),
    answers: [{ ...at, reason: "finding_reported" }],
  },
  {
    what: "every version not vulnerable",
    document: HEAD + target({ protocols: ALL, heartbleed: [SAFE, "TLSv1.1 not vulnerable to heartbleed"] }),
    answers: [{ ...at, reason: "negative_reported" }],
  },
  { what: "no TLS", document: HEAD + target({}), answers: [{ ...at, reason: "tls_not_shown" }] },
  {
    what: "only SSL 3",
    document: HEAD + target({ protocols: ["SSLv3"] }),
    answers: [{ ...at, reason: "tls_version_not_covered" }],
  },
  {
    what: "suites without the check",
    document: HEAD + target({ protocols: ALL, ciphers: ["TLSv1.2"] }),
    answers: [{ ...at, reason: "check_not_enabled" }],
  },
  {
    what: "versions, and nothing of the check",
    document: HEAD + target({ protocols: ALL }),
    answers: [{ ...at, reason: "no_record_of_check" }],
  },
  ...(
    [
      ["1.8.2", undefined, ["TLSv1.0"], "check_too_old"],
      ["1.9.2", [SAFE], ["TLSv1.0"], "negative_without_ground"],
      ["1.10.2", ["TLS 1.2 not vulnerable to heartbleed"], ["TLSv1.0"], "tls_version_not_covered"],
      ["1.11.4-static", [SAFE, "TLS 1.1 not vulnerable to heartbleed"], ["TLSv1.1"], "negative_reported"],
      ["1.11.13", [SAFE], [], "tls_not_shown"],
      ["1.11.13", [SAFE], ["SSLv3"], "tls_version_not_covered"],
    ] as const
  ).map(([version, heartbleed, ciphers, reason]) => ({
    what: `not vulnerable by sslscan ${version}: ${heartbleed?.join(", ") ?? ""}; suites of ${ciphers.join(", ") || "no version"}`,
    document: HEAD.replace("2.0.7", version) + target({ ...(heartbleed ? { heartbleed } : {}), ciphers }),
    answers: [{ ...at, reason }],
  })),
  {
    what: "an end inside the only suite",
    document: (HEAD.replace("2.0.7", "1.11.13") + target({ heartbleed: [SAFE], ciphers: ["TLSv1.2"] })).replace(
      / bits [\s\S]*$/,
      "",
    ),
    answers: [{ ...at, reason: "tls_not_shown" }],
  },
  {
    what: "two runs in one file, each by its own version",
    document:
      `\t\t1.9.2\n${target({ protocols: ALL, heartbleed: [SAFE], host: "a.example" })}` +
      HEAD +
      target({ protocols: ALL, heartbleed: [SAFE], host: "b.example" }) +
      HEAD.replace("2.0.7", "1.11.4") +
      target({ protocols: ALL, heartbleed: [SAFE], host: "c.example" }),
    answers: [
      { host: "a.example", port: "443", reason: "negative_without_ground" },
      { host: "c.example", port: "443", reason: "tls_version_not_covered" },
      { host: "b.example", port: "443", reason: "negative_reported" },
    ],
  },
  {
    what: "made to try SSLv3 only",
    document:
      HEAD + target({ protocols: ["SSLv3"], heartbleed: ["All TLS protocols disabled, cannot check for heartbleed."] }),
    answers: [{ ...at, reason: "tls_version_not_covered" }],
  },
  {
    what: "a line that is none",
    document: HEAD + target({ protocols: ALL, heartbleed: [SAFE, "TLSv1.1 perhaps vulnerable"] }),
    answers: [{ ...at, reason: "tool_output_unreadable" }],
  },
  {
    what: "errors instead of targets",
    document: `Testing SSL server www.example.org on port 443 using SNI name x\n\n${target({ host: "c.example" })}ERROR: Could not open a connection to host www.example.org (192.0.2.1) on port 443.\nERROR: Could not resolve hostname b.example.\n`,
    answers: [
      { ...at, reason: "tls_not_shown" },
      { host: "c.example", port: "443", reason: "tls_not_shown" },
      { ...at, reason: "check_failed" },
      { host: "b.example", port: null, reason: "dns_failure" },
    ],
  },
  {
    what: "an end inside the section",
    document: (HEAD + target({ protocols: ALL, heartbleed: [SAFE] })).replace(/\n {2}Supported[\s\S]*$/, ""),
    answers: [{ ...at, reason: "report_truncated" }],
  },
];
