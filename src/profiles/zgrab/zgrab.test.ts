import { SSL30 } from "../../core/wire/version.ts";
import { checkSessionProfile, type LiveCase } from "../testing/check-session.ts";
import type { Rehearsal } from "../testing/check.ts";
import { record } from "../testing/server.ts";
import { zgrab, zgrab2 } from "./index.ts";

const LIVE: readonly LiveCase[] = [
  { what: "a heartbeat", dials: {}, reason: "finding_reported" },
  { what: "mode 2", dials: { extension: "mode_2" }, reason: "finding_reported" },
  { what: "no extension", dials: { extension: "none" }, reason: "extension_absent_reported" },
  { what: "a heartbeat after 9.9 s", dials: { answerDelayMs: 9900 }, reason: "finding_reported" },
  { what: "a warning, then a heartbeat", dials: { warningBeforeAnswer: 90 }, reason: "finding_reported" },
  { what: "an echo", dials: { heartbeat: "echo" }, reason: "finding_reported" },
  {
    what: "SSLv3 only",
    dials: { versions: { min: SSL30, max: SSL30, otherwise: "alert" } },
    reason: "finding_reported",
  },
  { what: "a refusal", dials: { heartbeat: "fatal_alert" }, reason: "negative_reported" },
  { what: "a close", dials: { heartbeat: "fin" }, reason: "negative_reported" },
  { what: "a reset", dials: { heartbeat: "reset" }, reason: "negative_reported" },
  { what: "a server that speaks first", dials: { banner: "220 mail.example ESMTP\r\n" }, reason: "negative_reported" },
  { what: "Camellia only", dials: { suites: [0x0084] }, reason: "tool_handshake_failed" },
  { what: "a certificate is wanted", dials: { clientCertificate: "required" }, reason: "tool_handshake_failed" },
  { what: "a flight after 9.9 s", dials: { helloDelayMs: 9900 }, reason: "finding_reported" },
  { what: "a flight after 10.1 s", dials: { helloDelayMs: 10_100 }, reason: "tool_timed_out" },
];

const BEFORE: readonly Rehearsal[] = [
  { what: "a closed port", scenes: [], reason: "port_closed" },
  { what: "a close on the hello", scenes: [[[], ["closed"]]], reason: "tool_handshake_failed" },
  { what: "a reset on the hello", scenes: [[[], ["reset"]]], reason: "check_failed" },
  { what: "a refusal of the hello", scenes: [[[], [record(21, 0x0301, [2, 40])]]], reason: "tool_handshake_failed" },
  { what: "text", scenes: [[[], [new TextEncoder().encode("HTTP/1.1 400 Bad Request")]]], reason: "not_tls" },
];

// Its summary says how long it took; the records of zgrab do not. What it offers was seen on the wire: no DHE any more.
for (const [profile, late, ephemeral] of [
  [zgrab2, "negative_timed_out", "tool_handshake_failed"],
  [zgrab, "negative_reported", "finding_reported"],
] as const) {
  checkSessionProfile(
    profile,
    [
      ...LIVE,
      { what: "DHE only", dials: { suites: [0x0039, 0x0033] }, reason: ephemeral },
      { what: "a heartbeat after 10.1 s", dials: { answerDelayMs: 10_100 }, reason: late },
      { what: "silence", dials: { heartbeat: "bounds_checked" }, reason: late },
      { what: "heartbeats that get lost", dials: { path: "eats_heartbeats" }, reason: late },
    ],
    BEFORE,
  );
}
