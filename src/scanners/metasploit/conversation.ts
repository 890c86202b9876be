/**
 * What auxiliary/scanner/ssl/openssl_heartbleed prints with VERBOSE about one target (reference/detectors.md, 2.8;
 * report-formats.md, 3.15). Its verdict SAFE stands for every failure, so the lines before it decide: a ServerHelloDone was seen, and
 * the server spoke the one version that the module was told to ask in.
 */

import { type MappingRow, printedNegative, type UnknownReason } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";

export interface MetasploitVerdict {
  readonly finding: Finding;
  readonly words: string;
}

/** Bytes of the request: an echo returns no more. */
const SENT = 3;
const VERSIONS: Readonly<Record<string, string>> = { SSLv3: "0300", "1.0": "0301", "1.1": "0302", "1.2": "0303" };

/** @param lines everything the console printed, without colours. */
export function readMetasploit(lines: readonly string[], address: string, port: number): MetasploitVerdict {
  const said = lines.flatMap((line) => about(line, address, port) ?? []);
  if (said.length === 0) return { finding: finding("tool_failed", "it printed nothing about the target"), words: "" };
  return leak(said) ?? negative(said, toldVersion(lines)) ?? failure(said);
}

/** `[*] 127.0.0.1:443       - Sending Heartbeat...`: what is said, when it is said about this target. */
function about(line: string, address: string, port: number): string | null {
  const parts = /^\[[*+!-]\] (\S+)\s+- (.*)$/.exec(line);
  if (parts === null) return null;
  const [, peer = "", text = ""] = parts;
  const ours = peer === `${address}:${port}` || peer === `[${address}]:${port}`;
  return ours ? text.trim() : null;
}

function toldVersion(lines: readonly string[]): string | undefined {
  const told = lines.flatMap((line) => /^TLS_VERSION => (\S+)$/.exec(line)?.[1] ?? []).at(-1);
  return told === undefined ? undefined : VERSIONS[told];
}

function leak(said: readonly string[]): MetasploitVerdict | null {
  for (const words of said) {
    const scanned = /^Heartbeat response with leak(?:, (\d+) bytes)?$/.exec(words);
    const checked = /^Heartbeat response, (\d+) bytes$/.exec(words);
    if (scanned === null && checked === null) continue;
    const count = (scanned ?? checked)?.[1];
    if (count !== undefined && Number(count) <= SENT) {
      return {
        finding: finding("check_failed", "no more came back than was sent: an echo, or an answer cut short"),
        words,
      };
    }
    return { finding: finding("finding_reported"), words };
  }
  return null;
}

const REFUSED = "Unknown error";
const SILENT = "No Heartbeat response...";

function negative(said: readonly string[], told: string | undefined): MetasploitVerdict | null {
  const sent = said.indexOf("Sending Heartbeat...");
  const words = said.slice(Math.max(0, sent)).find((text) => text === REFUSED || text === SILENT);
  if (sent < 0 || words === undefined) return null;
  const before = said.slice(0, sent);
  const done = before.some((text) => /^Type:\s+Server Hello Done \(14\)$/.test(text));
  const spoken = before.flatMap((text) => /^(?:Server Hello )?Version:\s+0x([0-9a-f]{4})$/.exec(text)?.[1] ?? []);
  const matched = told !== undefined && spoken.length > 0 && spoken.every((version) => version === told);
  const tls: UnknownReason | "open" =
    !done || told === undefined || spoken.length === 0
      ? "negative_without_ground"
      : matched
        ? "open"
        : "tls_version_not_covered";
  return { finding: printedNegative({ tls }), words };
}

const FAILURES: readonly (readonly [RegExp, UnknownReason])[] = [
  [/chosen protocol is not supported/, "tls_version_not_covered"],
  [/^Server Hello Not Found/, "tool_handshake_failed"],
  [/^Unexpected Heartbeat response/, "check_failed"],
  [/refused/i, "port_closed"],
  [/timed? ?out/i, "port_filtered"],
  [/unreachable/i, "connect_unreachable"],
  [
    /appears? to be (?:vulnerable|safe)|not (?:vulnerable|exploitable)|target is safe|isn't leaked/i,
    "negative_without_ground",
  ],
];

function failure(said: readonly string[]): MetasploitVerdict {
  for (const [pattern, reason] of FAILURES) {
    const words = said.find((text) => pattern.test(text));
    if (words !== undefined) return { finding: finding(reason), words };
  }
  return { finding: finding("tool_output_unreadable"), words: "" };
}

export const METASPLOIT_MAPPING: readonly MappingRow[] = [
  { prints: "Heartbeat response with leak, N bytes; Heartbeat response, N bytes", reason: "finding_reported" },
  {
    prints: "No Heartbeat response..., or an alert (Unknown error), after a Server Hello Done in the version asked",
    reason: "negative_reported",
  },
  { prints: "the same, and the server speaks another version", reason: "tls_version_not_covered" },
  { prints: "Looks like the chosen protocol is not supported", reason: "tls_version_not_covered" },
  {
    prints: "the same without the handshake's lines; 'safe', 'not vulnerable', 'not exploitable' alone",
    reason: "negative_without_ground",
    why: "the module says so after every failure too",
  },
  { prints: "Heartbeat response of three bytes or less; Unexpected Heartbeat response header", reason: "check_failed" },
  { prints: "Server Hello Not Found", reason: "tool_handshake_failed" },
  { prints: "The connection was refused", reason: "port_closed" },
  { prints: "The connection timed out", reason: "port_filtered" },
  { prints: "The host is unreachable", reason: "connect_unreachable" },
  { prints: "nothing about the target", reason: "tool_failed" },
  { prints: "other words only", reason: "tool_output_unreadable" },
];
