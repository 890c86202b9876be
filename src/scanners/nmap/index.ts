/** nmap's ssl-heartbleed (reference/detectors.md, 2.5; report-formats.md, 3.9). */

import { protocolOfPort } from "../../core/starttls/protocols.ts";
import { NMAP_MAPPING } from "../../importers/nmap/index.ts";
import { NmapXml } from "../../importers/nmap/xml.ts";
import { finding, type Reason } from "../../core/model/outcome.ts";
import type { Scanner } from "../scanner.ts";
import { xmlReading } from "../xml-answer.ts";

const CVE = "CVE-2014-0160";

/** What can come of asking one port; the rest of the format's table is about whole scans. */
const OF_ONE_PORT: ReadonlySet<Reason> = new Set([
  "finding_reported",
  "negative_reported",
  "tls_version_not_covered",
  "negative_without_ground",
  "tls_not_shown",
  "no_record_of_check",
  "check_failed",
  "port_closed",
  "port_filtered",
  "port_not_scanned",
]);

export const nmap: Scanner = {
  id: "nmap",
  title: "nmap, script ssl-heartbleed",
  homepage: "https://nmap.org/nsedoc/scripts/ssl-heartbleed.html",
  lineage: "nmap",
  packs: ["heartbleed"],
  sends:
    "Three connections, TLS 1.0, 1.1 and 1.2, each with all suites that it knows in random order, then one plain heartbeat that claims 16384 bytes and carries 19. " +
    "We force the script, because its own search for TLS fails on unusual servers, and have ssl-enum-ciphers and ssl-cert show that there was TLS to ask.",
  blindSpots: [
    "No SSLv3 (detectors.md, C04): an SSLv3-only server is NOT VULNERABLE.",
    "Only where the server announces heartbeat mode 1 (detectors.md, C14, C15).",
    "Five seconds for the hello and for the answer: slower servers are NOT VULNERABLE (detectors.md, C27 to C29).",
    "A warning alert before the answer ends the test (detectors.md, C34).",
    "A device that eats heartbeats looks like a repaired server (detectors.md, C33).",
    "The hello of ssl-heartbleed carries no server name (nmap 7.93).",
  ],
  mapping: [
    ...NMAP_MAPPING.filter(({ reason }) => OF_ONE_PORT.has(reason)),
    { prints: "XML that ends too early", reason: "report_truncated" },
    { prints: "nothing", reason: "tool_failed" },
    { prints: "something else than its XML", reason: "tool_output_unreadable" },
  ],
  programs: ["nmap"],
  install: "apt-get install nmap",
  interpreter: null,
  startTls: ["smtp", "imap", "pop3", "ftp", "nntp", "xmpp", "ldap", "postgres", "mysql"],
  options: {
    mode: {
      description: "forced (default), or plain: only where nmap itself takes the port for TLS",
      pattern: /^(?:forced|plain)$/,
    },
  },
  limits: { timeoutMs: 180_000, maxBytes: 4 << 20, concurrency: 2 },
  needs: "nothing",
  version: { args: ["--version"], read: ({ stdout }) => /Nmap version (\d[\w.+-]*)/.exec(stdout)?.[1] ?? null },
  ask: ({ address, port, startTls = null }, { mode = "forced" }) => {
    if (startTls !== null && protocolOfPort(port) !== startTls)
      return finding("tool_not_applicable", `it knows ${startTls} by the number of the port`);
    const force = mode === "forced" ? "+" : "";
    const scripts = ["ssl-heartbleed", "ssl-cert", "ssl-enum-ciphers"].map((script) => force + script).join(",");
    return {
      // -sT and --unprivileged: the same packets whoever runs it. -n and -Pn: no names are looked up, no other host is asked.
      args: [
        ...(address.includes(":") ? ["-6"] : []),
        "-Pn",
        "-n",
        "-sT",
        "--unprivileged",
        "-p",
        String(port),
        "--script",
        scripts,
        "--script-args",
        "vulns.showall",
        "-oX",
        "-",
        address,
      ],
    };
  },
  interpret: ({ stdout }, question) => xmlReading(stdout, "nmaprun", new NmapXml(CVE), question),
};
