import { expect, test } from "vitest";
import type { Reason } from "../../core/model/outcome.ts";
import { checkProfile, type Rehearsal } from "../testing/check.ts";
import { type Act, rehearse } from "../testing/rehearse.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { SSLSCANS } from "./index.ts";
import { lengthOf } from "./reader.ts";

type Scene = readonly (readonly Act[])[];
const REFUSED: Scene = [[], [record(21, 0x0301, [2, 70])]];
const TLS12 = 0x0303;
const LEAK = heartbeat(TLS12, 0x4000);
/** Of the four looks at versions, only that at TLS 1.2 is taken; then what comes after hello and request. */
const only12 = (...acts: readonly Act[]): readonly Scene[] => [
  REFUSED,
  REFUSED,
  REFUSED,
  [[], [flight(TLS12)]],
  [[], [], acts],
];
/** A handshake record with a body of so many bytes, all of them the same. */
const filled = (length: number, byte = 0x30) => record(22, TLS12, new Uint8Array(length).fill(byte));
/** In pieces that arrive one by one. */
function pieces(whole: Uint8Array, size: number): readonly Act[] {
  const acts: Act[] = [];
  for (let at = 0; at < whole.length; at += size) acts.push(whole.subarray(at, at + size));
  return acts;
}

type ByState = readonly [x86: Reason, arm: Reason, old: Reason];
const HIT = "finding_reported";
const MISS = "negative_reported";
const same = (reason: Reason): ByState => [reason, reason, reason];

const CASES: readonly (Omit<Rehearsal, "reason"> & { readonly by: ByState })[] = [
  { what: "a leak", scenes: only12(flight(TLS12), LEAK), by: same(HIT), connections: 5 },
  { what: "silence", scenes: only12(flight(TLS12)), by: same(MISS) },
  { what: "a fatal alert", scenes: only12(flight(TLS12), record(21, TLS12, [2, 10])), by: same(MISS) },
  { what: "a warning, then the leak", scenes: only12(flight(TLS12), record(21, TLS12, [1, 90]), LEAK), by: same(MISS) },
  { what: "the hello refused", scenes: only12(record(21, TLS12, [2, 40]), "closed"), by: same(MISS) },
  { what: "three bytes", scenes: only12(flight(TLS12), record(24, TLS12, [1, 0x40, 0])), by: same(MISS) },
  { what: "a leak after 2.9 seconds", scenes: only12(flight(TLS12), { ms: 2900 }, LEAK), by: same(HIT) },
  { what: "a leak after 3.1 seconds", scenes: only12(flight(TLS12), { ms: 3100 }, LEAK), by: same(MISS) },
  { what: "a close", scenes: only12(flight(TLS12), "closed"), by: same(MISS) },
  { what: "a reset", scenes: only12(flight(TLS12), "reset"), by: same(MISS) },
  {
    what: "a flight in one record of 0x297 bytes",
    scenes: only12(joined(flight(TLS12, { together: true }), LEAK)),
    by: [MISS, HIT, HIT],
  },
  { what: "a record of 0x314 bytes", scenes: only12(joined(filled(0x314), LEAK)), by: same(HIT) },
  { what: "a record of 0x394 bytes", scenes: only12(joined(filled(0x394), LEAK)), by: [MISS, HIT, HIT] },
  { what: "a record of 0x394 bytes, the leak a moment later", scenes: only12(filled(0x394), LEAK), by: same(HIT) },
  {
    what: "a certificate in two segments",
    scenes: only12(filled(2000).subarray(0, 1200), joined(filled(2000).subarray(1200), LEAK)),
    by: [MISS, MISS, HIT],
  },
  {
    what: "repaired, a certificate full of 0x18 in segments",
    scenes: only12(...pieces(filled(3000, 0x18), 1400)),
    by: [HIT, HIT, MISS],
  },
  {
    what: "a certificate full of 0x15 in segments, then the leak",
    scenes: only12(...pieces(filled(3000, 0x15), 1400), LEAK),
    by: [MISS, MISS, HIT],
  },
  { what: "a leak in pieces of four bytes", scenes: only12(flight(TLS12), ...pieces(LEAK, 4)), by: [MISS, MISS, HIT] },
  { what: "a leak cut behind its header", scenes: only12(flight(TLS12), LEAK.subarray(0, 5)), by: same(MISS) },
  { what: "a leak cut at 8 kB", scenes: only12(flight(TLS12), LEAK.subarray(0, 8000)), by: [HIT, HIT, MISS] },
  {
    what: "a leak in TLS 1.0 behind two versions that hold",
    scenes: [
      REFUSED,
      ...[0x0301, 0x0302, 0x0303].map((version) => [[], [flight(version)]]),
      [[], [], []],
      [[], [], []],
      [[], [], [flight(0x0301), heartbeat(0x0301, 0x4000)]],
    ],
    by: same(HIT),
    connections: 7,
  },
  {
    what: "SSL 3 only",
    scenes: [[[], [flight(0x0300)]], REFUSED, REFUSED, REFUSED],
    by: same("tls_version_not_covered"),
    connections: 4,
  },
  { what: "another version than asked for", scenes: scenesOf(flight(0x0301)), by: same("finding_reported") },
  {
    what: "a warning before every flight",
    scenes: scenesOf(record(21, 0x0301, [1, 112]), flight(0x0303)),
    by: same("tls_not_shown"),
  },
  { what: "a flight after 3.1 seconds", scenes: scenesOf({ ms: 3100 }, flight(0x0303)), by: same("tls_not_shown") },
  {
    what: "plain text",
    scenes: scenesOf(new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n")),
    by: same("tls_not_shown"),
  },
  {
    what: "a port that closes after the look at the versions",
    scenes: only12().slice(0, 4),
    by: same("check_failed"),
  },
  { what: "a closed port", scenes: [], by: same("check_failed"), connections: 1 },
];

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Four looks at versions that end the same; and, should one be taken, a leak. */
function scenesOf(...acts: readonly Act[]): readonly Scene[] {
  return [...Array.from({ length: 4 }, (): Scene => [[], acts]), [[], [], [LEAK]]];
}

for (const [index, profile] of SSLSCANS.entries()) {
  checkProfile(
    profile,
    CASES.map(({ by, ...rest }): Rehearsal => ({ ...rest, reason: by[index] ?? "no_evidence" })),
  );
}

test("the look at versions carries a name, the check does not; hello and request follow each other", () => {
  const [profile] = SSLSCANS;
  const question = { address: "192.0.2.1", port: 443, serverName: "example.test" };
  const sent = profile === undefined ? [] : rehearse(profile.talk(question), only12(LEAK)).sent;
  const named = sent.map((bytes) => Buffer.from(bytes).includes("example.test"));
  expect(named).toEqual([false, true, true, true, false, false]);
  expect(sent[4]).toHaveLength(225);
  expect(
    Buffer.from(sent[4] ?? [])
      .subarray(0, 3)
      .toString("hex"),
  ).toBe("160301");
  expect(Buffer.from(sent[5] ?? []).toString("hex")).toBe("1803030003014000");
});

test.each([
  [0x03, 0x7f, true, 0x037f],
  [0x03, 0x80, true, 0xff80],
  [0x03, 0x94, true, 0xff94],
  [0x03, 0x94, false, 0x0394],
  [0x40, 0x00, true, 0x4000],
])("a length of %i, %i, with sign %s", (high, low, signed, length) => {
  expect(lengthOf(high, low, signed)).toBe(length);
});
