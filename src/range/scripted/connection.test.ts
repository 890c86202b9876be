/** The connection without its socket: what a client gets to see, in order and in time. */

import { describe, expect, test } from "vitest";
import { randomBytes } from "node:crypto";
import { encodeAlert } from "../../core/wire/alert.ts";
import { concat } from "../../core/wire/bytes.ts";
import { encodeClientHello } from "../../core/wire/client-hello.ts";
import { HANDSHAKE, HandshakeAssembler, encodeHandshake } from "../../core/wire/handshake.ts";
import { decodeHeartbeat, encodeHeartbeat } from "../../core/wire/heartbeat.ts";
import { CONTENT, encodeRecord, RecordDecoder, type TlsRecord } from "../../core/wire/record.ts";
import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import { completableHello } from "../../tls/completable.ts";
import { generatePrivateKey } from "../certificates/keys.ts";
import { ScriptedConnection } from "./connection.ts";
import { type Counters, newCounters } from "./counters.ts";
import { DEFAULT_DIALS, type Dials } from "../conditions/dials.ts";
import type { Reaction } from "./peer.ts";
import { makeSite } from "./site.ts";

const random = { bytes: (length: number) => randomBytes(length), unit: () => 0 };
const keys = { rsa: await generatePrivateKey("rsa2048"), ec: await generatePrivateKey("p256") };

/** A client's end of one connection, which reads what arrived by `now`. */
class Harness {
  readonly counters: Counters = newCounters();
  readonly #connection: ScriptedConnection;
  readonly #decoder = new RecordDecoder();
  raw: Uint8Array = new Uint8Array(0);
  ending: string | null = null;
  wakeAt: number | null = null;
  lockedUp = false;

  constructor(dials: Partial<Dials> = {}) {
    const all = { ...DEFAULT_DIALS, ...dials };
    this.#connection = new ScriptedConnection(all, {
      site: makeSite(keys, all, random),
      random,
      counters: this.counters,
      onHeartbeat: () => undefined,
      onLockUp: () => {
        this.lockedUp = true;
      },
    });
  }

  /** Sends one segment and gives back what it brings, whenever it is due. */
  send(...records: readonly Uint8Array[]): readonly TlsRecord[] {
    return this.#take(this.#connection.receive(concat(records), 0));
  }

  /** Half-closes. */
  end(): readonly TlsRecord[] {
    return this.#take(this.#connection.end(0));
  }

  wake(now: number): readonly TlsRecord[] {
    return this.#take(this.#connection.wake(now));
  }

  #take({ actions, wakeAt }: Reaction): readonly TlsRecord[] {
    this.wakeAt = wakeAt;
    const records: TlsRecord[] = [];
    for (const action of actions) {
      if (action.kind !== "send") this.ending = action.kind;
      else {
        this.raw = concat([this.raw, action.bytes]);
        records.push(...this.#decoder.push(action.bytes));
      }
    }
    return records;
  }
}

function hello(version: number, options: { heartbeat?: 1 | null; serverName?: string } = {}): Uint8Array {
  const body = completableHello({ maxVersion: version, heartbeat: 1, ...options }, random);
  return encodeRecord(
    CONTENT.handshake,
    Math.min(version, TLS10),
    encodeHandshake(HANDSHAKE.clientHello, encodeClientHello(body)),
  );
}

const NOTHING = new Uint8Array(0);
const beat = (claimed: number, carried: number, version = TLS12, padding = 0): Uint8Array =>
  encodeRecord(
    CONTENT.heartbeat,
    version,
    encodeHeartbeat(1, claimed, new Uint8Array(carried), new Uint8Array(padding)),
  );
const control = (version = TLS12): Uint8Array => beat(2, 2, version, 16);
/** A handshake message that no server accepts from a client. */
const flush = (version = TLS12): Uint8Array =>
  encodeRecord(CONTENT.handshake, version, encodeHandshake(HANDSHAKE.serverHelloDone, NOTHING));

/** Records in short: "hb 19", "alert 2 10", "handshake". */
function inShort(records: readonly TlsRecord[]): readonly string[] {
  return records.map(({ type, body }) => {
    if (type === CONTENT.heartbeat) return `hb ${body.length}`;
    return type === CONTENT.alert ? `alert ${body.join(" ")}` : "handshake";
  });
}

function messageTypes(records: readonly TlsRecord[]): readonly number[] {
  const assembler = new HandshakeAssembler();
  return records
    .filter(({ type }) => type === CONTENT.handshake)
    .flatMap(({ body }) => assembler.push(body).map(({ type }) => type));
}

const FLIGHT = [HANDSHAKE.serverHello, HANDSHAKE.certificate, HANDSHAKE.serverKeyExchange, HANDSHAKE.serverHelloDone];

describe("the first flight", () => {
  test.each([
    { framing: "message_per_record", records: 4 },
    { framing: "one_record", records: 1 },
    { framing: { recordBytes: 60 }, records: null },
  ] as const)("framing $framing", ({ framing, records }) => {
    const flight = new Harness({ framing }).send(hello(TLS12));
    expect(messageTypes(flight)).toEqual(FLIGHT);
    if (records !== null) expect(flight).toHaveLength(records);
    else expect(Math.max(...flight.map(({ body }) => body.length))).toBe(60);
  });

  test("a certificate request and ServerHelloDone share a record", () => {
    const flight = new Harness({ clientCertificate: "requested" }).send(hello(TLS12));
    expect(messageTypes(flight)).toEqual([
      ...FLIGHT.slice(0, 3),
      HANDSHAKE.certificateRequest,
      HANDSHAKE.serverHelloDone,
    ]);
    expect(flight).toHaveLength(4);
  });

  test("authorities make it longer than a record", () => {
    const flight = new Harness({ clientCertificate: "requested", authoritiesBytes: 18_000 }).send(hello(TLS12));
    expect(flight.map(({ body }) => body.length)).toContain(16_384);
    expect(messageTypes(flight).at(-1)).toBe(HANDSHAKE.serverHelloDone);
  });

  test("the Certificate record's length has a low byte below 0x80 unless a dial says otherwise", () => {
    const [, short] = new Harness().send(hello(TLS12));
    const [, long] = new Harness({ certificate: { ...DEFAULT_DIALS.certificate, lowByte: 0x94 } }).send(hello(TLS12));
    expect([(short?.body.length ?? 0) & 0xff, (long?.body.length ?? 0) & 0xff]).toEqual([0x14, 0x94]);
  });

  test.each([SSL30, TLS10, TLS11, TLS12])(
    "no record's length has a low byte of 0x80 or more (version %i)",
    (version) => {
      const lengths = new Harness().send(hello(version)).map(({ body }) => body.length);
      expect(lengths.filter((length) => (length & 0xff) >= 0x80)).toEqual([]);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(1400);
    },
  );

  test("a warning can go before it", () => {
    expect(inShort(new Harness({ serverName: "warned_about" }).send(hello(TLS12))).slice(0, 2)).toEqual([
      "alert 1 112",
      "handshake",
    ]);
  });

  test("without the server name there may be none", () => {
    const strict = { serverName: "required" } as const;
    expect(inShort(new Harness(strict).send(hello(TLS12)))).toEqual(["alert 2 112"]);
    expect(messageTypes(new Harness(strict).send(hello(TLS12, { serverName: "localhost" })))).toEqual(FLIGHT);
  });
});

describe("versions", () => {
  test.each([SSL30, TLS10, TLS11, TLS12])("%i is answered in kind", (version) => {
    const flight = new Harness().send(hello(version));
    expect(new Set(flight.map((record) => record.version))).toEqual(new Set([version]));
    expect(messageTypes(flight)[0]).toBe(HANDSHAKE.serverHello);
  });

  test("too low a hello gets protocol_version in a record of its own version, or FIN", () => {
    const tls12 = { min: TLS12, max: TLS12 };
    const alerting = new Harness({ versions: { ...tls12, otherwise: "alert" } });
    const [alert] = alerting.send(hello(TLS11));
    expect(alert).toEqual({ type: CONTENT.alert, version: TLS11, body: encodeAlert(2, 70) });
    const closing = new Harness({ versions: { ...tls12, otherwise: "close" } });
    expect(closing.send(hello(TLS11))).toEqual([]);
    expect([alerting.ending, closing.ending]).toEqual(["fin", "fin"]);
  });

  test("a later record of another version gets protocol_version that carries that version", () => {
    const client = new Harness();
    client.send(hello(TLS12));
    expect(client.send(control(TLS11))).toEqual([{ type: CONTENT.alert, version: TLS11, body: encodeAlert(2, 70) }]);
    expect(client.counters.heartbeats).toBe(0);
  });

  test.each([
    {
      what: "a record too long",
      bytes: encodeRecord(CONTENT.heartbeat, TLS12, new Uint8Array(17_000)),
      alert: "alert 2 22",
    },
    { what: "an unknown type", bytes: encodeRecord(25, TLS12, Uint8Array.of(0)), alert: "alert 2 10" },
    {
      what: "application data",
      bytes: encodeRecord(CONTENT.applicationData, TLS12, Uint8Array.of(0)),
      alert: "alert 2 10",
    },
    {
      what: "an early ChangeCipherSpec",
      bytes: encodeRecord(CONTENT.changeCipherSpec, TLS12, Uint8Array.of(1)),
      alert: "alert 2 10",
    },
    {
      what: "a ClientKeyExchange that promises too much",
      bytes: encodeRecord(CONTENT.handshake, TLS12, Uint8Array.of(16, 1, 0, 0)),
      alert: "alert 2 47",
    },
    { what: "a second ClientHello", bytes: hello(TLS12).fill(3, 2, 3), alert: "alert 2 10" },
  ])("mid-handshake, $what: $alert", ({ bytes, alert }) => {
    const client = new Harness();
    client.send(hello(TLS12));
    expect(inShort(client.send(bytes))).toEqual([alert]);
  });

  test.each([
    ["a heartbeat first", control()],
    ["text", new TextEncoder().encode("GET / HTTP/1.0\r\n\r\n")],
  ])("%s is closed without a word", (_what, bytes) => {
    const client = new Harness();
    client.send(bytes);
    expect([client.raw.length, client.ending]).toEqual([0, "fin"]);
  });
});

describe("the handshake's write buffer", () => {
  test("a small answer waits, and a fatal alert takes it along", () => {
    const client = new Harness();
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
    const client = new Harness();
    client.send(hello(TLS12));
    expect(inShort(client.send(beat(claim, 0)))).toEqual(answer);
  });

  test("the tail of a big answer stays behind", () => {
    const client = new Harness();
    client.send(hello(TLS12));
    expect(inShort(client.send(beat(0xffff, 0)))).toEqual(["hb 16384", "hb 16384", "hb 16384", "hb 16384"]);
    expect(inShort(client.send(flush()))).toEqual(["hb 18", "alert 2 10"]);
  });

  test("a warning does not flush it", () => {
    const client = new Harness({ warningBeforeAnswer: 90 });
    client.send(hello(TLS12));
    expect(client.send(control())).toEqual([]);
    expect(inShort(client.send(flush()))).toEqual(["alert 1 90", "hb 21", "alert 2 10"]);
  });

  test("an application that closes without writing out loses all of it", () => {
    const client = new Harness({ fatalAlert: "lost" });
    client.send(hello(TLS12));
    expect(client.send(control(), flush())).toEqual([]);
    expect(client.ending).toBe("fin");
  });

  test("other libraries have none", () => {
    const client = new Harness({ handshakeBuffer: 0 });
    client.send(hello(TLS12));
    expect(inShort(client.send(control()))).toEqual(["hb 21"]);
  });
});

describe("memory", () => {
  test("a claim smaller than the ClientHello reads back the client's own bytes", () => {
    const client = new Harness({ handshakeBuffer: 0 });
    const mine = hello(TLS12);
    client.send(mine);
    const [answer] = client.send(beat(100, 2));
    expect(decodeHeartbeat(answer?.body ?? NOTHING)?.payload.subarray(2)).toEqual(mine.subarray(10, 108));
    expect(client.counters.foreignBytesServed).toBe(0);
  });

  test("a bigger one is counted", () => {
    const client = new Harness({ handshakeBuffer: 0 });
    const mine = hello(TLS12);
    client.send(mine);
    client.send(beat(5000, 0));
    expect(client.counters.foreignBytesServed).toBe(8 + 5000 - mine.length);
  });

  test("repaired code serves none, whatever is claimed", () => {
    const client = new Harness({ heartbeat: "bounds_checked" });
    client.send(hello(TLS12));
    expect(inShort(client.send(beat(0xffff, 0), beat(0, 0), control(), flush()))).toEqual(["hb 21", "alert 2 10"]);
    expect(client.counters.foreignBytesServed).toBe(0);
  });
});

describe("pace", () => {
  test("per event: what is queued behind a heartbeat waits for new bytes", () => {
    const client = new Harness({ pace: "per_event" });
    client.send(hello(TLS12), control(), beat(0, 0), flush());
    expect(client.wakeAt).toBeNull();
    expect(client.send(flush())).toEqual([]);
    expect(inShort(client.send(flush()))).toEqual(["hb 21", "hb 19", "alert 2 10"]);
  });

  test("per second: one heartbeat a second", () => {
    const client = new Harness({ pace: "per_second" });
    client.send(hello(TLS12), control(), beat(0, 0), flush());
    expect([client.wakeAt, client.counters.heartbeats]).toEqual([1000, 1]);
    expect(client.wake(1000)).toEqual([]);
    expect([client.wakeAt, client.counters.heartbeats]).toEqual([2000, 2]);
    expect(inShort(client.wake(2000))).toEqual(["hb 21", "hb 19", "alert 2 10"]);
  });
});

describe("the client's FIN", () => {
  test("is answered with ours", () => {
    const client = new Harness();
    client.send(hello(TLS12));
    client.end();
    expect(client.ending).toBe("fin");
  });

  test("is read after the records before it, however slowly these are read", () => {
    const client = new Harness({ pace: "per_second" });
    client.send(hello(TLS12), control(), flush());
    expect(client.end()).toEqual([]);
    expect(client.ending).toBeNull();
    expect(inShort(client.wake(1000))).toEqual(["hb 21", "alert 2 10"]);
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
    const client = new Harness(dials);
    client.send(hello(TLS12));
    expect(inShort(client.send(control(), beat(0, 0), flush()))).toEqual(answers);
    expect(client.ending).toBe(ending);
    expect(client.counters.heartbeats).toBeGreaterThan(0);
  });

  test("clear text is no TLS", () => {
    const client = new Harness({ heartbeat: "clear_text" });
    const flight = client.send(hello(TLS12)).length;
    expect(flight).toBe(4);
    const before = client.raw.length;
    client.send(control());
    expect(new TextDecoder().decode(client.raw.subarray(before))).toMatch(/^500 OOPS/);
  });

  test("a device that locks up takes the others with it", () => {
    const client = new Harness({ heartbeat: "locks_up" });
    client.send(hello(TLS12), control());
    expect(client.lockedUp).toBe(true);
  });

  test("an answer that is cut leaves an incomplete record, and nothing follows", () => {
    const client = new Harness({ answerCutAt: 8192 });
    client.send(hello(TLS12));
    const before = client.raw.length;
    expect(client.send(beat(0x4000, 0), flush())).toEqual([]);
    expect([client.raw.length - before, client.ending]).toEqual([8192, null]);
  });
});

describe("the extension", () => {
  test.each([
    { extension: "none", offered: 1, mode: null },
    { extension: "mode_1", offered: 1, mode: 1 },
    { extension: "mode_2", offered: 1, mode: 2 },
    { extension: "mode_1", offered: null, mode: null },
  ] as const)("$extension, offered $offered", ({ extension, offered, mode }) => {
    const [first] = new Harness({ extension }).send(hello(TLS12, { heartbeat: offered }));
    // type 15, length 1, mode
    const found = Buffer.from(first?.body ?? NOTHING).indexOf(Buffer.of(0, 15, 0, 1));
    expect(found < 0 ? null : first?.body[found + 4]).toBe(mode);
  });
});
