import { expect, test } from "vitest";
import type { Reason } from "../../core/model/outcome.ts";
import { checkSslHeartbleed, NOXXI_SUITES } from "../check-ssl-heartbleed/index.ts";
import { checkProfile, type Rehearsal } from "../testing/check.ts";
import { type Act, rehearse } from "../testing/rehearse.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { PACEMAKER_SUITES, pacemaker } from "./index.ts";

type Scene = readonly (readonly Act[])[];
const TLS10 = 0x0301;
const LEAK = heartbeat(TLS10, 0x4000);
const HIT = "finding_reported";
const MISS = "negative_reported";
const FAILED = "tool_handshake_failed";
/** The same whatever version is tried. */
const hello = (...acts: readonly Act[]): readonly Scene[] => Array.from({ length: 4 }, (): Scene => [[], acts]);

/** What both do alike; `parts`: in how many writes it asks. */
function alike(waitMs: number, parts: number, short: Reason): readonly Rehearsal[] {
  const asked = (...acts: readonly Act[]): readonly Scene[] => [
    [[], [flight(TLS10)], ...Array.from({ length: parts - 1 }, () => []), acts],
  ];
  const small = flight(TLS10, { together: true });
  return [
    { what: "a leak", scenes: asked(LEAK), reason: HIT, connections: 1 },
    { what: "a leak cut at 8 kB", scenes: asked(LEAK.subarray(0, 8000)), reason: HIT },
    { what: "silence", scenes: asked(), reason: MISS },
    { what: "a fatal alert", scenes: asked(record(21, TLS10, [2, 10])), reason: MISS },
    { what: "a warning, then the leak", scenes: asked(record(21, TLS10, [1, 90]), LEAK), reason: MISS },
    { what: "a close", scenes: asked("closed"), reason: MISS },
    { what: "a reset", scenes: asked("reset"), reason: MISS },
    { what: "three bytes", scenes: asked(record(24, TLS10, [1, 64, 0])), reason: short },
    { what: "a leak just in time", scenes: asked({ ms: waitMs - 100 }, LEAK), reason: HIT },
    { what: "a leak too late", scenes: asked({ ms: waitMs + 100 }, LEAK), reason: MISS },
    {
      what: "a flight in one record",
      scenes: [[[], [small], ...Array.from({ length: parts - 1 }, () => []), [LEAK]]],
      reason: HIT,
    },
    { what: "a message over two records", scenes: hello(record(22, TLS10, small.subarray(5, 40))), reason: FAILED },
    { what: "a warning before the flight", scenes: hello(record(21, TLS10, [1, 112]), flight(TLS10)), reason: FAILED },
    { what: "an alert on the hello", scenes: hello(record(21, TLS10, [2, 70])), reason: FAILED },
    { what: "another record first", scenes: hello(record(23, TLS10, [1])), reason: FAILED },
    { what: "a Certificate first", scenes: hello(record(22, TLS10, [11, 0, 0, 0])), reason: FAILED },
    { what: "a flight too late", scenes: hello({ ms: waitMs + 100 }, flight(TLS10)), reason: "tls_not_shown" },
    { what: "a close on the hello", scenes: hello("closed"), reason: "tls_not_shown" },
    { what: "a reset on the hello", scenes: hello("reset"), reason: "reset_at_hello" },
    { what: "a closed port", scenes: [], reason: "port_closed", connections: 1 },
  ];
}

checkProfile(pacemaker, [
  ...alike(3000, 1, "check_failed"),
  {
    what: "more than five records",
    scenes: hello(flight(TLS10).subarray(0, -9), ...Array.from({ length: 5 }, () => record(22, TLS10, [11, 0, 0, 0]))),
    reason: FAILED,
  },
]);

checkProfile(checkSslHeartbleed, [
  ...alike(5000, 2, MISS),
  {
    what: "SSL 3 alone",
    scenes: [...hello(record(21, TLS10, [2, 70])).slice(0, 3), [[], [flight(0x0300)], [], [LEAK]]],
    reason: HIT,
    connections: 4,
  },
]);

const QUESTION = { address: "192.0.2.1", port: 443, serverName: "example.test" };
const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("hex");

test("requests and lists of suites", () => {
  expect(PACEMAKER_SUITES).toHaveLength(39);
  expect(hex(rehearse(pacemaker.talk(QUESTION), [[[], [flight(TLS10)]]]).sent[1])).toBe("180301000301ffed");
  expect(NOXXI_SUITES).toHaveLength(82);
  const { sent } = rehearse(checkSslHeartbleed.talk(QUESTION), [[[], [flight(TLS10)]]]);
  expect(sent.slice(1).map(hex)).toEqual(["18", "03010003014000"]);
});
