import { expect, test } from "vitest";
import { checkProfile, type Rehearsal } from "../testing/check.ts";
import { rehearse } from "../testing/rehearse.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { sslyze } from "./index.ts";
import { holdsFiller } from "./mozilla.ts";
import { sslyze09 } from "./sslyze-0.9.ts";

const [SSL30, TLS10, TLS11, TLS12] = [0x0300, 0x0301, 0x0302, 0x0303] as const;
type Acts = Rehearsal["scenes"][number][number];
type Scene = Rehearsal["scenes"][number];
const refuses: Scene = [[], [record(21, TLS10, [2, 70]), "closed"]];
const takes = (version: number): Scene => [[], [flight(version)]];
const filler = (version: number): Uint8Array => {
  const answer = heartbeat(version, 0x4000);
  answer.fill(1, 8);
  return answer;
};
/** What comes before anything was read: hello, request and the empty one. */
const check = (...acts: Acts): Scene => [[], [], [], acts];
const small = (version: number): Uint8Array => flight(version).subarray(0, 60);

const asks = (...acts: Acts): Rehearsal["scenes"] => [refuses, takes(TLS12), check(...acts)];

checkProfile(sslyze, [
  { what: "its filler", scenes: asks(flight(TLS12), filler(TLS12)), reason: "finding_reported", connections: 3 },
  {
    what: "its filler in one read with the flight",
    scenes: asks(Uint8Array.from([...flight(TLS12), ...filler(TLS12).subarray(0, 900)])),
    reason: "finding_reported",
  },
  {
    what: "its filler after 4.9 s",
    scenes: asks(flight(TLS12), { ms: 4900 }, filler(TLS12)),
    reason: "finding_reported",
  },
  {
    what: "its filler after 5.1 s",
    scenes: asks(flight(TLS12), { ms: 5100 }, filler(TLS12)),
    reason: "negative_reported",
  },
  {
    what: "its filler in two pieces",
    scenes: asks(flight(TLS12), filler(TLS12).subarray(0, 10), filler(TLS12).subarray(10)),
    reason: "negative_reported",
  },
  {
    what: "a flight in two segments",
    scenes: asks(flight(TLS12).subarray(0, 200), flight(TLS12).subarray(200), filler(TLS12)),
    reason: "finding_reported",
  },
  {
    what: "a flight in one record",
    scenes: asks(flight(TLS12, { together: true }), filler(TLS12)),
    reason: "finding_reported",
  },
  { what: "memory without its filler", scenes: asks(flight(TLS12), heartbeat(TLS12, 99)), reason: "negative_reported" },
  { what: "silence", scenes: asks(flight(TLS12)), reason: "negative_reported" },
  { what: "a close", scenes: asks(flight(TLS12), "closed"), reason: "negative_reported" },
  { what: "a reset", scenes: asks(flight(TLS12), "reset"), reason: "negative_reported" },
  {
    what: "a warning before the hello",
    scenes: asks(record(21, TLS12, [1, 112]), flight(TLS12), filler(TLS12)),
    reason: "negative_reported",
  },
  {
    what: "a warning, then its filler",
    scenes: asks(flight(TLS12), record(21, TLS12, [1, 90]), filler(TLS12)),
    reason: "negative_reported",
  },
  { what: "no name, no hello", scenes: asks(record(21, TLS12, [2, 112]), "closed"), reason: "negative_reported" },
  {
    what: "a message over two records",
    scenes: asks(record(22, TLS12, [11, 0, 2, 0, 1]), flight(TLS12)),
    reason: "check_failed",
  },
  { what: "text", scenes: asks(new TextEncoder().encode("HTTP/1.1 400")), reason: "check_failed" },
  { what: "shut out after the second connection", scenes: [refuses, takes(TLS12)], reason: "check_failed" },
  {
    what: "SSLv3 only",
    scenes: [refuses, refuses, refuses, refuses, takes(SSL30), check(flight(SSL30), filler(SSL30))],
    reason: "finding_reported",
    connections: 6,
  },
  { what: "TLS 1.3", scenes: [[[], [hello13()]]], reason: "tls_version_not_covered", connections: 1 },
  { what: "a hello after 5.1 s", scenes: [[[], [{ ms: 5100 }, flight(TLS12)]]], reason: "tool_timed_out" },
  {
    what: "nothing that it speaks",
    scenes: [refuses, refuses, refuses, refuses, refuses],
    reason: "tool_handshake_failed",
  },
  { what: "a closed port", scenes: [], reason: "port_closed" },
]);

function hello13(): Uint8Array {
  const extensions = [0, 43, 0, 2, 3, 4];
  const body = [3, 3, ...Array.from({ length: 32 }, () => 7), 0, 0x13, 0x01, 0, 0, extensions.length, ...extensions];
  return record(22, TLS12, [2, 0, 0, body.length, ...body]);
}

const asks09 = (...acts: Acts): Rehearsal["scenes"] => [takes(TLS10), check(...acts)];

checkProfile(sslyze09, [
  { what: "its filler", scenes: asks09(flight(TLS10), filler(TLS10)), reason: "finding_reported", connections: 2 },
  {
    what: "its filler after 4.9 s",
    scenes: asks09(flight(TLS10), { ms: 4900 }, filler(TLS10)),
    reason: "finding_reported",
  },
  { what: "its filler after 5.1 s", scenes: asks09(flight(TLS10), { ms: 5100 }), reason: "tool_timed_out" },
  {
    what: "its filler behind a flight in two segments",
    scenes: asks09(flight(TLS10).subarray(0, 200), flight(TLS10).subarray(200), filler(TLS10)),
    reason: "negative_reported",
  },
  {
    what: "its filler in small pieces",
    scenes: asks09(flight(TLS10), filler(TLS10).subarray(0, 4), filler(TLS10).subarray(4)),
    reason: "negative_reported",
  },
  { what: "an echo", scenes: asks09(flight(TLS10), filler(TLS10)), reason: "finding_reported" },
  { what: "silence after a short flight", scenes: asks09(flight(TLS10)), reason: "tool_timed_out" },
  {
    what: "silence after a flight in two segments",
    scenes: asks09(flight(TLS10).subarray(0, 200), flight(TLS10).subarray(200)),
    reason: "negative_reported",
  },
  {
    what: "an alert on its own",
    scenes: asks09(flight(TLS10), record(21, TLS10, [2, 10]), "closed"),
    reason: "negative_reported",
  },
  {
    what: "an alert in one read with the flight",
    scenes: asks09(Uint8Array.from([...flight(TLS10), ...record(21, TLS10, [2, 10])]), "closed"),
    reason: "no_record_of_check",
  },
  { what: "a reset", scenes: asks09(flight(TLS10), "reset"), reason: "check_failed" },
  { what: "nothing at all", scenes: asks09("closed"), reason: "check_failed" },
  {
    what: "TLS 1.2 only",
    scenes: [refuses, takes(TLS12), check(record(21, TLS10, [2, 70]), "closed")],
    reason: "check_failed",
    connections: 3,
  },
  {
    what: "SSLv3 only, asked in TLS 1.0",
    scenes: [takes(SSL30), takes(SSL30), check(flight(SSL30), record(21, SSL30, [2, 70]))],
    reason: "negative_reported",
  },
  {
    what: "TLS 1.1, SSLv3 alone",
    scenes: [refuses, refuses, takes(SSL30), check(small(SSL30), filler(SSL30))],
    reason: "finding_reported",
  },
  { what: "a hello after 5.1 s", scenes: [[[], [{ ms: 5100 }, flight(TLS10)]]], reason: "tool_timed_out" },
  { what: "nothing that it speaks", scenes: [refuses, refuses, refuses, refuses], reason: "tool_handshake_failed" },
  { what: "shut out after the first connection", scenes: [takes(TLS10)], reason: "check_failed" },
  { what: "a closed port", scenes: [], reason: "port_closed" },
]);

test("the version in which 0.9 asks is TLS 1.0 whatever the automatic one found", () => {
  const { sent } = rehearse(sslyze09.talk({ address: "192.0.2.1", port: 443, serverName: null }), [
    refuses,
    takes(TLS11),
    check(),
  ]);
  expect(sent.at(-2)?.subarray(0, 8)).toEqual(Uint8Array.of(24, 3, 1, 0x40, 0, 1, 0x3f, 0xfd));
  expect(sent.at(-1)).toEqual(Uint8Array.of(24, 3, 1, 0, 3, 1, 0, 0));
});

test("the hello of the check carries no name, those before it do", () => {
  const { sent } = rehearse(sslyze.talk({ address: "192.0.2.1", port: 443, serverName: "www.example.org" }), [
    refuses,
    takes(TLS12),
    check(),
  ]);
  const named = sent.map((bytes) => new TextDecoder("latin1").decode(bytes).includes("www.example.org"));
  expect(named).toEqual([true, true, false, false, false]);
});

test.each([
  [[0, 1, 1, 1, 0], 3, true],
  [[1, 1, 0, 1, 1], 3, false],
  [[], 3, false],
] as const)("filler in %j", (bytes, count, found) => {
  expect(holdsFiller(Uint8Array.from(bytes), count)).toBe(found);
});
