import { checkProfile, type Rehearsal } from "../testing/check.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { openvas } from "./index.ts";

const [SSL30, TLS10, TLS12] = [0x0300, 0x0301, 0x0303] as const;
type Scene = Rehearsal["scenes"][number];
type Acts = Scene[number];
const refuses: Scene = [[], [record(21, TLS10, [2, 70]), "closed"]];
const takes = (version: number, mode: 1 | 2 | null = 1): Scene => [[], [flight(version, { heartbeat: mode })]];
/** Only TLS 1.0 is found; what comes after the request's second part. */
const asks = (...acts: Acts): Rehearsal["scenes"] => [
  refuses,
  takes(TLS10),
  refuses,
  refuses,
  [[], [flight(TLS10)], [], acts],
];

/** An answer that begins with what the request carried. */
function marked(version: number): Uint8Array {
  const answer = heartbeat(version, 0x4000);
  answer.set(new TextEncoder().encode("crosscheck marks what it sent"), 8 + 16);
  return answer;
}

checkProfile(openvas, [
  { what: "its marker", scenes: asks(marked(TLS10)), reason: "finding_reported", connections: 5 },
  { what: "its marker after 4.9 s", scenes: asks({ ms: 4900 }, marked(TLS10)), reason: "finding_reported" },
  { what: "its marker after 5.1 s", scenes: asks({ ms: 5100 }, marked(TLS10)), reason: "negative_derived" },
  {
    what: "its marker in two pieces",
    scenes: asks(marked(TLS10).subarray(0, 30), marked(TLS10).subarray(30)),
    reason: "negative_derived",
  },
  {
    what: "an echo",
    scenes: asks(record(24, TLS10, [1, 0x40, 0, ...marked(TLS10).subarray(8, 60)])),
    reason: "finding_reported",
  },
  { what: "memory without its marker", scenes: asks(heartbeat(TLS10, 99)), reason: "negative_derived" },
  {
    what: "an alert, then its marker",
    scenes: asks(record(21, TLS10, [1, 90]), marked(TLS10)),
    reason: "negative_derived",
  },
  { what: "silence", scenes: asks(), reason: "negative_derived" },
  { what: "a reset", scenes: asks("reset"), reason: "negative_derived" },
  {
    what: "mode 2",
    scenes: [refuses, takes(TLS10, 2), refuses, refuses, [[], [flight(TLS10, { heartbeat: 2 })], [], [marked(TLS10)]]],
    reason: "negative_derived",
  },
  {
    what: "no extension",
    scenes: [refuses, takes(TLS10, null), refuses, refuses, takes(TLS10, null)],
    reason: "negative_derived",
    connections: 5,
  },
  {
    what: "a hit in the last version",
    scenes: [refuses, takes(TLS10), refuses, takes(TLS12), takes(TLS10), [[], [flight(TLS12)], [], [marked(TLS12)]]],
    reason: "finding_reported",
    connections: 6,
  },
  {
    what: "SSLv3 only",
    scenes: [takes(SSL30, null), takes(SSL30, null), refuses, refuses, takes(SSL30, null)],
    reason: "negative_derived",
    connections: 5,
  },
  {
    what: "shut out after the versions",
    scenes: [refuses, takes(TLS10), refuses, refuses],
    reason: "negative_derived",
  },
  { what: "no version", scenes: [refuses, refuses, refuses, refuses], reason: "tls_not_shown", connections: 4 },
  { what: "a closed port", scenes: [], reason: "tls_not_shown" },
]);
