/** Recorded answers. */

import type { Reason } from "../../../core/model/outcome.ts";
import { json, type Row } from "../../../importers/masscan/testing/fixtures.ts";
import type { AnswerFixture } from "../../testing/check.ts";

const question = { address: "192.0.2.1", port: 443, serverName: null };
/** What it says on the error output when it runs. */
const RAN =
  "Starting masscan 1.3.9 (http://bit.ly/14GZzcT) at 2026-11-25 09:00:00 GMT\nInitiating SYN Stealth Scan\nScanning 1 hosts [1 port/host]\n";

const found = (what: string, rows: readonly Row[], reason: Reason): AnswerFixture => ({
  what,
  raw: { stdout: json(...rows), stderr: RAN },
  question,
  reason,
});
const failed = (what: string, stderr: string, reason: Reason): AnswerFixture => ({
  what,
  raw: { stderr, code: 1 },
  question,
  reason,
});

export const MASSCAN_ANSWERS: readonly AnswerFixture[] = [
  found(
    "a leak",
    [{}, { service: "ssl", banner: "TLS/1.1 cipher:0x2f" }, { service: "vuln", banner: "SSL[HEARTBLEED] " }],
    "finding_reported",
  ),
  found("TLS 1.1 and no leak", [{}, { service: "ssl", banner: "TLS/1.1 cipher:0x2f" }], "no_negative_in_format"),
  found("a certificate", [{ service: "X509", banner: "MIIB" }], "no_negative_in_format"),
  found("TLS 1.2", [{}, { service: "ssl", banner: "TLS/1.2 cipher:0x2f" }], "tls_version_not_covered"),
  found("HTTP", [{}, { service: "http", banner: "HTTP/1.1 200 OK" }], "tls_not_shown"),
  found("open", [{}], "no_record_of_check"),
  found("closed", [{ status: "closed" }], "port_closed"),
  found("another port", [{ port: 8443, service: "vuln", banner: "SSL[HEARTBLEED] " }], "no_record_of_check"),
  found("another host", [{ ip: "192.0.2.2", service: "vuln", banner: "SSL[HEARTBLEED] " }], "no_record_of_check"),
  found("nothing found", [], "no_record_of_check"),
  failed(
    "no raw sockets",
    "[-] FAIL: permission denied\n    [hint] need to sudo or run as root or something\n[-] if:eth0:init: failed\n",
    "privileges_missing",
  ),
  failed("Debian's 1.3.2 with --heartbleed", "CONF: unknown config option: no-capture=cert\n", "tool_failed"),
  failed(
    "loopback",
    '[-] FAIL: failed to detect MAC address of interface: "lo"\n [hint] try something like "--source-mac 00-11-22-33-44-55"\n',
    "tool_failed",
  ),
  failed("nothing", "", "tool_failed"),
];
