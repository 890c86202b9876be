/** FiloSottile/Heartbleed, the command (reference/detectors.md, 2.4; report-formats.md, 3.6). */

import { FILOSOTTILE_MAPPING, filosottileVerdict } from "../../importers/filosottile/verdict.ts";
import { consoleReading, hostAndPort, onlyIpv4 } from "../console.ts";
import type { Scanner } from "../scanner.ts";

export const filosottile: Scanner = {
  id: "filosottile",
  title: "FiloSottile/Heartbleed",
  homepage: "https://github.com/FiloSottile/Heartbleed",
  lineage: "filosottile",
  packs: ["heartbleed"],
  sends:
    "A complete handshake with a patched copy of Go's TLS, then one encrypted request that claims 22 bytes more than it carries. " +
    "It says VULNERABLE when its own marker comes back, SAFE at an unexpected_message alert or an orderly end. " +
    "It reads a little of the server's memory and prints it.",
  blindSpots: [
    "Only RSA and ECDHE suites with RC4, AES or 3DES: servers with DHE, Camellia or PSK suites only end in ERROR (detectors.md, 2.4).",
    "No SSLv3 (detectors.md, 2.4).",
    "A server that wants a client certificate ends in ERROR (detectors.md, C23).",
    "An echo at application level counts as a hit (detectors.md, C35).",
    "Sends no server name when it is given an address, and takes no IPv6 address (detectors.md, 2.4).",
  ],
  mapping: [
    ...FILOSOTTILE_MAPPING,
    { prints: "no verdict", reason: "tool_failed" },
    { prints: "a verdict about another target", reason: "tool_output_unreadable" },
  ],
  programs: ["Heartbleed"],
  install: "go install github.com/FiloSottile/Heartbleed@latest",
  interpreter: null,
  options: {},
  limits: { timeoutMs: 30_000, maxBytes: 1 << 20, concurrency: 4 },
  needs: "nothing",
  // It has no version; its usage is the only harmless thing to ask for.
  version: { args: ["-h"], read: () => null },
  ask: (question) => onlyIpv4(question) ?? { args: [hostAndPort(question)] },
  interpret: (raw, question) => consoleReading(raw, question, filosottileVerdict),
};
