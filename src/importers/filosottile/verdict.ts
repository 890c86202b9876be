/**
 * The last line that FiloSottile/Heartbleed prints, and the log line of its server (reference/report-formats.md, 3.6).
 * Words, not numbers: exit codes changed their meaning on the first evening, and the server counts the other way round.
 */

import { type MappingRow, printedNegative } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { type ConsoleVerdict, echoedTarget, goLogTime } from "../consoles/line.ts";
import { goErrorReason } from "../consoles/go-errors.ts";

/** `2026/11/22 15:53:44 127.0.0.1:9601 - SAFE`; its server adds `(https)` behind the host. */
const LINE =
  /^(?:(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) )?(\S+)(?: \([\w-]+\))? - (SAFE|VULNERABLE|TRYAGAIN|MISMATCH|ERROR)(?::? (.*))?$/;

export function filosottileVerdict(line: string): ConsoleVerdict | null {
  const parts = LINE.exec(line);
  if (parts === null) return null;
  const [, time, target = "", word = "", text = ""] = parts;
  const error = text.replace(/^\[(.*)\]$/, "$1");
  return {
    target: echoedTarget(target),
    finding: filosottileFinding(word, error),
    words: word === "SAFE" || word === "VULNERABLE" || error === "" ? word : `${word}: ${error}`,
    time: goLogTime(time),
  };
}

/** @param word the verdict. @param error the text behind ERROR or TRYAGAIN. */
export function filosottileFinding(word: string, error: string): Finding {
  switch (word) {
    case "VULNERABLE":
      return finding("finding_reported");
    case "SAFE":
      // Said only after a completed handshake, on the server's refusal or its orderly end: all gates are behind it.
      return printedNegative({});
    case "TRYAGAIN":
    case "MISMATCH":
      return finding("check_failed", "a payload came back that was not the one sent to this host");
    default:
      return finding(goErrorReason(error));
  }
}

/** What can stand behind ERROR, for the tables of the command, its server's log and its JSON. */
export const FILOSOTTILE_ERRORS: readonly MappingRow[] = [
  { prints: "ERROR: … connection refused", reason: "port_closed" },
  { prints: "ERROR: dial … i/o timeout", reason: "port_filtered" },
  { prints: "ERROR: … no route to host", reason: "connect_unreachable" },
  { prints: "ERROR: … no such host", reason: "dns_failure" },
  { prints: "ERROR: … too many open files", reason: "local_resources" },
  { prints: "ERROR: tls: oversized record, first record does not look like a TLS handshake", reason: "not_tls" },
  { prints: "ERROR: tls: server selected unsupported protocol version", reason: "tls_version_not_covered" },
  {
    prints: "ERROR: EOF, handshake failure, x509: …",
    reason: "tool_handshake_failed",
    why: "servers with Camellia or GCM suites only end here, vulnerable or not",
  },
  { prints: "ERROR: read … i/o timeout", reason: "tool_timed_out" },
  {
    prints: "ERROR: remote error: bad record MAC",
    reason: "heartbeat_lost_on_path",
    why: "the server missed an encrypted record: the heartbeat was taken away",
  },
  {
    prints: "any other ERROR (unexpected EOF, connection reset, closed on the heartbeat), TRYAGAIN",
    reason: "check_failed",
  },
];

export const FILOSOTTILE_MAPPING: readonly MappingRow[] = [
  { prints: "VULNERABLE", reason: "finding_reported" },
  { prints: "SAFE", reason: "negative_reported", why: "said after a completed handshake and a sign of life" },
  ...FILOSOTTILE_ERRORS,
];
