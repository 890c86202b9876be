/** The connection without its socket, mid-handshake: what becomes of heartbeats there. */

import { describe, expect, test } from "vitest";
import { decodeHeartbeat } from "../../core/wire/heartbeat.ts";
import { TLS12 } from "../../core/wire/version.ts";
import type { Dials } from "../conditions/dials.ts";
import { beat, control, flush, hello, inShort, RawClient } from "./testing/raw-client.ts";

const NOTHING = new Uint8Array(0);

describe("the handshake's write buffer", () => {
  test("a small answer waits, and a fatal alert takes it along", () => {
    const client = new RawClient();
    client.send(hello(TLS12));
    expect(client.send(control(), beat(0, 0))).toEqual([]);
    expect(inShort(client.send(flush()))).toEqual(["hb 21", "hb 19", "alert 2 10"]);
    expect(client.ending).toBe("fin");
    expect(client.counters).toEqual({ connections: 0, heartbeats: 2, foreignBytesServed: 0 });
  });

  test.each([
    { claim: 4072, answer: [] },
    { claim: 4073, answer: ["hb 4092"] },
  ])("a claim of $claim", ({ claim, answer }) => {
    const client = new RawClient();
    client.send(hello(TLS12));
    expect(inShort(client.send(beat(claim, 0)))).toEqual(answer);
  });

  test("the tail of a big answer stays behind", () => {
    const client = new RawClient();
    client.send(hello(TLS12));
    expect(inShort(client.send(beat(0xffff, 0)))).toEqual(["hb 16384", "hb 16384", "hb 16384", "hb 16384"]);
    expect(inShort(client.send(flush()))).toEqual(["hb 18", "alert 2 10"]);
  });

  test("a warning does not flush it", () => {
    const client = new RawClient({ warningBeforeAnswer: 90 });
    client.send(hello(TLS12));
    expect(client.send(control())).toEqual([]);
    expect(inShort(client.send(flush()))).toEqual(["alert 1 90", "hb 21", "alert 2 10"]);
  });

  test("an application that closes without writing out loses all of it", () => {
    const client = new RawClient({ fatalAlert: "lost" });
    client.send(hello(TLS12));
    expect(client.send(control(), flush())).toEqual([]);
    expect(client.ending).toBe("fin");
  });

  test("other libraries have none", () => {
    const client = new RawClient({ handshakeBuffer: 0 });
    client.send(hello(TLS12));
    expect(inShort(client.send(control()))).toEqual(["hb 21"]);
  });
});

describe("memory", () => {
  test("a claim smaller than the ClientHello reads back the client's own bytes", () => {
    const client = new RawClient({ handshakeBuffer: 0 });
    const mine = hello(TLS12);
    client.send(mine);
    const [answer] = client.send(beat(100, 2));
    expect(decodeHeartbeat(answer?.body ?? NOTHING)?.payload.subarray(2)).toEqual(mine.subarray(10, 108));
    expect(client.counters.foreignBytesServed).toBe(0);
  });

  test("a bigger one is counted", () => {
    const client = new RawClient({ handshakeBuffer: 0 });
    const mine = hello(TLS12);
    client.send(mine);
    client.send(beat(5000, 0));
    expect(client.counters.foreignBytesServed).toBe(8 + 5000 - mine.length);
  });

  test("repaired code serves none, whatever is claimed", () => {
    const client = new RawClient({ heartbeat: "bounds_checked" });
    client.send(hello(TLS12));
    expect(inShort(client.send(beat(0xffff, 0), beat(0, 0), control(), flush()))).toEqual(["hb 21", "alert 2 10"]);
    expect(client.counters.foreignBytesServed).toBe(0);
  });
});

describe("pace", () => {
  test("per event: what is queued behind a heartbeat waits for new bytes", () => {
    const client = new RawClient({ pace: "per_event" });
    client.send(hello(TLS12), control(), beat(0, 0), flush());
    expect(client.wakeAt).toBeNull();
    expect(client.send(flush())).toEqual([]);
    expect(inShort(client.send(flush()))).toEqual(["hb 21", "hb 19", "alert 2 10"]);
  });

  test("per second: one heartbeat a second", () => {
    const client = new RawClient({ pace: "per_second" });
    client.send(hello(TLS12), control(), beat(0, 0), flush());
    expect([client.wakeAt, client.counters.heartbeats]).toEqual([1000, 1]);
    expect(client.wake(1000)).toEqual([]);
    expect([client.wakeAt, client.counters.heartbeats]).toEqual([2000, 2]);
    expect(inShort(client.wake(2000))).toEqual(["hb 21", "hb 19", "alert 2 10"]);
  });
});

describe("other reactions", () => {
  test.each<{ dials: Partial<Dials>; answers: readonly string[]; ending: string | null }>([
    { dials: { heartbeat: "fatal_alert" }, answers: ["alert 2 10"], ending: "fin" },
    { dials: { heartbeat: "not_built" }, answers: ["alert 2 10"], ending: "fin" },
    { dials: { heartbeat: "fin" }, answers: [], ending: "fin" },
    { dials: { heartbeat: "reset" }, answers: [], ending: "reset" },
    { dials: { heartbeat: "locks_up" }, answers: [], ending: null },
    { dials: { heartbeatFrom: "finished" }, answers: ["alert 2 10"], ending: "fin" },
    { dials: { path: "eats_heartbeats" }, answers: ["alert 2 10"], ending: "fin" },
    { dials: { path: "blackholes_after_heartbeat" }, answers: [], ending: null },
    { dials: { heartbeat: "lenient_padding", handshakeBuffer: 0 }, answers: ["hb 21", "alert 2 22"], ending: "fin" },
    { dials: { heartbeat: "echo", handshakeBuffer: 0 }, answers: ["hb 21", "hb 3", "alert 2 10"], ending: "fin" },
  ])("$dials", ({ dials, answers, ending }) => {
    const client = new RawClient(dials);
    client.send(hello(TLS12));
    expect(inShort(client.send(control(), beat(0, 0), flush()))).toEqual(answers);
    expect(client.ending).toBe(ending);
    expect(client.counters.heartbeats).toBeGreaterThan(0);
  });

  test("clear text is no TLS", () => {
    const client = new RawClient({ heartbeat: "clear_text" });
    const flight = client.send(hello(TLS12)).length;
    expect(flight).toBe(4);
    const before = client.raw.length;
    client.send(control());
    expect(new TextDecoder().decode(client.raw.subarray(before))).toMatch(/^500 OOPS/);
  });

  test("a device that locks up takes the others with it", () => {
    const client = new RawClient({ heartbeat: "locks_up" });
    client.send(hello(TLS12), control());
    expect(client.lockedUp).toBe(true);
  });

  test("an answer that is cut leaves an incomplete record, and nothing follows", () => {
    const client = new RawClient({ answerCutAt: 8192 });
    client.send(hello(TLS12));
    const before = client.raw.length;
    expect(client.send(beat(0x4000, 0), flush())).toEqual([]);
    expect([client.raw.length - before, client.ending]).toEqual([8192, null]);
  });
});
