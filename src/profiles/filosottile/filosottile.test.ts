import { SSL30 } from "../../core/wire/version.ts";
import { checkSessionProfile, type LiveCase } from "../testing/check-session.ts";
import { flight, record } from "../testing/server.ts";
import type { Rehearsal } from "../testing/check.ts";
import { filosottile, filosottileWeb } from "./index.ts";

const LIVE: readonly LiveCase[] = [
  { what: "its marker and more", dials: {}, reason: "finding_reported" },
  { what: "no extension", dials: { extension: "none" }, reason: "finding_reported" },
  { what: "its marker after 7.9 s", dials: { answerDelayMs: 7900 }, reason: "finding_reported" },
  { what: "its marker after 8.1 s", dials: { answerDelayMs: 8100 }, reason: "tool_timed_out" },
  { what: "a warning, then its marker", dials: { warningBeforeAnswer: 90 }, reason: "finding_reported" },
  { what: "heartbeats after the handshake only", dials: { heartbeatFrom: "finished" }, reason: "finding_reported" },
  { what: "an echo", dials: { heartbeat: "echo" }, reason: "finding_reported" },
  { what: "silence, then an end on its goodbye", dials: { heartbeat: "bounds_checked" }, reason: "negative_reported" },
  { what: "a refusal", dials: { heartbeat: "fatal_alert" }, reason: "negative_reported" },
  { what: "a reset", dials: { heartbeat: "reset" }, reason: "check_failed" },
  { what: "heartbeats that get lost", dials: { path: "eats_heartbeats" }, reason: "heartbeat_lost_on_path" },
  {
    what: "a server that speaks first",
    dials: { banner: "220 mail.example ESMTP\r\n" },
    reason: "check_failed",
  },
  { what: "DHE only", dials: { suites: [0x0039, 0x0033] }, reason: "tool_handshake_failed" },
  { what: "Camellia only", dials: { suites: [0x0084] }, reason: "tool_handshake_failed" },
  {
    what: "SSLv3 only",
    dials: { versions: { min: SSL30, max: SSL30, otherwise: "alert" } },
    reason: "tls_version_not_covered",
  },
  { what: "a certificate is wanted", dials: { clientCertificate: "required" }, reason: "tool_handshake_failed" },
  { what: "a flight after 9.9 s", dials: { helloDelayMs: 9900 }, reason: "finding_reported" },
  { what: "a flight after 10.1 s", dials: { helloDelayMs: 10_100 }, reason: "tool_timed_out" },
];

const BEFORE: readonly Rehearsal[] = [
  { what: "a closed port", scenes: [], reason: "port_closed" },
  { what: "a close on the hello", scenes: [[[], ["closed"]]], reason: "tool_handshake_failed" },
  { what: "a reset on the hello", scenes: [[[], ["reset"]]], reason: "check_failed" },
  { what: "silence on the hello", scenes: [[[], []]], reason: "tool_timed_out" },
  {
    what: "a version alert",
    scenes: [[[], [record(21, 0x0301, [2, 70])]]],
    reason: "tls_version_not_covered",
  },
  { what: "text", scenes: [[[], [new TextEncoder().encode("HTTP/1.1 400 Bad Request")]]], reason: "not_tls" },
  { what: "a certificate that is none", scenes: [[[], [flight(0x0303)]]], reason: "tool_handshake_failed" },
];

checkSessionProfile(
  filosottile,
  [...LIVE, { what: "a close", dials: { heartbeat: "fin" }, reason: "check_failed" }],
  BEFORE,
);

checkSessionProfile(
  filosottileWeb,
  [...LIVE, { what: "a close", dials: { heartbeat: "fin" }, reason: "negative_reported" }],
  BEFORE,
);
