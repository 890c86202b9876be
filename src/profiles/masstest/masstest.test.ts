import { describe, expect, test } from "vitest";
import type { Reason } from "../../core/model/outcome.ts";
import { checkProfile, type Rehearsal } from "../testing/check.ts";
import { rehearse } from "../testing/rehearse.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { holdsDone } from "./done.ts";
import { MASSTESTS } from "./index.ts";

/** What a negative of that state is worth, what becomes of a flight in one record, and how many writes ask. */
const EXPECTED: Readonly<
  Record<string, { readonly zero: Reason; readonly together: Reason; readonly writes: number }>
> = {
  "masstest-2014-04-13-11h": { zero: "negative_without_ground", together: "tls_not_shown", writes: 1 },
  "masstest-2014-04-13-17h": { zero: "negative_without_ground", together: "tls_not_shown", writes: 1 },
  "masstest-2014-04-14": { zero: "negative_reported", together: "tls_not_shown", writes: 2 },
  "masstest-2014-04-15": { zero: "negative_reported", together: "tls_not_shown", writes: 2 },
  "masstest-2014-04-20": { zero: "negative_reported", together: "finding_reported", writes: 2 },
};

for (const profile of MASSTESTS) {
  const expected = EXPECTED[profile.id] ?? { zero: "negative_reported", together: "tls_not_shown", writes: 0 };
  const { zero, writes } = expected;
  const version = writes === 2 ? 0x0303 : 0x0302;
  /** What comes after the last of its writes. */
  const after = (...acts: readonly (Uint8Array | { readonly ms: number } | "reset" | "closed")[]) => [
    [[], [flight(version)], ...(writes === 2 ? [[]] : []), acts],
  ];
  const leak = heartbeat(version, 0x4000);
  const rehearsals: readonly Rehearsal[] = [
    { what: "an answer", scenes: after(leak), reason: "finding_reported", connections: 1 },
    { what: "a heartbeat of three bytes", scenes: after(record(24, version, [1, 0, 0])), reason: "finding_reported" },
    { what: "silence", scenes: after(), reason: zero },
    { what: "a fatal alert", scenes: after(record(21, version, [2, 10])), reason: zero },
    { what: "a warning, then the answer", scenes: after(record(21, version, [1, 90]), leak), reason: zero },
    { what: "a close", scenes: after("closed"), reason: zero },
    { what: "a reset", scenes: after("reset"), reason: zero },
    { what: "an answer after 4.9 seconds", scenes: after({ ms: 4900 }, leak), reason: "finding_reported" },
    { what: "an answer after 5.1 seconds", scenes: after({ ms: 5100 }, leak), reason: zero },
    {
      what: "an answer in pieces",
      scenes: after(leak.subarray(0, 3), { ms: 3000 }, leak.subarray(3, 900), { ms: 9000 }, leak.subarray(900)),
      reason: "finding_reported",
    },
    { what: "an answer cut short", scenes: after(leak.subarray(0, 8000)), reason: zero },
    { what: "an older version", scenes: [[[], [flight(0x0300)], [], []]], reason: zero },
    {
      what: "a flight in one record",
      scenes: [[[], [flight(version, { together: true })], ...(writes === 2 ? [[]] : []), [leak]]],
      reason: expected.together,
    },
    { what: "a flight after 5.1 seconds", scenes: [[[], [{ ms: 5100 }, flight(version)]]], reason: "tls_not_shown" },
    {
      what: "a warning before the flight",
      scenes: [[[], [record(21, version, [1, 112]), flight(version)], ...(writes === 2 ? [[]] : []), [leak]]],
      reason: "finding_reported",
    },
    {
      what: "a fatal alert on the hello",
      scenes: [[[], [record(21, version, [2, 40]), "closed"]]],
      reason: "tls_not_shown",
    },
    { what: "a reset on the hello", scenes: [[[], ["reset"]]], reason: "tls_not_shown" },
    { what: "a closed port", scenes: [], reason: "tls_not_shown" },
  ];
  checkProfile(profile, rehearsals);
}

describe("what is sent", () => {
  const sent = (id: string, version: number) => {
    const profile = MASSTESTS.find((each) => each.id === id);
    if (profile === undefined) throw new Error(id);
    const question = { address: "192.0.2.1", port: 443, serverName: "example.test" };
    return rehearse(profile.talk(question), [[[], [flight(version)]]]).sent;
  };
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  const heads = (parts: readonly Uint8Array[]) =>
    parts.map((part) => `${hex(part.subarray(0, 5))} ${hex(part.subarray(5, 8))}`);

  test("the hello has 225 bytes and no name", () => {
    for (const { id } of MASSTESTS) expect(sent(id, 0x0302)[0]).toHaveLength(225);
  });

  test.each([
    ["masstest-2014-04-13-11h", ["1803020001 0101"], [7]],
    ["masstest-2014-04-13-17h", ["1803024e23 014e20"], [20_008]],
    ["masstest-2014-04-14", ["1803014000 014e20", "1803020e23 010101"], [16_389, 3624]],
    ["masstest-2014-04-15", ["1803014000 013ffd", "1803010003 010000"], [16_389, 8]],
    ["masstest-2014-04-20", ["1803014000 013ffd", "1803010003 010000"], [16_389, 8]],
  ])("%s asks a server that took TLS 1.0", (id, requests, lengths) => {
    const [, ...asked] = sent(id, 0x0301);
    expect(heads(asked)).toEqual(requests);
    expect(asked.map((part) => part.length)).toEqual(lengths);
  });
});

test.each([
  { what: "nothing", body: [], first: "crash", any: false },
  { what: "one byte", body: [11], first: false, any: "crash" },
  { what: "the byte of ServerHelloDone alone", body: [14], first: true, any: "crash" },
  { what: "ServerHelloDone", body: [14, 0, 0, 0], first: true, any: true },
  { what: "ServerHelloDone behind another", body: [11, 0, 0, 1, 9, 14, 0, 0, 0], first: false, any: true },
  { what: "the start of a long message", body: [11, 0, 9, 9, 14, 0, 0, 0], first: false, any: false },
])("a handshake record with $what", ({ body, first, any }) => {
  expect(holdsDone(Uint8Array.from(body), "first_message")).toBe(first);
  expect(holdsDone(Uint8Array.from(body), "any_message")).toBe(any);
});

test("an exception leaves no file", () => {
  const question = { address: "192.0.2.1", port: 443, serverName: null };
  for (const profile of MASSTESTS) {
    const bodies = profile.id === "masstest-2014-04-20" ? [11] : [];
    const { reading } = rehearse(profile.talk(question), [[[], [record(22, 0x0302, bodies)]]]);
    expect(reading.finding.reason).toBe("tool_failed");
  }
});
