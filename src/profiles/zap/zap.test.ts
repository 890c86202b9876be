import { expect, test } from "vitest";
import { checkProfile, type Rehearsal } from "../testing/check.ts";
import { rehearse } from "../testing/rehearse.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { zapHigh, zapInsane, zapLow, zapMedium } from "./index.ts";

const [TLS10, TLS11, TLS12] = [0x0301, 0x0302, 0x0303] as const;
type Scene = Rehearsal["scenes"][number];
type Acts = Scene[number];
/** What comes after the last of the hello's seven pieces, and after the request. */
const scene = (flightOf: Acts, ...acts: Acts): Scene => [[], [], [], [], [], [], [], flightOf, acts];
const refuses = scene([record(21, TLS10, [2, 70]), "closed"]);

for (const [profile, seconds] of [
  [zapLow, 1],
  [zapMedium, 3],
  [zapHigh, 6],
  [zapInsane, 12],
] as const) {
  const early = { ms: seconds * 1000 - 100 };
  const late = { ms: seconds * 1000 + 100 };
  checkProfile(profile, [
    {
      what: "an answer in time",
      scenes: [scene([flight(TLS10)], early, heartbeat(TLS10, 0x4000))],
      reason: "finding_reported",
      connections: 1,
    },
    {
      what: "an answer too late",
      scenes: [scene([flight(TLS10)], late, heartbeat(TLS10, 0x4000))],
      reason: "no_negative_in_format",
      connections: 2,
    },
    {
      what: "a flight in time",
      scenes: [scene([early, flight(TLS10)], heartbeat(TLS10, 0x4000))],
      reason: "finding_reported",
    },
    { what: "a flight too late", scenes: [scene([late, flight(TLS10)])], reason: "no_negative_in_format" },
  ]);
}

const never: Scene = scene([]);

checkProfile(zapMedium, [
  {
    what: "TLS 1.2 only",
    scenes: [refuses, refuses, scene([flight(TLS12)], heartbeat(TLS12, 99))],
    reason: "finding_reported",
    connections: 3,
  },
  {
    what: "TLS 1.1 answers",
    scenes: [scene([flight(TLS10)]), scene([flight(TLS11)], heartbeat(TLS11, 99))],
    reason: "finding_reported",
    connections: 2,
  },
  {
    what: "a warning, then the answer",
    scenes: [scene([flight(TLS10)], record(21, TLS10, [1, 90]), heartbeat(TLS10, 99))],
    reason: "finding_reported",
  },
  {
    what: "a warning before the hello",
    scenes: [scene([record(21, TLS10, [1, 112]), flight(TLS10)], heartbeat(TLS10, 99))],
    reason: "finding_reported",
  },
  {
    what: "a fatal alert, then the answer",
    scenes: [scene([flight(TLS10)], record(21, TLS10, [2, 10]), heartbeat(TLS10, 99)), never, never],
    reason: "no_negative_in_format",
  },
  {
    what: "a flight in one record",
    scenes: [scene([flight(TLS10, { together: true })], heartbeat(TLS10, 99)), never, never],
    reason: "no_negative_in_format",
  },
  {
    what: "an answer cut short",
    scenes: [scene([flight(TLS10)], heartbeat(TLS10, 0x4000).subarray(0, 900)), never, never],
    reason: "no_negative_in_format",
  },
  {
    what: "an echo",
    scenes: [scene([flight(TLS10)], record(24, TLS10, [1, 0x40, 0])), never, never],
    reason: "no_negative_in_format",
  },
  { what: "a reset", scenes: [scene([flight(TLS10)], "reset"), never, never], reason: "no_negative_in_format" },
  { what: "a closed port", scenes: [], reason: "no_negative_in_format", connections: 1 },
]);

test("the hello is written in seven pieces", () => {
  const { sent } = rehearse(zapMedium.talk({ address: "192.0.2.1", port: 443, serverName: null }), [never]);
  expect(sent).toHaveLength(7);
  expect(sent.slice(0, 6).map(({ length }) => length)).toEqual([5, 4, 2, 33, 2 + 2 * 318, 2]);
  expect(sent[6]?.length).toBeGreaterThan(0);
});
