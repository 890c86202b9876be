/**
 * What heartbleeder prints, in the layout of the Debian package (`SECURE(host:port) - …`) and in that of its first days
 * (`SECURE - host:port …`, `INSECURE`), see reference/report-formats.md, 3.20 and detectors.md, 2.18. It says SECURE for everything
 * that is no leak: only two of these sentences show that the server answered.
 */

import { type MappingRow, printedNegative, type UnknownReason } from "../../core/claims.ts";
import { type Finding, finding } from "../../core/model/outcome.ts";
import { type ConsoleVerdict, echoedTarget, goLogTime } from "../consoles/line.ts";
import { goErrorReason } from "../consoles/go-errors.ts";

const NOW = /^(VULNERABLE|INSECURE|SECURE|UNKNOWN)\((\S+)\)(?: -)? (.*)$/;
const FIRST_DAYS =
  /^(VULNERABLE|INSECURE|SECURE|UNKNOWN) - (\S+) ((?:has|does not have) the heartbeat extension.*|has heartbeat extension.*)$/;
const NOT_ASKED =
  /^(UNKNOWN|SECURE) - (Heartbeat enabled, but there was an error.*|timed out while waiting.*?)(?: from (\S+))?$/;
const FAILED = /^(?:(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) )?Error connecting to (\S+): (.*)$/;

export function heartbleederVerdict(line: string): ConsoleVerdict | null {
  const failed = FAILED.exec(line);
  if (failed !== null) {
    const [, time, target = "", error = ""] = failed;
    return said(target, finding(connectReason(error)), `Error connecting: ${error}`, time);
  }
  const told = NOW.exec(line) ?? FIRST_DAYS.exec(line);
  if (told !== null) {
    const [, word = "", target = "", text = ""] = told;
    return said(target, findingOf(word, text), `${word} - ${text}`);
  }
  const notAsked = NOT_ASKED.exec(line);
  if (notAsked === null) return null;
  const [, word = "", text = "", target = ""] = notAsked;
  return said(target, findingOf(word, text), `${word} - ${text}`);
}

function said(target: string, found: Finding, words: string, time?: string): ConsoleVerdict {
  return { target: echoedTarget(target), finding: found, words, time: goLogTime(time) };
}

/** Nothing had been asked by then, so whatever is lost here was no heartbeat. */
function connectReason(error: string): UnknownReason {
  const reason = goErrorReason(error);
  return reason === "heartbeat_lost_on_path" ? "tool_handshake_failed" : reason;
}

function findingOf(word: string, text: string): Finding {
  if (word === "VULNERABLE" || word === "INSECURE") return finding("finding_reported");
  if (word === "UNKNOWN") return finding("check_failed");
  if (text.startsWith("does not have the heartbeat extension enabled")) return printedNegative({}, "", true);
  if (text.includes("timed out")) return finding("negative_timed_out");
  // A refusal under the session's own keys, in the server's own name; `local error` is the tool's own, at a banner for example.
  if (/"remote error: (?:tls: )?unexpected message"/.test(text)) return printedNegative({});
  return finding("negative_without_ground", "the connection ended after the heartbeat, which is no answer");
}

export const HEARTBLEEDER_MAPPING: readonly MappingRow[] = [
  { prints: "VULNERABLE, INSECURE", reason: "finding_reported" },
  { prints: "SECURE, does not have the heartbeat extension enabled", reason: "extension_absent_reported" },
  {
    prints: 'SECURE, is not vulnerable: "remote error: unexpected message"',
    reason: "negative_reported",
    why: "the server itself refused, under the session's keys",
  },
  { prints: "SECURE, timed out after a malformed heartbeat", reason: "negative_timed_out" },
  {
    prints: "SECURE, is not vulnerable: a reset, an end, an error of its own, or none shown",
    reason: "negative_without_ground",
  },
  { prints: "UNKNOWN; any other error", reason: "check_failed" },
  { prints: "Error connecting: connection refused", reason: "port_closed" },
  { prints: "Error connecting: dial … i/o timeout", reason: "port_filtered" },
  { prints: "Error connecting: no route to host", reason: "connect_unreachable" },
  { prints: "Error connecting: no such host", reason: "dns_failure" },
  { prints: "Error connecting: too many open files", reason: "local_resources" },
  { prints: "Error connecting: oversized record, first record does not look like a TLS handshake", reason: "not_tls" },
  { prints: "Error connecting: server selected unsupported protocol version", reason: "tls_version_not_covered" },
  {
    prints: "Error connecting: EOF, handshake failure",
    reason: "tool_handshake_failed",
    why: "servers with Camellia or GCM suites only end here, vulnerable or not",
  },
  { prints: "Error connecting: read … i/o timeout", reason: "tool_timed_out" },
];
