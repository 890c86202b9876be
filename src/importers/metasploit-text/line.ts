/** Single lines of Metasploit's console: what the module says about one target. */

import type { MappingRow, UnknownReason } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";

/** `[+] 192.0.2.1:443       - Heartbeat response with leak, 65535 bytes`. */
export interface AboutTarget {
  readonly host: string;
  readonly port: string;
  readonly words: string;
}

export function aboutTarget(line: string): AboutTarget | null {
  const parts = /^\[[*+!-]\] (?:\[([^\]\s]+)\]|([^\s:[\]]+)):(\d{1,5})\s+- (.*)$/.exec(line);
  if (parts === null) return null;
  const [, bracketed, plain, port = "", words = ""] = parts;
  return { host: bracketed ?? plain ?? "", port, words: words.trim() };
}

const LEAK = /^Heartbeat response(?: with leak(?:, (\d+) bytes)?|, (\d+) bytes)$/;
/** Bytes of the request: an echo returns no more. */
const SENT = 3;

/** Lines that nothing but this module, or its prompt, prints. */
export function isOfModule(line: string): boolean {
  if (/^msf\d? .{0,60}\bauxiliary\((?:scanner\/ssl\/)?openssl_heartbleed\) >/.test(line)) return true;
  return /^Heartbeat response with leak\b/.test(aboutTarget(line)?.words ?? "");
}

const FAILURES: readonly (readonly [RegExp, UnknownReason])[] = [
  [/chosen protocol is not supported/, "tls_version_not_covered"],
  [/^Server Hello Not Found/, "tool_handshake_failed"],
  [/^(?:STARTTLS failed|Unexpected Heartbeat response)/, "check_failed"],
  [/\brefused\b/i, "port_closed"],
  [/\btimed out\b/i, "port_filtered"],
  [/\bunreachable\b/i, "connect_unreachable"],
  [
    /^No Heartbeat response|target is (?:not (?:vulnerable|exploitable)|safe)|appears? to be safe|there isn't leaked/i,
    "negative_without_ground",
  ],
];

/** null: the line is no verdict, but may be a step towards one. */
export function verdictOf(words: string): Finding | null {
  const leak = LEAK.exec(words);
  if (leak !== null) {
    const bytes = leak[1] ?? leak[2];
    return bytes !== undefined && Number(bytes) <= SENT
      ? finding("check_failed", "no more came back than was sent: an echo, or an answer cut short")
      : finding("finding_reported");
  }
  if (/^The target (?:appears to be|is) vulnerable\b/.test(words)) return finding("finding_reported");
  const reason = FAILURES.find(([pattern]) => pattern.test(words))?.[1];
  return reason === undefined ? null : finding(reason);
}

export const CONSOLE_MAPPING: readonly MappingRow[] = [
  {
    prints: "Heartbeat response with leak, N bytes; Heartbeat response, N bytes; The target appears to be vulnerable",
    reason: "finding_reported",
  },
  {
    prints: "Heartbeat response of three bytes or less; Unexpected Heartbeat response; STARTTLS failed",
    reason: "check_failed",
  },
  {
    prints: "No Heartbeat response, not exploitable, safe",
    reason: "negative_without_ground",
    why: "the module says so after every failure too",
  },
  { prints: "Looks like the chosen protocol is not supported", reason: "tls_version_not_covered" },
  { prints: "Server Hello Not Found", reason: "tool_handshake_failed" },
  { prints: "The connection was refused", reason: "port_closed" },
  { prints: "The connection timed out", reason: "port_filtered" },
  { prints: "The host is unreachable", reason: "connect_unreachable" },
  {
    prints: "a target, and nothing else about it; another CVE",
    reason: "no_record_of_check",
    why: "without VERBOSE only leaks are printed",
  },
];
