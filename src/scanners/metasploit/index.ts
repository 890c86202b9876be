/**
 * Metasploit's openssl_heartbleed module, asked with `check` (reference/detectors.md, 2.8). `run` with VERBOSE prints the memory it
 * read as text, which nobody could tell from the rest and remove; `check` sends the same request for less and prints none of
 * it. DUMP and KEYS store memory: never.
 */

import { linesOf } from "../console.ts";
import type { Question, Scanner, ScannerOptions } from "../scanner.ts";
import { METASPLOIT_MAPPING, readMetasploit } from "./conversation.ts";

const SCRIPT = "heartbleed.rc";

export const metasploit: Scanner = {
  id: "metasploit",
  title: "Metasploit openssl_heartbleed",
  homepage: "https://github.com/rapid7/metasploit-framework",
  lineage: "stafford",
  packs: ["heartbleed"],
  sends:
    "One hello in one version, TLS 1.0 unless configured, with 51 suites and the heartbeat extension alone; then, in the middle of the handshake, a request that claims 16384 bytes and carries none. " +
    "Any heartbeat in that version is a hit; every failure is 'safe'. It reads 16 kB of the server's memory and drops them.",
  blindSpots: [
    "Asks in one version only: servers that do not speak it are not tested (detectors.md, C03, C04, C06).",
    "No verdict for servers with the suites of TLS 1.2 only (detectors.md, C08).",
    "No server name, so that servers which want one refuse (detectors.md, C16).",
    "Gives up after ten seconds, and at the first alert (detectors.md, C28, C34).",
    "A filter on the path that eats heartbeats makes it say 'safe' (detectors.md, C33).",
  ],
  mapping: METASPLOIT_MAPPING,
  programs: ["msfconsole"],
  install: null,
  interpreter: null,
  options: {
    tls_version: { description: "the version to ask in, default 1.0", pattern: /^(?:SSLv3|1\.[012])$/ },
  },
  limits: { timeoutMs: 240_000, maxBytes: 4 << 20, concurrency: 1 },
  needs: "nothing",
  version: {
    args: ["--version"],
    read: ({ stdout }) => /Framework(?: Version)?:\s*(\d[\w.-]{0,40})/.exec(stdout)?.[1] ?? null,
  },
  // A file and not `-x`: an argument with commands in it would be one more place where text becomes a command.
  ask: (question, options) => ({ args: ["-q", "-r", SCRIPT], files: { [SCRIPT]: script(question, options) } }),
  interpret: (raw, { address, port }) =>
    readMetasploit([...linesOf(raw.stdout), ...linesOf(raw.stderr)], address, port),
};

/** Address and port are canonical by then: digits, letters, colons and dots. */
function script({ address, port }: Question, { tls_version = "1.0" }: ScannerOptions): string {
  return [
    "use auxiliary/scanner/ssl/openssl_heartbleed",
    "set ACTION SCAN",
    "set TLS_CALLBACK None",
    `set TLS_VERSION ${tls_version}`,
    `set RHOSTS ${address}`,
    `set RPORT ${port}`,
    "set THREADS 1",
    "set VERBOSE true",
    "check",
    "exit -y",
    "",
  ].join("\n");
}
