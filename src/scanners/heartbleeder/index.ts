/** heartbleeder (reference/detectors.md, 2.18; report-formats.md, 3.20). */

import { HEARTBLEEDER_MAPPING, heartbleederVerdict } from "../../importers/heartbleeder/verdict.ts";
import { consoleReading, hostAndPort } from "../console.ts";
import type { Scanner } from "../scanner.ts";

export const heartbleeder: Scanner = {
  id: "heartbleeder",
  title: "heartbleeder",
  homepage: "https://github.com/titanous/heartbleeder",
  lineage: "heartbleeder",
  packs: ["heartbleed"],
  sends:
    "A complete handshake with its own copy of Go's TLS, which offers heartbeats, then one encrypted request that claims one byte and carries none. " +
    "It says SECURE for a missing extension, for five seconds of silence and for every error.",
  blindSpots: [
    "SECURE without a test where the server does not announce heartbeats, or announces mode 2 (detectors.md, C14, C15).",
    "SECURE after five seconds of silence: slow servers, filters (detectors.md, C27, C33).",
    "No SSLv3, and only RSA and ECDHE suites with RC4, AES or 3DES (detectors.md, 2.18).",
    "SECURE where the server speaks first, as SMTPS does (detectors.md, C39).",
    "Sends no server name when it is given an address.",
  ],
  mapping: [
    ...HEARTBLEEDER_MAPPING,
    { prints: "no verdict", reason: "tool_failed" },
    { prints: "a verdict about another target", reason: "tool_output_unreadable" },
  ],
  programs: ["heartbleeder"],
  install: "apt-get install heartbleeder",
  interpreter: null,
  options: {
    timeout: { description: "seconds to wait for the answer to the heartbeat, default 5", pattern: /^[1-9]\d{0,2}$/ },
  },
  limits: { timeoutMs: 60_000, maxBytes: 1 << 20, concurrency: 4 },
  needs: "nothing",
  version: { args: ["-h"], read: () => null },
  ask: (question, { timeout }) => ({
    args: [...(timeout === undefined ? [] : ["-timeout", `${timeout}s`]), hostAndPort(question)],
  }),
  interpret: (raw, question) => consoleReading(raw, question, heartbleederVerdict),
};
