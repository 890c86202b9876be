import { expect, test } from "vitest";
import type { Reason } from "../../core/model/outcome.ts";
import { checkProfile, type Rehearsal } from "../testing/check.ts";
import { type Act, rehearse } from "../testing/rehearse.ts";
import { flight, heartbeat, record } from "../testing/server.ts";
import { NMAPS } from "./index.ts";

type Scene = readonly (readonly Act[])[];
const SCAN: Scene = [[]];
const ALERT = record(21, 0x0301, [2, 70]);
const REFUSED: Scene = [[], [ALERT]];
const SSL3 = 0x0300;
const TLS10 = 0x0301;
const TLS11 = 0x0302;
const TLS12 = 0x0303;
const LEAK = heartbeat(TLS11, 4092);
const TEXT = new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n\r\n");
const HIT = "finding_reported";
const MISS = "negative_reported";

for (const profile of NMAPS) {
  const first = profile.id === "nmap-2014-04-09";
  /** The connections before and after that for TLS 1.1. */
  const [before, after]: readonly (readonly Scene[])[] = first ? [[], []] : [[REFUSED], [REFUSED]];
  /** ssl-enum-ciphers: SSL 3, then TLS 1.0 to 1.2. */
  const list = (...versions: readonly number[]): readonly Scene[] =>
    [SSL3, TLS10, TLS11, TLS12].map((version) => (versions.includes(version) ? [[], [flight(version)]] : REFUSED));
  /** A server that speaks TLS 1.1 alone: what it says on the hello, what on the request. */
  const only11 = (hello: readonly Act[], answer: readonly Act[] = []): readonly Scene[] => [
    SCAN,
    ...(before ?? []),
    [[], hello, answer],
    ...(after ?? []),
    ...list(TLS11),
  ];
  const asked = (...answer: readonly Act[]) => only11([flight(TLS11)], answer);
  const by = (early: Reason, later: Reason): Reason => (first ? early : later);

  const rehearsals: readonly Rehearsal[] = [
    { what: "a leak", scenes: asked(LEAK), reason: HIT, connections: first ? 2 : 3 },
    { what: "a long leak in pieces", scenes: asked(...pieces(heartbeat(TLS11, 0x4000), 700)), reason: HIT },
    { what: "a leak cut at 8 kB", scenes: asked(heartbeat(TLS11, 0x4000).subarray(0, 8000)), reason: HIT },
    { what: "one byte less than it wants", scenes: asked(heartbeat(TLS11, 4072)), reason: "check_failed" },
    { what: "an echo", scenes: asked(record(24, TLS11, new Uint8Array(22))), reason: "check_failed" },
    { what: "a leak cut behind its header", scenes: asked(LEAK.subarray(0, 5)), reason: "check_failed" },
    { what: "silence", scenes: asked(), reason: MISS, connections: first ? 6 : 8 },
    { what: "a close", scenes: asked("closed"), reason: MISS },
    { what: "a reset", scenes: asked("reset"), reason: MISS },
    { what: "a fatal alert", scenes: asked(record(21, TLS11, [2, 10])), reason: MISS },
    { what: "a warning, then the leak", scenes: asked(record(21, TLS11, [1, 90]), LEAK), reason: MISS },
    { what: "a leak after 4.9 seconds", scenes: asked({ ms: 4900 }, LEAK), reason: HIT },
    { what: "a leak after 5.1 seconds", scenes: asked({ ms: 5100 }, LEAK), reason: MISS },
    { what: "another record before the leak", scenes: asked(record(23, TLS11, [7, 7, 7, 7, 7]), LEAK), reason: HIT },
    {
      what: "another record of a length that puts it out of step",
      scenes: asked(record(23, TLS11, [7, 7]), LEAK),
      reason: MISS,
    },
    { what: "no extension", scenes: only11([flight(TLS11, { heartbeat: null })], [LEAK]), reason: by(HIT, MISS) },
    { what: "mode 2", scenes: only11([flight(TLS11, { heartbeat: 2 })], [LEAK]), reason: by(HIT, MISS) },
    {
      what: "a flight in one record",
      scenes: only11([flight(TLS11, { together: true })], [LEAK]),
      reason: by(MISS, HIT),
    },
    { what: "a flight over small records", scenes: only11([...small(TLS11)], [LEAK]), reason: by(MISS, HIT) },
    {
      what: "a warning before the flight",
      scenes: only11([record(21, TLS11, [1, 112]), flight(TLS11)], [LEAK]),
      reason: HIT,
    },
    { what: "a flight after 4.9 seconds", scenes: only11([{ ms: 4900 }, flight(TLS11)], [LEAK]), reason: HIT },
    {
      what: "a flight that stops after the ServerHello",
      scenes: only11([flight(TLS11).subarray(0, 54), { ms: 5100 }], [LEAK]),
      reason: by(MISS, HIT),
    },
    {
      what: "a server that closes after the ServerHello",
      scenes: only11([flight(TLS11).subarray(0, 54), "closed"]),
      reason: MISS,
    },
    {
      what: "nothing but SSL 3",
      scenes: [SCAN, ...Array.from({ length: first ? 1 : 3 }, () => REFUSED), ...list(SSL3)],
      reason: "tls_version_not_covered",
    },
    {
      what: "nothing but TLS 1.2, and a leak",
      scenes: first
        ? [SCAN, REFUSED, ...list(TLS12)]
        : [SCAN, REFUSED, REFUSED, [[], [flight(TLS12)], [heartbeat(TLS12, 4092)]]],
      reason: by("tls_version_not_covered", HIT),
    },
    {
      what: "slow at every hello",
      scenes: [SCAN, ...Array.from({ length: 7 }, (): Scene => [[], [{ ms: 5100 }, flight(TLS11)]])],
      reason: "tls_not_shown",
    },
    {
      what: "plain text",
      scenes: [SCAN, ...Array.from({ length: 7 }, (): Scene => [[], [TEXT]])],
      reason: "tls_not_shown",
    },
    { what: "a ban after the first connection", scenes: [SCAN], reason: "tls_not_shown" },
    { what: "a closed port", scenes: [], reason: "port_closed", connections: 1 },
  ];
  checkProfile(profile, rehearsals);
}

function pieces(whole: Uint8Array, size: number): readonly Uint8Array[] {
  const cut: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += size) cut.push(whole.subarray(at, at + size));
  return cut;
}

function small(version: number): readonly Uint8Array[] {
  return pieces(flight(version, { together: true }).subarray(5), 60).map((body) => record(22, version, body));
}

const QUESTION = { address: "192.0.2.1", port: 443, serverName: "example.test" };

test.each([
  ["nmap-2014-04-09", TLS11, "1803020003010fe9"],
  ["nmap-2014-04-11", TLS10, "1803010016010fe9"],
  ["nmap-2014-04-14", TLS10, "1803010016014000"],
  ["nmap-7", TLS10, "1803010016014000"],
])("%s: no name in its hello, and its request", (id, version, request) => {
  const profile = NMAPS.find((each) => each.id === id);
  const sent = profile === undefined ? [] : rehearse(profile.talk(QUESTION), [SCAN, [[], [flight(version)]]]).sent;
  expect(Buffer.from(sent[0] ?? []).includes("example.test")).toBe(false);
  expect(
    Buffer.from(sent[1] ?? [])
      .subarray(0, 8)
      .toString("hex"),
  ).toBe(request);
});
