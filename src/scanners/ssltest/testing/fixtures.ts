/** Recorded answers, the dumps taken out. */

import type { AnswerFixture } from "../../testing/check.ts";

const START = "Connecting...\nSending Client Hello...\nWaiting for Server Hello...\n";
const SENT = "Sending heartbeat request...\n";
const SILENT =
  "Unexpected EOF receiving record header - server closed connection\nNo heartbeat response received, server likely not vulnerable\n";
const hello = (...versions: readonly string[]): string =>
  START + versions.map((version) => ` ... received message: type = 22, ver = ${version}, length = 58\n`).join("");
const alert = (level: string): string =>
  ` ... received message: type = 21, ver = 0302, length = 2\nReceived alert:\n  0000: ${level} 0A                                            ..\n\nServer returned error, likely not vulnerable\n`;
const traceback = (last: string): string =>
  `Traceback (most recent call last):\n  File "ssltest.py", line 84, in <module>\n    main()\n${last}\n`;

export const SSLTEST_ANSWERS: readonly AnswerFixture[] = [
  {
    what: "more data than it should",
    raw: {
      stdout: `${hello("0302", "0302")}${SENT} ... received message: type = 24, ver = 0302, length = 16384\nReceived heartbeat response:\n\nWARNING: server returned more data than it should - server is vulnerable!\n`,
    },
    reason: "finding_reported",
  },
  { what: "silence in TLS 1.1", raw: { stdout: hello("0302", "0302") + SENT + SILENT }, reason: "negative_reported" },
  { what: "an alert in TLS 1.1", raw: { stdout: hello("0302") + SENT + alert("02") }, reason: "negative_reported" },
  {
    what: "an empty heartbeat in TLS 1.1",
    raw: {
      stdout: `${hello("0302")}${SENT}Server processed malformed heartbeat, but did not return any extra data.\n`,
    },
    reason: "negative_reported",
  },
  {
    what: "silence of a server with TLS 1.0 only",
    raw: { stdout: hello("0301", "0301") + SENT + SILENT },
    reason: "tls_version_not_covered",
  },
  {
    what: "silence of a server with SSLv3 only",
    raw: { stdout: hello("0300") + SENT + SILENT },
    reason: "tls_version_not_covered",
  },
  {
    what: "one hello in another version",
    raw: { stdout: hello("0302", "0301") + SENT + SILENT },
    reason: "tls_version_not_covered",
  },
  { what: "silence without any hello", raw: { stdout: START + SENT + SILENT }, reason: "negative_without_ground" },
  {
    what: "silence, and nothing was asked",
    raw: { stdout: hello("0302") + SILENT },
    reason: "negative_without_ground",
  },
  { what: "only the last sentence", raw: { stdout: SILENT }, reason: "negative_without_ground" },
  {
    what: "an answer cut short",
    raw: {
      stdout: `${hello("0302")}${SENT}Unexpected EOF receiving record payload - server closed connection\nNo heartbeat response received, server likely not vulnerable\n`,
    },
    reason: "check_failed",
  },
  {
    what: "a warning, at which it stops reading",
    raw: { stdout: hello("0302") + SENT + alert("01") },
    reason: "check_failed",
  },
  {
    what: "no hello",
    raw: {
      stdout: `${START}Unexpected EOF receiving record header - server closed connection\nServer closed connection without sending Server Hello.\n`,
    },
    reason: "tool_handshake_failed",
  },
  {
    what: "refused, Python 3",
    raw: {
      stdout: "Connecting...\n",
      stderr: traceback("ConnectionRefusedError: [Errno 111] Connection refused"),
      code: 1,
    },
    reason: "port_closed",
  },
  {
    what: "refused, Python 2",
    raw: { stdout: "Connecting...\n", stderr: traceback("socket.error: [Errno 111] Connection refused"), code: 1 },
    reason: "port_closed",
  },
  {
    what: "unreachable",
    raw: { stdout: "Connecting...\n", stderr: traceback("OSError: [Errno 113] No route to host"), code: 1 },
    reason: "connect_unreachable",
  },
  {
    what: "a name in place of the address",
    raw: {
      stdout: "Connecting...\n",
      stderr: traceback("socket.gaierror: [Errno -2] Name or service not known"),
      code: 1,
    },
    reason: "dns_failure",
  },
  {
    what: "no answer to the connection",
    raw: { stdout: "Connecting...\n", stderr: traceback("TimeoutError: [Errno 110] Connection timed out"), code: 1 },
    reason: "port_filtered",
  },
  {
    what: "reset at the hello",
    raw: { stdout: START, stderr: traceback("ConnectionResetError: [Errno 104] Connection reset by peer"), code: 1 },
    reason: "reset_at_hello",
  },
  {
    what: "reset after the request",
    raw: {
      stdout: hello("0302") + SENT,
      stderr: traceback("ConnectionResetError: [Errno 104] Connection reset by peer"),
      code: 1,
    },
    reason: "reset_after_probe",
  },
  {
    what: "timed out after the request",
    raw: { stdout: hello("0302") + SENT, stderr: traceback("socket.timeout: timed out"), code: 1 },
    reason: "tool_timed_out",
  },
  {
    what: "a negative, then an exception",
    raw: { stdout: hello("0302") + SENT + SILENT, stderr: traceback("ValueError: something"), code: 1 },
    reason: "tool_failed",
  },
  {
    what: "a script for the other Python",
    raw: { stderr: "  File \"ssltest.py\", line 30\nSyntaxError: Missing parentheses in call to 'print'\n", code: 1 },
    reason: "tool_failed",
  },
  { what: "nothing", raw: {}, reason: "tool_failed" },
];
