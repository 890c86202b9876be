/** sslyze (reference/detectors.md, 2.7; report-formats.md, 3.10). */

import { SSLYZE_JSON_MAPPING } from "../../importers/sslyze-json/mapping.ts";
import { hostAndPort } from "../console.ts";
import type { Invocation, Question, Scanner, ScannerOptions } from "../scanner.ts";
import { readSslyzeAnswer } from "./reading.ts";

export const sslyze: Scanner = {
  id: "sslyze",
  title: "sslyze",
  homepage: "https://github.com/nabla-c0d3/sslyze",
  lineage: "mozilla",
  packs: ["heartbleed"],
  sends:
    "Complete handshakes to find the highest version that the server takes, then in that version a hello and at once behind it Mozilla's harmless request: " +
    "a heartbeat that claims 16381 bytes and carries them without padding, and an incomplete one. Ten of its own bytes in the answer are VULNERABLE; all else is not.",
  blindSpots: [
    "Sends nothing where the server takes TLS 1.3, and says not vulnerable: an old node in the same pool is missed (detectors.md, C42).",
    "The check sends no server name, even when the tool was given one: servers that want one answer with an alert, which is not vulnerable (detectors.md, C16).",
    "The handshakes before it do send a name, the address where there is no other, and servers that refuse that name are not asked.",
    "Alerts, resets, closes and five seconds of silence are all not vulnerable (detectors.md, C27, C32, C33).",
    "A handshake that is split over small records ends in an exception, and an answer in several pieces may be lost (detectors.md, C19, C24).",
    "Asks only servers with which it can complete a handshake: no PSK and SRP suites (detectors.md, C11).",
    "Echoes, and answers of stacks that are lenient about padding, are vulnerable (detectors.md, C35, C37).",
  ],
  mapping: [
    // A target is always given with its address, and one at a time.
    ...SSLYZE_JSON_MAPPING.filter(({ reason }) => reason !== "dns_failure" && reason !== "report_truncated"),
    { prints: "no JSON: usage, an exception, nothing", reason: "tool_failed" },
    { prints: "JSON that is cut off, or about another target", reason: "tool_output_unreadable" },
  ],
  programs: ["sslyze"],
  install: "pipx install sslyze",
  interpreter: null,
  startTls: ["smtp", "xmpp", "xmpp-server", "pop3", "imap", "ftp", "ldap", "postgres"],
  options: {
    starttls: {
      description: "protocol that begins in plain; auto: by the port",
      pattern: /^(?:auto|smtp|xmpp|xmpp_server|pop3|imap|ftp|ldap|rdp|postgres)$/,
    },
    "xmpp-to": { description: "domain to ask an XMPP server for", pattern: /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250})$/ },
    "slow-connection": { description: "yes: fewer connections at once", pattern: /^yes$/ },
    generation: { description: "version of sslyze: 3, 4, 5 or 6; default 5 or 6", pattern: /^[3-6]$/ },
  },
  // Up to thirteen handshakes before the check, five seconds for each, and an interpreter that starts slowly.
  limits: { timeoutMs: 120_000, maxBytes: 4 << 20, concurrency: 4 },
  needs: "nothing",
  version: { args: ["--help"], read: ({ stdout }) => /SSLyze version (\d[\w.]*)/i.exec(stdout)?.[1] ?? null },
  ask: invocation,
  interpret: readSslyzeAnswer,
};

/**
 * With the address in braces it looks no name up; what stands before them is sent as the server name. Without a list of
 * Mozilla's settings to compare with, which came with version 5, it would ask for everything that it can.
 */
function invocation(question: Question, options: ScannerOptions): Invocation {
  const chosen = (name: string): string | undefined => (Object.hasOwn(options, name) ? options[name] : undefined);
  const [starttls, xmppTo] = [chosen("starttls") ?? question.startTls?.replace("-", "_"), chosen("xmpp-to")];
  return {
    args: [
      "--heartbleed",
      ...(["3", "4"].includes(chosen("generation") ?? "") ? [] : ["--mozilla_config=disable"]),
      ...(starttls === undefined ? [] : [`--starttls=${starttls}`]),
      ...(xmppTo === undefined ? [] : [`--xmpp_to=${xmppTo}`]),
      ...(chosen("slow-connection") === undefined ? [] : ["--slow_connection"]),
      "--json_out=-",
      target(question),
    ],
  };
}

function target(question: Question): string {
  const { address, port, serverName } = question;
  const named = serverName === null ? hostAndPort(question) : `${serverName}:${port}`;
  return `${named}{${address}}`;
}
