import { checkProfile, type Rehearsal } from "../testing/check.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { metasploit, metasploit2014, metasploitCheck } from "./index.ts";

const TLS10 = 0x0301;
const TLS11 = 0x0302;
const after = (...acts: Rehearsal["scenes"][number][number]): Rehearsal["scenes"] => [[[], [flight(TLS10)], acts]];
const ECHO = record(24, TLS10, [1, 0xff, 0xff]);

const COMMON: readonly Rehearsal[] = [
  { what: "a leak", scenes: after(heartbeat(TLS10, 0x4000)), reason: "finding_reported", connections: 1 },
  { what: "a leak cut short", scenes: after(heartbeat(TLS10, 0x4000).subarray(0, 900)), reason: "finding_reported" },
  {
    what: "a leak in pieces",
    scenes: after(...cut(heartbeat(TLS10, 40), 4)),
    reason: "finding_reported",
  },
  { what: "a leak after 9.9 s", scenes: after({ ms: 9900 }, heartbeat(TLS10, 99)), reason: "finding_reported" },
  { what: "a leak after 10.1 s", scenes: after({ ms: 10_100 }, heartbeat(TLS10, 99)), reason: "negative_reported" },
  {
    what: "a flight after 9.9 s",
    scenes: [[[], [{ ms: 9900 }, flight(TLS10)], [heartbeat(TLS10, 99)]]],
    reason: "finding_reported",
  },
  { what: "a flight after 10.1 s", scenes: [[[], [{ ms: 10_100 }, flight(TLS10)]]], reason: "tool_handshake_failed" },
  {
    what: "a flight in one record",
    scenes: [[[], [flight(TLS10, { together: true })], [heartbeat(TLS10, 99)]]],
    reason: "finding_reported",
  },
  {
    what: "a warning before the hello",
    scenes: [[[], [record(21, TLS10, [1, 112]), flight(TLS10)], [heartbeat(TLS10, 99)]]],
    reason: "finding_reported",
  },
  {
    what: "a message over two records",
    scenes: [[[], [record(22, TLS10, [11, 0, 2, 0, 1]), flight(TLS10)]]],
    reason: "tool_output_unreadable",
  },
  { what: "silence", scenes: after(), reason: "negative_reported" },
  { what: "a close", scenes: after("closed"), reason: "negative_reported" },
  { what: "a fatal alert", scenes: after(record(21, TLS10, [2, 10])), reason: "negative_reported" },
  {
    what: "a warning, then the leak",
    scenes: after(record(21, TLS10, [1, 90]), heartbeat(TLS10, 99)),
    reason: "negative_reported",
  },
  { what: "an alert about the version", scenes: after(record(21, TLS10, [2, 70])), reason: "tls_version_not_covered" },
  { what: "a heartbeat in another version", scenes: after(heartbeat(TLS11, 99)), reason: "check_failed" },
  { what: "another record", scenes: after(record(23, TLS10, [1, 2, 3])), reason: "check_failed" },
  {
    what: "a server with another version that says nothing more",
    scenes: [[[], [flight(TLS11)]]],
    reason: "tls_version_not_covered",
  },
  { what: "a version alert", scenes: [[[], [record(21, TLS10, [2, 70]), "closed"]]], reason: "tool_handshake_failed" },
  { what: "a reset on the hello", scenes: [[[], ["reset"]]], reason: "tool_output_unreadable" },
  { what: "a reset on the request", scenes: after("reset"), reason: "tool_output_unreadable" },
  { what: "a closed port", scenes: [], reason: "port_closed" },
];

function cut(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

checkProfile(metasploit, [
  ...COMMON,
  { what: "an echo", scenes: after(ECHO), reason: "check_failed" },
  { what: "an empty heartbeat", scenes: after(record(24, TLS10, [])), reason: "negative_without_ground" },
]);

checkProfile(metasploit2014, [
  ...COMMON,
  { what: "an echo", scenes: after(ECHO), reason: "finding_reported" },
  { what: "an empty heartbeat", scenes: after(record(24, TLS10, [])), reason: "negative_without_ground" },
]);

// It says "safe" after each of these failures; the lines before tell what happened.
checkProfile(metasploitCheck, [
  ...COMMON.filter(({ reason }) => reason !== "tool_output_unreadable"),
  { what: "a reset, and safe", scenes: after("reset"), reason: "negative_without_ground" },
  { what: "an echo", scenes: after(ECHO), reason: "check_failed" },
  { what: "an empty heartbeat", scenes: after(record(24, TLS10, [])), reason: "check_failed" },
]);
