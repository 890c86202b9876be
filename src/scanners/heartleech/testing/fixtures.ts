/** Answers as its source prints them (robertdavidgraham/heartleech, heartleech.c): we have no recording of a run. */

import type { AnswerFixture } from "../../testing/check.ts";

const BANNER = "\n--- heartleech/1.0.0i ---\nhttps://github.com/robertdavidgraham/heartleech\n";
const said = (word: string, stderr = BANNER) => ({ stdout: `127.0.0.1:8443: ${word}\n`, stderr });

export const HEARTLEECH_ANSWERS: readonly AnswerFixture[] = [
  { what: "VULNERABLE", raw: said("VULNERABLE"), reason: "finding_reported" },
  { what: "SAFE", raw: said("SAFE"), reason: "negative_reported" },
  {
    what: "SAFE without the extension",
    raw: said("SAFE", `${BANNER}[-] target doesn't support heartbeats\n`),
    reason: "extension_absent_reported",
  },
  { what: "no DNS", raw: said("INCONCLUSIVE: DNS failed"), reason: "dns_failure" },
  { what: "no TCP", raw: said("INCONCLUSIVE: TCP connect failed"), reason: "port_closed" },
  { what: "no TLS", raw: said("INCONCLUSIVE: SSL handshake failed"), reason: "tool_handshake_failed" },
  { what: "INCONCLUSIVE", raw: said("INCONCLUSIVE", `${BANNER}[-] ALERT\n`), reason: "check_failed" },
  { what: "the banner alone", raw: { stderr: BANNER }, reason: "tool_failed" },
  { what: "SAFE of another host", raw: { stdout: "127.0.0.9:8443: SAFE\n" }, reason: "tool_output_unreadable" },
  { what: "SAFE of another port", raw: { stdout: "127.0.0.1:443: SAFE\n" }, reason: "tool_output_unreadable" },
  {
    what: "an IPv6 address",
    raw: { stdout: "::1:8443: SAFE\n" },
    question: { address: "::1", port: 8443, serverName: null },
    reason: "negative_reported",
  },
];
