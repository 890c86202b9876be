import { SSL30 } from "../../core/wire/version.ts";
import type { Rehearsal } from "../testing/check.ts";
import { checkSessionProfile, type LiveCase } from "../testing/check-session.ts";
import { record } from "../testing/server.ts";
import { heartleech, heartleech100f } from "./index.ts";

const LIVE: readonly LiveCase[] = [
  { what: "memory", dials: {}, reason: "finding_reported" },
  { what: "memory after 11.9 s", dials: { answerDelayMs: 11_900 }, reason: "finding_reported" },
  { what: "memory after 18.1 s", dials: { answerDelayMs: 18_100 }, reason: "check_failed" },
  { what: "an echo", dials: { heartbeat: "echo" }, reason: "finding_reported" },
  { what: "a server that speaks first", dials: { banner: "220 mail.example ESMTP\r\n" }, reason: "finding_reported" },
  { what: "Camellia only", dials: { suites: [0x0084] }, reason: "finding_reported" },
  { what: "no extension", dials: { extension: "none" }, reason: "extension_absent_reported" },
  { what: "mode 2", dials: { extension: "mode_2" }, reason: "extension_absent_reported" },
  { what: "a warning, then memory", dials: { warningBeforeAnswer: 90 }, reason: "check_failed" },
  { what: "a refusal", dials: { heartbeat: "fatal_alert" }, reason: "check_failed" },
  { what: "a close", dials: { heartbeat: "fin" }, reason: "check_failed" },
  { what: "a reset", dials: { heartbeat: "reset" }, reason: "check_failed" },
  { what: "heartbeats that get lost", dials: { path: "eats_heartbeats" }, reason: "check_failed" },
  { what: "an answer cut short", dials: { answerCutAt: 8192 }, reason: "check_failed" },
  {
    what: "SSLv3 only",
    dials: { versions: { min: SSL30, max: SSL30, otherwise: "alert" } },
    reason: "tool_handshake_failed",
  },
  { what: "a certificate is wanted", dials: { clientCertificate: "required" }, reason: "tool_handshake_failed" },
  { what: "a flight after 5.9 s", dials: { helloDelayMs: 5900 }, reason: "finding_reported" },
  { what: "a flight after 6.1 s", dials: { helloDelayMs: 6100 }, reason: "tool_handshake_failed" },
];

const BEFORE: readonly Rehearsal[] = [
  { what: "a closed port", scenes: [], reason: "port_closed" },
  { what: "a close on the hello", scenes: [[[], ["closed"]]], reason: "tool_handshake_failed" },
  { what: "a refusal of the hello", scenes: [[[], [record(21, 0x0301, [2, 40])]]], reason: "tool_handshake_failed" },
  { what: "silence", scenes: [[[], []]], reason: "tool_handshake_failed" },
];

const patched: LiveCase["dials"] = { heartbeat: "bounds_checked" };

checkSessionProfile(
  heartleech,
  [...LIVE, { what: "only the well-formed one answered", dials: patched, reason: "negative_reported" }],
  BEFORE,
);

// The right answer to a right question.
checkSessionProfile(
  heartleech100f,
  [...LIVE, { what: "only the well-formed one answered", dials: patched, reason: "finding_reported" }],
  BEFORE,
);
