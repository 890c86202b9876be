/** testssl.sh (reference/detectors.md, 2.9; report-formats.md, 3.12). */

import { TESTSSL_MAPPING } from "../../importers/testssl-json/verdict.ts";
import { hostAndPort, onlyIpv4 } from "../console.ts";
import type { Invocation, Question, Scanner, ScannerOptions } from "../scanner.ts";
import { ANSWER_FILE, readTestsslAnswer } from "./reading.ts";

export const testssl: Scanner = {
  id: "testssl",
  title: "testssl.sh",
  homepage: "https://testssl.sh",
  lineage: "stafford",
  packs: ["heartbleed"],
  sends:
    "Several handshakes to find out versions and extensions, a request for the page /, then a hello and Stafford's request in plain. " +
    "More than 16 bytes that begin like a heartbeat are VULNERABLE; anything else, eight seconds of silence too, is marked OK. " +
    "Before that it tries out its own OpenSSL, which connects to port 4433 of this machine.",
  blindSpots: [
    "Asks nothing where no ServerHello showed the extension, as one of SSLv3 cannot (detectors.md, 2.9, C06, C14).",
    "Gives up where its OpenSSL cannot connect, which old and vulnerable servers cause (report-formats.md, section 5).",
    "An alert, a reset and a reply that was cut short are the same OK as a refusal (report-formats.md, 3.12).",
    "Marks silence as OK, with the words timed out; an answer after eight seconds is not seen (detectors.md, C28).",
    "IPv6 addresses are not given to it: only some builds take them.",
    "Many copies at once have called repaired servers vulnerable (detectors.md, C48).",
  ],
  mapping: [
    // Answers about no port or another port are not about the question.
    ...TESTSSL_MAPPING.filter(({ reason }) => reason !== "host_ambiguous"),
    { prints: "no row of the check, scanTime: Scan interrupted", reason: "scan_interrupted" },
    { prints: "no file, or an empty one", reason: "tool_failed" },
    { prints: "a file that is cut off, or rows about another target", reason: "tool_output_unreadable" },
  ],
  programs: ["testssl", "testssl.sh"],
  install: "apt-get install testssl.sh",
  interpreter: "bash",
  startTls: ["smtp", "lmtp", "imap", "pop3", "ftp", "nntp", "xmpp", "ldap", "postgres", "mysql"],
  options: {
    "connect-timeout": { description: "seconds to wait for a connection", pattern: /^[1-9]\d{0,2}$/ },
    "openssl-timeout": { description: "seconds to wait for its OpenSSL", pattern: /^[1-9]\d{0,2}$/ },
    openssl: { description: "path of the OpenSSL that it shall use", pattern: /^\/[\w./+-]{1,200}$/ },
  },
  // Its many handshakes take ten seconds with a server that answers at once.
  limits: { timeoutMs: 240_000, maxBytes: 4 << 20, concurrency: 2 },
  needs: "nothing",
  // `--version` would tell, but first has `invalid.` looked up sixty times, and nothing can be set for that call.
  version: { args: ["--help"], read: () => null },
  ask: (question, options) => onlyIpv4(question) ?? invocation(question, options),
  interpret: readTestsslAnswer,
};

/**
 * `batch` never asks and gives up on doubt, `--nodns none` resolves nothing, and without `--phone-out` no server of a CA is
 * contacted. With a name, `--ip` is where it connects; with an address alone, `--ip` would make it send that as SNI.
 */
function invocation(question: Question, options: ScannerOptions): Invocation {
  const { address, port, serverName, startTls = null } = question;
  const chosen = ["connect-timeout", "openssl-timeout", "openssl"].flatMap((name) => {
    const value = Object.hasOwn(options, name) ? options[name] : undefined;
    return value === undefined ? [] : [`--${name}`, value];
  });
  const target = serverName === null ? [hostAndPort(question)] : ["--ip", address, `${serverName}:${port}`];
  return {
    args: [
      ...FIXED,
      ...(startTls === null ? [] : ["--starttls", startTls]),
      ...chosen,
      "--jsonfile",
      ANSWER_FILE,
      ...target,
    ],
    collects: [ANSWER_FILE],
    environment: ENVIRONMENT,
  };
}

const ENVIRONMENT = {
  // Where it tries out its OpenSSL's options; its default is the name `invalid.`, which it would have the resolver look up.
  NXCONNECT: "127.0.0.1:0",
  // Its OpenSSL reads all CA certificates at more than thirty of its starts, a quarter of all its CPU time, and this check verifies nothing.
  // It sets the same where it verifies against its own bundles.
  SSL_CERT_FILE: "/dev/null",
  SSL_CERT_DIR: "/dev/null",
  // It only wants to know whether a process lives; by default `ps` reads the command line and environment of all there are.
  PS_FORMAT: "pid",
} as const;

const FIXED = ["--heartbleed", "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none"] as const;
