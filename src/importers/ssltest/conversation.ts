/**
 * What Stafford's ssltest.py prints about one conversation (reference/report-formats.md, 3.7). It always asks in TLS 1.1, so
 * its negatives mean something only where the server's own records say 0302: "that single line tells a real 0 from the false
 * 0 of a TLS 1.0-only or SSLv3-only server".
 */

import { type MappingRow, printedNegative } from "../../core/claims.ts";
import { type Finding, finding, type Reason } from "../../core/model/outcome.ts";

export interface SsltestVerdict {
  readonly finding: Finding;
  readonly words: string;
}

const NEGATIVES = [
  /^No heartbeat response received, server likely not vulnerable/,
  /^Server returned error, likely not vulnerable/,
  /^Server processed malformed heartbeat, but did not return any extra data/,
];
const POSITIVE = /^WARNING: .*returned more data than it should.*server is vulnerable/;
const NO_HELLO = /^Server closed connection without sending Server Hello/;

/** Whether a line is one of the sentences with which the script ends. */
export function isSsltestVerdict(line: string): boolean {
  return POSITIVE.test(line) || NO_HELLO.test(line) || NEGATIVES.some((pattern) => pattern.test(line));
}

/** Reads a whole conversation: what was printed, and the error output with the exception if there was one. */
export function readSsltest(lines: readonly string[], errors: readonly string[]): SsltestVerdict {
  const hit = lines.find((line) => POSITIVE.test(line));
  if (hit !== undefined) return { finding: finding("finding_reported"), words: hit };
  const exception = exceptionIn([...lines, ...errors]);
  const asked = lines.some((line) => line.startsWith("Sending heartbeat request"));
  if (exception !== null) return { finding: finding(exceptionReason(exception, asked)), words: exception };
  const words = lines.find(isSsltestVerdict);
  if (words === undefined) return { finding: finding("tool_failed", "it printed no verdict"), words: "" };
  if (NO_HELLO.test(words)) return { finding: finding("tool_handshake_failed"), words };
  return { finding: negative(lines, asked), words };
}

function negative(lines: readonly string[], asked: boolean): Finding {
  const hellos = lines.flatMap((line) => /received message: type = 22, ver = ([0-9a-fA-F]{4})/.exec(line)?.[1] ?? []);
  const other = hellos.find((version) => version !== "0302");
  const afterwards = lines.slice(lines.findIndex((line) => line.startsWith("Sending heartbeat request")));
  const cutShort = afterwards.some((line) => line.startsWith("Unexpected EOF receiving record payload"));
  const warned = afterwards.some((line) => /^\s*0000: 01 /.test(line)) && afterwards.some(isAlertLine);
  return printedNegative(
    {
      // No hello in the text: nothing shows that a heartbeat was sent at all.
      tls:
        hellos.length === 0 || !asked
          ? "negative_without_ground"
          : other === undefined
            ? "open"
            : "tls_version_not_covered",
      // An answer had begun, or a warning came first, at which the script stops reading.
      ran: cutShort || warned ? "check_failed" : "open",
    },
    other === undefined ? "" : `the server speaks ${other}, the script asks in 0302`,
  );
}

const isAlertLine = (line: string): boolean => line.startsWith("Received alert");

/** The last line of a Python traceback: `ConnectionRefusedError: [Errno 111] Connection refused`. */
function exceptionIn(lines: readonly string[]): string | null {
  const start = lines.findIndex((line) => line.startsWith("Traceback (most recent call last)"));
  const last =
    start < 0 ? lines.find((line) => line.startsWith("SyntaxError:")) : lines.slice(start).findLast(isException);
  return last ?? (start < 0 ? null : "Traceback");
}

const isException = (line: string): boolean => /^[A-Za-z_][\w.]*(?::|$)/.test(line) && !line.startsWith("Traceback");

function exceptionReason(exception: string, asked: boolean): Reason {
  if (/refused/i.test(exception)) return "port_closed";
  if (/gaierror/.test(exception)) return "dns_failure";
  if (/no route|unreachable/i.test(exception)) return "connect_unreachable";
  if (/reset/i.test(exception)) return asked ? "reset_after_probe" : "reset_at_hello";
  if (/timed? ?out/i.test(exception)) return asked ? "tool_timed_out" : "port_filtered";
  return "tool_failed";
}

export const SSLTEST_MAPPING: readonly MappingRow[] = [
  { prints: "WARNING: server returned more data than it should - server is vulnerable!", reason: "finding_reported" },
  {
    prints:
      "No heartbeat response received; Server returned error; Server processed malformed heartbeat; and every hello says ver = 0302",
    reason: "negative_reported",
    why: "it asked in the version that the server speaks",
  },
  {
    prints: "the same, and a hello says another version",
    reason: "tls_version_not_covered",
    why: "the server refuses the version of the request, not the request",
  },
  { prints: "the same, without any hello", reason: "negative_without_ground" },
  {
    prints: "the same, after an answer that was cut short or a warning",
    reason: "check_failed",
    why: "an answer had begun",
  },
  { prints: "Server closed connection without sending Server Hello.", reason: "tool_handshake_failed" },
  { prints: "Traceback: Connection refused", reason: "port_closed" },
  { prints: "Traceback: gaierror", reason: "dns_failure" },
  { prints: "Traceback: No route to host", reason: "connect_unreachable" },
  { prints: "Traceback: Connection reset by peer, before the request", reason: "reset_at_hello" },
  { prints: "Traceback: Connection reset by peer, after the request", reason: "reset_after_probe" },
  { prints: "Traceback: timed out, before the request", reason: "port_filtered" },
  { prints: "Traceback: timed out, after the request", reason: "tool_timed_out" },
  { prints: "no verdict; any other Traceback", reason: "tool_failed" },
];
