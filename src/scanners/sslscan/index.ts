/** sslscan (reference/detectors.md, 2.10; report-formats.md, 3.13). */

import type { StartTlsProtocol } from "../../core/starttls/protocols.ts";
import { SSLSCAN_MAPPING } from "../../importers/sslscan/index.ts";
import { SslscanXml } from "../../importers/sslscan/xml.ts";
import { hostAndPort } from "../console.ts";
import type { Scanner } from "../scanner.ts";
import { xmlReading } from "../xml-answer.ts";

const CVE = "CVE-2014-0160";

/** Everything that has nothing to do with the check is left out. */
const QUICK = [
  "--no-colour",
  "--no-ciphersuites",
  "--no-cipher-details",
  "--no-check-certificate",
  "--no-compression",
  "--no-fallback",
  "--no-groups",
  "--no-renegotiation",
];

function startTlsArgument(protocol: StartTlsProtocol | null): readonly string[] {
  return protocol === null ? [] : [`--starttls-${protocol === "postgres" ? "psql" : protocol}`];
}

export const sslscan: Scanner = {
  id: "sslscan",
  title: "sslscan",
  homepage: "https://github.com/rbsec/sslscan",
  lineage: "stafford",
  packs: ["heartbleed"],
  sends:
    "For each of TLS 1.0, 1.1 and 1.2 that it found: Stafford's ClientHello and at once behind it a heartbeat that claims 16384 bytes and carries none. " +
    "It reads with single receives and never goes on reading where a record is not complete.",
  blindSpots: [
    "Not vulnerable whenever the Certificate record's length has a low byte of 0x80 or more (detectors.md, C21).",
    "Answers in several segments are lost, and bytes of a certificate may be taken for an answer, both ways (detectors.md, C19, C20).",
    "51 suites without GCM, PSK and others: such servers refuse the hello and are called not vulnerable (detectors.md, C08, C10).",
    "No SSLv3, no server name, three seconds of patience (detectors.md, C04, C17, C26).",
    "A device that eats heartbeats looks like a repaired server (detectors.md, C33).",
  ],
  mapping: [
    ...SSLSCAN_MAPPING.filter(({ reason }) => reason !== "check_not_enabled" && reason !== "dns_failure"),
    { prints: "a value other than 0 and 1", reason: "tool_output_unreadable" },
    { prints: "an end before the element `document` closes", reason: "report_truncated" },
    { prints: "nothing: it is ended by a signal where a server hangs up", reason: "tool_failed" },
  ],
  programs: ["sslscan"],
  install: "apt-get install sslscan",
  interpreter: null,
  startTls: ["smtp", "imap", "pop3", "ftp", "xmpp", "ldap", "postgres", "mysql"],
  options: {
    // Less than its default makes more of its silence, which it calls not vulnerable.
    timeout: {
      description: "seconds to wait on a socket, from 3, the default, on",
      pattern: /^(?:[3-9]|[1-9]\d{1,2})$/,
    },
  },
  limits: { timeoutMs: 120_000, maxBytes: 4 << 20, concurrency: 4 },
  needs: "nothing",
  version: { args: ["--version"], read: ({ stdout }) => /(\d+\.\d+[\w.-]*)/.exec(stdout)?.[1] ?? null },
  ask: (question, { timeout }) => ({
    args: [
      ...QUICK,
      ...startTlsArgument(question.startTls ?? null),
      ...(timeout === undefined ? [] : [`--timeout=${timeout}`]),
      ...(question.serverName === null ? [] : [`--sni-name=${question.serverName}`]),
      "--xml=-",
      hostAndPort(question),
    ],
  }),
  interpret: ({ stdout }, question) => xmlReading(stdout, "document", new SslscanXml(CVE), question),
};
