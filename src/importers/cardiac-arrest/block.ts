/**
 * What Cardiac Arrest prints about one address and port (reference/report-formats.md, 3.8): one block for each version it
 * tries, then PASS unless one of them leaked. PASS alone means nothing: it is printed for closed ports and plain HTTP too.
 */

import { type MappingRow, printedNegative, type UnknownReason } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";

export interface CardiacBlock {
  readonly address: string;
  readonly port: string;
  readonly versions: ReadonlySet<string>;
  /** Versions in which the request went out and was met with silence or an alert. */
  readonly asked: number;
  /** Versions in which a heartbeat of three bytes or less came back, or was cut off there. */
  readonly odd: number;
  readonly hit: boolean;
  readonly passed: boolean;
  /** Texts of `[ERROR]` lines. */
  readonly errors: readonly string[];
}

export type CardiacLine =
  | { readonly kind: "testing"; readonly host: string; readonly address: string }
  | { readonly kind: "connecting"; readonly address: string; readonly port: string; readonly version: string }
  | { readonly kind: "hit" | "asked" | "odd" | "pass" }
  | { readonly kind: "error"; readonly text: string };

/** The line without colours as what it says; null: prose, a dump, nothing. */
export function cardiacLine(line: string): CardiacLine | null {
  const testing = /^\[INFO\] Testing: (\S+)(?: \((\S+)\))?$/.exec(line);
  if (testing !== null) return { kind: "testing", host: testing[1] ?? "", address: testing[2] ?? testing[1] ?? "" };
  const connecting = /^\[INFO\] Connecting to (\S+):(\d+) using (\S+)/.exec(line);
  if (connecting !== null) {
    const [, address = "", port = "", version = ""] = connecting;
    return { kind: "connecting", address, port, version };
  }
  if (/^\[FAIL\] .* is vulnerable over /.test(line)) return { kind: "hit" };
  if (/^\[INFO\] (?:No heartbeat response was received|The server received an alert)/.test(line))
    return { kind: "asked" };
  if (line.startsWith("[INFO] The server processed the malformed heartbeat")) return { kind: "odd" };
  if (/^\[PASS\] .* does not appear to be vulnerable/.test(line)) return { kind: "pass" };
  const error = /^\[ERROR\] (.*)$/.exec(line);
  return error === null ? null : { kind: "error", text: (error[1] ?? "").trimEnd() };
}

export function newBlock(address: string, port: string): CardiacBlock {
  return { address, port, versions: new Set(), asked: 0, odd: 0, hit: false, passed: false, errors: [] };
}

/** The block after one more of its lines. */
export function withLine(block: CardiacBlock, line: CardiacLine): CardiacBlock {
  switch (line.kind) {
    case "connecting":
      return { ...block, versions: new Set([...block.versions, line.version]) };
    case "hit":
      return { ...block, hit: true };
    case "asked":
      return { ...block, asked: block.asked + 1 };
    case "odd":
      return { ...block, odd: block.odd + 1 };
    case "pass":
      return { ...block, passed: true };
    case "error":
      return { ...block, errors: [...block.errors, line.text].slice(-8) };
    case "testing":
      return block;
  }
}

const ALL_VERSIONS = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2"];

export function cardiacFinding(block: CardiacBlock): Finding {
  if (block.hit) return finding("finding_reported");
  if (!block.passed) return finding("report_truncated", "the output ends before the verdict");
  return printedNegative({ ran: ranGate(block), tls: coverGate(block) });
}

/** At least one version must have been asked to the end; none may have ended in a broken connection. */
function ranGate({ asked, odd, errors }: CardiacBlock): "open" | UnknownReason {
  const broken = errors.find((text) => text.startsWith("Connection error"));
  if (broken !== undefined) return asked > 0 || odd > 0 ? "check_failed" : connectionReason(broken);
  if (odd > 0) return "check_failed";
  if (asked > 0) return "open";
  return errors.length > 0 ? "tool_handshake_failed" : "negative_without_ground";
}

/** A list of versions without SSLv3 gets the same words from a server that speaks nothing else (3.8, measured). */
function coverGate({ versions }: CardiacBlock): "open" | UnknownReason {
  return ALL_VERSIONS.every((version) => versions.has(version)) ? "open" : "tls_version_not_covered";
}

function connectionReason(text: string): UnknownReason {
  if (/refused/i.test(text)) return "port_closed";
  if (/timed? ?out|None/i.test(text)) return "port_filtered";
  if (/route|unreachable/i.test(text)) return "connect_unreachable";
  return "check_failed";
}

export const CARDIAC_MAPPING: readonly MappingRow[] = [
  { prints: "[FAIL] Heartbeat response was … is vulnerable over VERSION", reason: "finding_reported" },
  {
    prints: "[PASS], and at least one version says: no heartbeat response, or an alert",
    reason: "negative_reported",
    why: "there the request was sent in the version that the server speaks",
  },
  {
    prints: "[PASS], and only: closed the connection without sending the ServerHello",
    reason: "tool_handshake_failed",
  },
  { prints: "[PASS], and nothing says how any version ended", reason: "negative_without_ground" },
  { prints: "[PASS], and some version was not tried", reason: "tls_version_not_covered" },
  { prints: "[PASS], and only: Connection refused", reason: "port_closed" },
  { prints: "[PASS], and only: timed out", reason: "port_filtered" },
  { prints: "[PASS], and only: No route to host", reason: "connect_unreachable" },
  {
    prints: "[PASS], and connections were reset, or an answer of three bytes or less came",
    reason: "check_failed",
    why: "a filter, a ban or an answer that was cut short look like this",
  },
  { prints: "neither [FAIL] nor [PASS]", reason: "report_truncated" },
];
