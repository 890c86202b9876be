import { checkProfile } from "../testing/check.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { ssltest } from "./index.ts";

const TLS11 = 0x0302;

checkProfile(ssltest, [
  {
    what: "more than was sent",
    scenes: [[[], [flight(TLS11)], [heartbeat(TLS11, 0x4000)]]],
    reason: "finding_reported",
    connections: 1,
  },
  { what: "silence", scenes: [[[], [flight(TLS11)]]], reason: "negative_reported" },
  { what: "an alert", scenes: [[[], [flight(TLS11)], [record(21, TLS11, [2, 10])]]], reason: "negative_reported" },
  {
    what: "an alert after a warning",
    scenes: [[[], [flight(TLS11)], [record(21, TLS11, [1, 90])]]],
    reason: "check_failed",
  },
  {
    what: "an empty heartbeat",
    scenes: [[[], [flight(TLS11)], [record(24, TLS11, [2, 0, 0])]]],
    reason: "negative_reported",
  },
  {
    what: "an answer cut short",
    scenes: [[[], [flight(TLS11)], [heartbeat(TLS11, 0x4000).subarray(0, 900)]]],
    reason: "check_failed",
  },
  {
    what: "an answer after six seconds",
    scenes: [[[], [flight(TLS11)], [{ ms: 6000 }, heartbeat(TLS11, 0x4000)]]],
    reason: "negative_reported",
  },
  { what: "another version", scenes: [[[], [flight(0x0301)]]], reason: "tls_version_not_covered" },
  {
    what: "a flight in one record",
    scenes: [[[], [flight(TLS11, { together: true })]]],
    reason: "tool_handshake_failed",
  },
  {
    what: "a flight after six seconds",
    scenes: [[[], [{ ms: 6000 }, flight(TLS11)]]],
    reason: "tool_handshake_failed",
  },
  { what: "a reset on the request", scenes: [[[], [flight(TLS11)], ["reset"]]], reason: "reset_after_probe" },
  { what: "a reset on the hello", scenes: [[[], ["reset"]]], reason: "reset_at_hello" },
  { what: "a closed port", scenes: [], reason: "port_closed" },
]);
