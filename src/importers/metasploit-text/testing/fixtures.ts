/** Small consoles of Metasploit in our own words, one for every situation. */

import type { Reason } from "../../../core/model/outcome.ts";
import type { ReportFixture } from "../../testing/check.ts";

const PROMPT = "msf6 auxiliary(scanner/ssl/openssl_heartbleed) > ";
const END =
  "[*] 192.0.2.1:443         - Scanned 1 of 1 hosts (100% complete)\n[*] Auxiliary module execution completed\n";
const say = (words: string, sign = "*") => `[${sign}] 192.0.2.1:443         - ${words}\n`;
const run = (...lines: readonly string[]): string =>
  `${PROMPT}set RHOSTS 192.0.2.1\nRHOSTS => 192.0.2.1\n${PROMPT}run\n\n${lines.join("")}${END}`;
const one = (what: string, document: string, reason: Reason): ReportFixture => ({
  what,
  document,
  answers: [{ host: "192.0.2.1", port: "443", reason }],
});

export const LEAK = say("Heartbeat response with leak, 65535 bytes", "+");

export const METASPLOIT_TEXT_FIXTURES: readonly ReportFixture[] = [
  one("a leak", run(LEAK), "finding_reported"),
  one(
    "a leak in 2014",
    "[+] 192.0.2.1:443 - Heartbeat response with leak\n[*] Scanned 1 of 1 hosts (100% complete)\n",
    "finding_reported",
  ),
  one(
    "a leak, step by step",
    run(say("Sending Heartbeat..."), say("Heartbeat response, 9 bytes"), LEAK),
    "finding_reported",
  ),
  one("check", run(say("The target appears to be vulnerable.", "+")), "finding_reported"),
  one("an echo", run(say("Heartbeat response with leak, 3 bytes", "+")), "check_failed"),
  one("no answer, then a leak in another version", run(say("No Heartbeat response..."), LEAK), "finding_reported"),
  one("no answer", run(say("Sending Heartbeat..."), say("No Heartbeat response...", "-")), "negative_without_ground"),
  one("safe", run(say("The target is not exploitable.")), "negative_without_ground"),
  one("another version", run(say("Looks like the chosen protocol is not supported.", "-")), "tls_version_not_covered"),
  one("no hello", run(say("Server Hello Not Found", "-")), "tool_handshake_failed"),
  one("refused", run(say("The connection was refused by the remote host.", "-")), "port_closed"),
  one("silent", run(say("The connection timed out.", "-")), "port_filtered"),
  one("no way", run(say("The host is unreachable.", "-")), "connect_unreachable"),
  one("nothing but the end", run(), "no_record_of_check"),
  one(
    "nothing but the end, in 2014",
    "msf auxiliary(openssl_heartbleed) > set RHOSTS 192.0.2.1\nRHOSTS => 192.0.2.1\nmsf auxiliary(openssl_heartbleed) > run\n\n[*] Scanned 1 of 1 hosts (100% complete)\n",
    "no_record_of_check",
  ),
  {
    what: "many targets in one run",
    document: `RHOSTS => 192.0.2.0/28\n[+] 192.0.2.1:443 - Heartbeat response with leak\n[*] [2001:db8::1]:8443 - Server Hello Not Found\n[*] Scanned 16 of 16 hosts (100% complete)\n`,
    answers: [
      { host: "192.0.2.1", port: "443", reason: "finding_reported" },
      { host: "2001:db8::1", port: "8443", reason: "tool_handshake_failed" },
    ],
  },
];
