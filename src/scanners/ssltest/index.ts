/** ssltest.py, the script of 8 April 2014 from which most others descend (reference/detectors.md, 2.1; report-formats.md, 3.7). */

import { readSsltest, SSLTEST_MAPPING } from "../../importers/ssltest/conversation.ts";
import { linesOf, onlyIpv4 } from "../console.ts";
import type { Scanner } from "../scanner.ts";

export const ssltest: Scanner = {
  id: "ssltest",
  title: "ssltest.py (Stafford)",
  homepage: "https://github.com/Lekensteyn/pacemaker/blob/master/ssltest.py",
  lineage: "stafford",
  packs: ["heartbleed"],
  sends:
    "A TLS 1.1 hello with 51 suites and the heartbeat extension, then, in the middle of the handshake and in plain text, a request that claims 16384 bytes and carries none, twice. " +
    "Any heartbeat longer than three bytes is a hit; an alert, silence and a closed connection are all 'likely not vulnerable'. It reads 16 kB of the server's memory and prints it.",
  blindSpots: [
    "Asks in TLS 1.1 whatever the server speaks: TLS 1.0-only and SSLv3-only servers answer with an alert (detectors.md, C05, C06).",
    "No verdict for servers with TLS 1.2 only, or with GCM or PSK suites only (detectors.md, C03, C08, C11).",
    "No server name, so that servers which want one refuse (detectors.md, C16).",
    "Gives up after five seconds (detectors.md, C27, C29).",
    "A filter on the path that eats heartbeats makes it say 'likely not vulnerable' (detectors.md, C33).",
    "Canned bytes of a honeypot are a hit (detectors.md, C36).",
  ],
  mapping: SSLTEST_MAPPING,
  programs: ["ssltest.py"],
  install: null,
  interpreter: "python3",
  options: {},
  limits: { timeoutMs: 90_000, maxBytes: 4 << 20, concurrency: 4 },
  needs: "nothing",
  version: { args: ["--help"], read: () => null },
  ask: (question) => onlyIpv4(question) ?? { args: ["-p", String(question.port), question.address] },
  interpret: (raw) => readSsltest(linesOf(raw.stdout), linesOf(raw.stderr)),
};
