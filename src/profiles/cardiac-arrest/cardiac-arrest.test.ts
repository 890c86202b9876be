import { expect, test } from "vitest";
import { checkProfile } from "../testing/check.ts";
import { type Act, rehearse } from "../testing/rehearse.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { cardiacArrest } from "./index.ts";

type Scene = readonly (readonly Act[])[];
const VERSIONS = [0x0300, 0x0301, 0x0302, 0x0303];
const REFUSED: Scene = [[], [record(21, 0x0300, [2, 40]), "closed"]];
const LEAK = heartbeat(0x0303, 0x4000);
/** On every connection the flight in the version asked for, then this on the request. */
const each = (...acts: readonly Act[]): readonly Scene[] => VERSIONS.map((version) => [[], [flight(version)], acts]);
const always = (scene: Scene): readonly Scene[] => VERSIONS.map(() => scene);

checkProfile(cardiacArrest, [
  { what: "a leak in the first version", scenes: each(LEAK), reason: "finding_reported", connections: 1 },
  {
    what: "a leak in the last version",
    scenes: [REFUSED, REFUSED, REFUSED, [[], [flight(0x0303)], [LEAK]]],
    reason: "finding_reported",
    connections: 4,
  },
  { what: "silence", scenes: each(), reason: "negative_reported", connections: 4 },
  { what: "a close", scenes: each("closed"), reason: "negative_reported" },
  { what: "a fatal alert", scenes: each(record(21, 0x0301, [2, 10])), reason: "negative_reported" },
  { what: "a warning, then the leak", scenes: each(record(21, 0x0301, [1, 90]), LEAK), reason: "negative_reported" },
  { what: "three bytes", scenes: each(record(24, 0x0301, [1, 255, 255])), reason: "check_failed" },
  { what: "an answer cut at 8 kB", scenes: each(LEAK.subarray(0, 8000)), reason: "finding_reported" },
  { what: "an answer cut behind its header", scenes: each(LEAK.subarray(0, 5)), reason: "check_failed" },
  { what: "an answer after 4.9 seconds", scenes: each({ ms: 4900 }, LEAK), reason: "finding_reported" },
  { what: "an answer after 5.1 seconds", scenes: each({ ms: 5100 }, LEAK), reason: "negative_reported" },
  { what: "resets on the request", scenes: each("reset"), reason: "check_failed" },
  {
    what: "a ban after the first connection",
    scenes: [[[], [flight(0x0300)], []]],
    reason: "check_failed",
    connections: 4,
  },
  {
    what: "one version spoken, and silent",
    scenes: [REFUSED, REFUSED, REFUSED, [[], [flight(0x0303)], []]],
    reason: "negative_reported",
  },
  { what: "no version spoken", scenes: always(REFUSED), reason: "tool_handshake_failed" },
  {
    what: "a flight after 5.1 seconds",
    scenes: always([[], [{ ms: 5100 }, flight(0x0303)]]),
    reason: "tool_handshake_failed",
  },
  {
    what: "a flight in one record",
    scenes: VERSIONS.map((version) => [[], [flight(version, { together: true })], [LEAK]]),
    reason: "finding_reported",
  },
  {
    what: "a flight over records of 64 bytes",
    scenes: [[[], [cut(flight(0x0301, { together: true }), 64)], [LEAK]]],
    reason: "finding_reported",
  },
  {
    what: "a flight whose last record has three bytes",
    scenes: [[[], [cut(flight(0x0301, { together: true }), 60)], [LEAK]]],
    reason: "tool_failed",
  },
  {
    what: "a warning before the flight",
    scenes: [[[], [record(21, 0x0300, [1, 112]), flight(0x0300)], [LEAK]]],
    reason: "finding_reported",
  },
  { what: "a handshake record of one byte", scenes: always([[], [record(22, 0x0301, [14])]]), reason: "tool_failed" },
  { what: "a reset on the hello", scenes: always([[], ["reset"]]), reason: "check_failed" },
  { what: "a closed port", scenes: [], reason: "port_closed", connections: 4 },
]);

/** The messages of a record over records of so many bytes. */
function cut(whole: Uint8Array, size: number): Uint8Array {
  const body = whole.subarray(5);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += size) pieces.push(record(22, 0x0301, body.subarray(at, at + size)));
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

test("a hello has 785 bytes, and the request is asked in its version", () => {
  const question = { address: "192.0.2.1", port: 443, serverName: "example.test" };
  const { sent } = rehearse(cardiacArrest.talk(question), each());
  const hellos = sent.filter((_, index) => index % 2 === 0);
  expect(hellos.map((hello) => hello.length)).toEqual([785, 785, 785, 785]);
  const requests = sent.filter((_, index) => index % 2 === 1);
  expect(requests.map((request) => Buffer.from(request).toString("hex"))).toEqual(
    ["00", "01", "02", "03"].map((minor) => `1803${minor}000301ffff`),
  );
});

test("a byte that looks like ServerHelloDone four from the end sends the request early", () => {
  const question = { address: "192.0.2.1", port: 443, serverName: null };
  const early = record(22, 0x0300, [11, 0, 0, 9, 1, 2, 3, 4, 5, 14, 7, 8, 9]);
  const { reading } = rehearse(cardiacArrest.talk(question), [[[], [early], [LEAK]]]);
  expect(reading.finding.reason).toBe("finding_reported");
});
