/** Answers as the module's source prints them (rapid7/metasploit-framework): we have no recording of a run. */

import type { AnswerFixture } from "../../testing/check.ts";

const ECHO = "resource (heartbleed.rc)> set TLS_VERSION 1.0\nTLS_VERSION => 1.0\nRPORT => 8443\n";
const peer = (text: string, sign = "*"): string => `[${sign}] 127.0.0.1:8443       - ${text}\n`;
const handshake = (version: string): string =>
  [
    peer("Checking for Heartbleed exposure"),
    peer("Sending Client Hello..."),
    peer("SSL record #1:"),
    peer("\tType:    22"),
    peer(`\tVersion: 0x${version}`),
    peer("\t\tType:   Server Hello (2)"),
    peer(`\t\tServer Hello Version:           0x${version}`),
    peer("\t\tType:   Server Hello Done (14)"),
    peer("Sending Heartbeat..."),
  ].join("");
const DONE = "\t\tType:   Server Hello Done (14)";
const SAFE = peer("Cannot reliably check exploitability. The target is not exploitable.");
const said = (...lines: readonly string[]) => ({ stdout: ECHO + lines.join("") });

export const METASPLOIT_ANSWERS: readonly AnswerFixture[] = [
  {
    what: "check, a leak",
    raw: said(
      handshake("0301"),
      peer("Heartbeat response, 16384 bytes"),
      peer("The target appears to be vulnerable.", "+"),
    ),
    reason: "finding_reported",
  },
  {
    what: "run, a leak",
    raw: said(peer("Heartbeat response with leak, 65535 bytes", "+")),
    reason: "finding_reported",
  },
  { what: "run of 2014, a leak", raw: said(peer("Heartbeat response with leak", "+")), reason: "finding_reported" },
  {
    what: "an echo of three bytes",
    raw: said(
      handshake("0301"),
      peer("Heartbeat response, 3 bytes"),
      peer("The target appears to be vulnerable.", "+"),
    ),
    reason: "check_failed",
  },
  {
    what: "silence in the version asked",
    raw: said(handshake("0301"), peer("No Heartbeat response...", "-"), SAFE),
    reason: "negative_reported",
  },
  {
    what: "an alert in the version asked",
    raw: said(handshake("0301"), peer("Unknown error", "-"), SAFE),
    reason: "negative_reported",
  },
  {
    what: "silence of a server with TLS 1.1 only",
    raw: said(handshake("0302"), peer("No Heartbeat response...", "-"), SAFE),
    reason: "tls_version_not_covered",
  },
  {
    what: "silence, and the version asked is not known",
    raw: { stdout: handshake("0301") + peer("No Heartbeat response...", "-") },
    reason: "negative_without_ground",
  },
  {
    what: "silence without the lines of a handshake",
    raw: said(peer("Sending Heartbeat..."), peer("No Heartbeat response...", "-")),
    reason: "negative_without_ground",
  },
  {
    what: "silence before the handshake was through",
    raw: said(handshake("0301").replace(DONE, "\t\tType:   Certificate (11)"), peer("No Heartbeat response...", "-")),
    reason: "negative_without_ground",
  },
  {
    what: "silence, and no version shown",
    raw: said(handshake("0301").replaceAll("Version:", "Length:"), peer("No Heartbeat response...", "-")),
    reason: "negative_without_ground",
  },
  {
    what: "silence, and two versions shown",
    raw: said(
      handshake("0301").replace("Hello Version:           0x0301", "Hello Version:           0x0302"),
      peer("No Heartbeat response...", "-"),
    ),
    reason: "tls_version_not_covered",
  },
  {
    what: "silence, and the handshake behind the heartbeat",
    raw: said(
      peer("Sending Heartbeat..."),
      handshake("0301").replace(peer("Sending Heartbeat..."), ""),
      peer("Unknown error", "-"),
    ),
    reason: "negative_without_ground",
  },
  {
    what: "an error in a handshake, and no heartbeat sent",
    raw: said(handshake("0301").replace(peer("Sending Heartbeat..."), ""), peer("Unknown error", "-")),
    reason: "tool_output_unreadable",
  },
  { what: "not exploitable, and nothing else", raw: said(SAFE), reason: "negative_without_ground" },
  {
    what: "isn't leaked, and nothing else",
    raw: said(peer("Looks like there isn't leaked information...", "-")),
    reason: "negative_without_ground",
  },
  {
    what: "another version is wanted",
    raw: said(handshake("0301"), peer("Protocol error. Looks like the chosen protocol is not supported.", "-"), SAFE),
    reason: "tls_version_not_covered",
  },
  {
    what: "another record",
    raw: said(handshake("0301"), peer("Unexpected Heartbeat response header (16 03 01 00 01)", "-"), SAFE),
    reason: "check_failed",
  },
  {
    what: "no hello",
    raw: said(peer("Sending Client Hello..."), peer("Server Hello Not Found", "-"), SAFE),
    reason: "tool_handshake_failed",
  },
  {
    what: "refused",
    raw: said(peer("The connection was refused by the remote host (127.0.0.1:8443).", "-"), SAFE),
    reason: "port_closed",
  },
  {
    what: "timed out",
    raw: said(peer("The connection with (127.0.0.1:8443) timed out.", "-")),
    reason: "port_filtered",
  },
  {
    what: "unreachable",
    raw: said(peer("The host (127.0.0.1:8443) was unreachable.", "-")),
    reason: "connect_unreachable",
  },
  {
    what: "nothing about the target",
    raw: { stdout: "[*] Scanned 1 of 1 hosts (100% complete)\n" },
    reason: "tool_failed",
  },
  {
    what: "about another port only",
    raw: said(handshake("0301").replaceAll(":8443", ":443"), peer("Unknown error", "-").replaceAll(":8443", ":443")),
    reason: "tool_failed",
  },
  { what: "only the beginning", raw: said(peer("Sending Client Hello...")), reason: "tool_output_unreadable" },
];
