import { expect, test } from "vitest";
import { checkProfile, type Rehearsal } from "../testing/check.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { testsslHello } from "./hello.ts";
import { testssl, testssl2016 } from "./index.ts";

const [SSL30, TLS10, TLS11, TLS12] = [0x0300, 0x0301, 0x0302, 0x0303] as const;
type Acts = Rehearsal["scenes"][number][number];
const ONCE = [[], [flight(TLS10)]] as const;
const after = (...acts: Acts): Rehearsal["scenes"] => [ONCE, [[], [flight(TLS10)], acts]];
const REFUSES = [[], [record(21, TLS10, [2, 70]), "closed"]] as const;
const LONG = Uint8Array.from([...flight(TLS10).subarray(0, -9), ...record(22, TLS10, new Uint8Array(16_384))]);

const COMMON: readonly Rehearsal[] = [
  { what: "memory", scenes: after(heartbeat(TLS10, 0x4000)), reason: "finding_reported", connections: 2 },
  { what: "its beginning", scenes: after(heartbeat(TLS10, 0x4000).subarray(0, 17)), reason: "finding_reported" },
  { what: "too little of it", scenes: after(heartbeat(TLS10, 0x4000).subarray(0, 16)), reason: "negative_reported" },
  { what: "memory after 7.9 s", scenes: after({ ms: 7900 }, heartbeat(TLS10, 99)), reason: "finding_reported" },
  { what: "memory after 8.1 s", scenes: after({ ms: 8100 }, heartbeat(TLS10, 99)), reason: "negative_timed_out" },
  { what: "silence", scenes: after(), reason: "negative_timed_out" },
  { what: "a close", scenes: after("closed"), reason: "negative_reported" },
  { what: "a reset", scenes: after("reset"), reason: "negative_reported" },
  { what: "a fatal alert", scenes: after(record(21, TLS10, [2, 10])), reason: "negative_reported" },
  {
    what: "a warning, then memory",
    scenes: after(record(21, TLS10, [1, 90]), { ms: 1000 }, heartbeat(TLS10, 99)),
    reason: "negative_reported",
  },
  { what: "an echo", scenes: after(record(24, TLS10, [1, 0x40, 0])), reason: "negative_reported" },
  {
    what: "no extension",
    scenes: [[[], [flight(TLS10, { heartbeat: null })]]],
    reason: "extension_absent_reported",
    connections: 1,
  },
  {
    what: "mode 2",
    scenes: [
      [[], [flight(TLS10, { heartbeat: 2 })]],
      [[], [flight(TLS10)], [heartbeat(TLS10, 99)]],
    ],
    reason: "finding_reported",
  },
  {
    what: "TLS 1.2 only",
    scenes: [REFUSES, REFUSES, [[], [flight(TLS12)]], [[], [flight(TLS12)], [heartbeat(TLS12, 99)]]],
    reason: "finding_reported",
    connections: 4,
  },
  {
    what: "TLS 1.1 at once",
    scenes: [
      [[], [flight(TLS11)]],
      [[], [flight(TLS11)]],
      [[], [flight(TLS11)], [heartbeat(TLS11, 99)]],
    ],
    reason: "finding_reported",
    connections: 3,
  },
  {
    what: "SSLv3 only",
    scenes: [REFUSES, REFUSES, REFUSES, [[], [flight(SSL30, { heartbeat: null })]]],
    reason: "extension_absent_reported",
    connections: 4,
  },
  { what: "nothing that it speaks", scenes: [REFUSES, REFUSES, REFUSES, REFUSES], reason: "tls_not_shown" },
  {
    what: "a flight after 9.9 s",
    scenes: [
      [[], [{ ms: 9900 }, flight(TLS10)]],
      [[], [flight(TLS10)], [heartbeat(TLS10, 99)]],
    ],
    reason: "finding_reported",
  },
  {
    what: "no flight within 10 s",
    scenes: Array.from({ length: 4 }, () => [[], [{ ms: 10_100 }, flight(TLS10)]] as const),
    reason: "tls_not_shown",
  },
  { what: "shut out after the first connection", scenes: [ONCE], reason: "negative_reported" },
  { what: "a closed port", scenes: [], reason: "port_closed" },
];

const inPieces = (size: number): Acts => {
  const bytes = flight(TLS10);
  const pieces = Math.ceil(bytes.length / size);
  return Array.from({ length: pieces }, (_, i) => [bytes.subarray(i * size, (i + 1) * size), { ms: 30 }]).flat();
};

checkProfile(testssl, [
  ...COMMON,
  {
    what: "a long flight",
    scenes: [ONCE, [[], [LONG, record(22, TLS10, [14, 0, 0, 0])], []]],
    reason: "negative_timed_out",
  },
  { what: "a flight in pieces", scenes: [ONCE, [[], inPieces(200), []]], reason: "negative_timed_out" },
  { what: "text", scenes: after(new TextEncoder().encode("500 OOPS: child died")), reason: "negative_reported" },
]);

checkProfile(testssl2016, [
  ...COMMON,
  {
    what: "a long flight",
    scenes: [ONCE, [[], [LONG, record(22, TLS10, [14, 0, 0, 0])], []]],
    reason: "finding_reported",
  },
  { what: "a flight in pieces", scenes: [ONCE, [[], inPieces(200), []]], reason: "finding_reported" },
  { what: "text", scenes: after(new TextEncoder().encode("500 OOPS: child died")), reason: "finding_reported" },
]);

test.each([SSL30, TLS10, TLS11, TLS12])("no hello of %i has a length that makes servers hang", (version) => {
  for (const name of [null, "a.example", "a-rather-long-name.of-a-server.example.org"]) {
    const length = testsslHello(version, name).length - 5;
    expect(length < 256 || length > 511).toBe(true);
  }
});
