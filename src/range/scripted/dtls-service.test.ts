import { describe, expect, test } from "vitest";
import { encodeAlert } from "../../core/wire/alert.ts";
import { concat } from "../../core/wire/bytes.ts";
import { encodeFragment } from "../../core/wire/dtls-handshake.ts";
import { encodeDtlsClientHello } from "../../core/wire/dtls-hello.ts";
import { DtlsServerFlight } from "../../core/wire/dtls-flight.ts";
import { decodeDatagram, encodeDtlsRecord } from "../../core/wire/dtls-record.ts";
import { DTLS10, DTLS12 } from "../../core/wire/dtls-version.ts";
import { heartbeatExtension, heartbeatMode } from "../../core/wire/extensions.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { encodeHeartbeat } from "../../core/wire/heartbeat.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { TLS11, TLS12 } from "../../core/wire/version.ts";
import { DEFAULT_DIALS, type Dials } from "../conditions/dials.ts";
import { newCounters } from "./counters.ts";
import { MOST_CLAIMED } from "./dtls-association.ts";
import { DtlsService } from "./dtls-service.ts";

const NONE = new Uint8Array(0);
const SOURCE = "127.0.0.1 1";
const PADDING = new Uint8Array(16);
const DTLS = { service: "dtls", versions: { min: TLS11, max: TLS11, otherwise: "alert" } } as const;

/** A service and the few messages of a client. */
class Scene {
  readonly counters = newCounters();
  readonly service: DtlsService;
  #sequence = 0;

  constructor(dials: Partial<Dials> = {}) {
    const chain = [new Uint8Array(900).fill(1)];
    this.service = new DtlsService({ ...DEFAULT_DIALS, ...DTLS, ...dials }, chain, this.counters);
  }

  record(type: number, body: Uint8Array, version = DTLS10): Uint8Array {
    return encodeDtlsRecord({ type, version, epoch: 0, sequence: this.#sequence++, body });
  }

  hello(cookie: Uint8Array, sequence = 0, source = SOURCE, fill = 5): readonly Uint8Array[] {
    const hello = {
      version: DTLS12,
      random: new Uint8Array(32).fill(fill),
      sessionId: NONE,
      suites: [0xc02f, 0x002f],
      compressions: [0],
      extensions: [heartbeatExtension(1)],
    };
    const bytes = encodeDtlsClientHello(hello, cookie);
    const fragment = { type: HANDSHAKE.clientHello, length: bytes.length, sequence, offset: 0, bytes };
    return this.service.receive(source, this.record(CONTENT.handshake, encodeFragment(fragment)));
  }

  begin(): readonly Uint8Array[] {
    return this.hello(cookieOf(this.hello(NONE)), 1);
  }

  heartbeat(claimed: number, payload: Uint8Array, padding: Uint8Array): Uint8Array {
    return this.record(CONTENT.heartbeat, encodeHeartbeat(1, claimed, payload, padding));
  }

  send(...records: readonly Uint8Array[]): readonly Uint8Array[] {
    return this.service.receive(SOURCE, concat(records));
  }

  /** What makes OpenSSL write out what it holds back. */
  refusal(): Uint8Array {
    const done = { type: HANDSHAKE.serverHelloDone, length: 0, sequence: 2, offset: 0, bytes: NONE };
    return this.record(CONTENT.handshake, encodeFragment(done));
  }
}

const cookieOf = (answers: readonly Uint8Array[]): Uint8Array => {
  const flight = new DtlsServerFlight();
  for (const answer of answers) flight.push(answer);
  return flight.cookie ?? NONE;
};
const heartbeats = (answers: readonly Uint8Array[]) =>
  answers.flatMap((answer) => decodeDatagram(answer).records.filter(({ type }) => type === CONTENT.heartbeat));

describe("hello", () => {
  test("without a cookie only a cookie comes back, and nothing is remembered", () => {
    const scene = new Scene();
    const [answer, ...more] = scene.hello(NONE);
    expect(more).toEqual([]);
    expect(answer?.length).toBeLessThan(100);
    expect(scene.counters.connections).toBe(0);
  });

  test("a cookie of another source is none", () => {
    const scene = new Scene();
    const cookie = cookieOf(scene.hello(NONE, 0, "127.0.0.1 2"));
    scene.hello(cookie, 1);
    expect(scene.counters.connections).toBe(0);
  });

  test("with its cookie: the whole flight, the certificate in fragments, the extension in it", () => {
    const datagrams = new Scene().begin();
    const flight = new DtlsServerFlight();
    for (const datagram of datagrams) flight.push(datagram);
    expect(datagrams.length).toBeGreaterThan(3);
    expect(flight.version).toBe(DTLS10);
    expect(flight.flight).toMatchObject({ done: true, defect: null });
    expect(heartbeatMode(flight.flight.hello?.extensions ?? null)).toBe(1);
  });

  test("the same hello again brings the flight again, another one a new association", () => {
    const scene = new Scene();
    const first = scene.begin();
    expect(scene.begin()).toHaveLength(first.length);
    expect(scene.counters.connections).toBe(1);
    scene.hello(cookieOf(scene.hello(NONE, 0, SOURCE, 6)), 1, SOURCE, 6);
    expect(scene.counters.connections).toBe(2);
  });

  test("a version that the server does not speak", () => {
    const answers = new Scene({ versions: { min: TLS12, max: TLS12, otherwise: "alert" } }).begin();
    expect(answers).toHaveLength(4);
    const refused = new Scene({ suites: [0x0035] }).begin().flatMap((answer) => decodeDatagram(answer).records);
    expect(refused).toMatchObject([{ type: CONTENT.alert, body: encodeAlert(2, 40) }]);
  });
});

describe("heartbeats", () => {
  test("wait in the buffer until something flushes it: what a claim beyond the record brings is counted", () => {
    const scene = new Scene();
    scene.begin();
    expect(scene.send(scene.heartbeat(1000, NONE, NONE))).toEqual([]);
    const answers = scene.send(scene.refusal());
    expect(heartbeats(answers).map(({ body }) => body.length)).toEqual([3 + 1000 + 16]);
    expect(scene.counters.foreignBytesServed).toBe(1000);
  });

  test("one byte beyond the record, with another record behind it, is the client's own", () => {
    const scene = new Scene({ handshakeBuffer: 0 });
    scene.begin();
    const payload = new Uint8Array(24).fill(9);
    const answers = scene.send(scene.heartbeat(25, payload, NONE), scene.heartbeat(24, payload, PADDING));
    expect(heartbeats(answers).map(({ body }) => body[27])).toEqual([CONTENT.heartbeat, expect.any(Number)]);
    expect(scene.counters.foreignBytesServed).toBe(0);
  });

  test("repaired: well-formed ones are answered, the others are not", () => {
    const scene = new Scene({ heartbeat: "bounds_checked", handshakeBuffer: 0 });
    scene.begin();
    const payload = new Uint8Array(24);
    expect(scene.send(scene.heartbeat(25, payload, NONE))).toEqual([]);
    expect(heartbeats(scene.send(scene.heartbeat(24, payload, PADDING)))).toHaveLength(1);
  });

  test.each([
    [MOST_CLAIMED, 1],
    [MOST_CLAIMED + 1, 0],
  ])("a claim of %i: %i answers, and above the limit nobody is ever answered again", (claimed, expected) => {
    const scene = new Scene({ handshakeBuffer: 0 });
    scene.begin();
    expect(heartbeats(scene.send(scene.heartbeat(claimed, NONE, NONE)))).toHaveLength(expected);
    expect(scene.hello(NONE, 0, "127.0.0.1 2")).toHaveLength(expected);
  });

  test("a repaired server survives any claim", () => {
    const scene = new Scene({ heartbeat: "bounds_checked" });
    scene.begin();
    scene.send(scene.heartbeat(0xffff, NONE, NONE));
    expect(scene.hello(NONE)).toHaveLength(1);
  });

  test("in a record of another version, or before a hello, they are nothing", () => {
    const scene = new Scene({ handshakeBuffer: 0 });
    expect(scene.send(scene.heartbeat(0, NONE, PADDING))).toEqual([]);
    scene.begin();
    expect(scene.send(scene.record(CONTENT.heartbeat, encodeHeartbeat(1, 0, NONE, PADDING), DTLS12))).toEqual([]);
    expect(scene.counters.heartbeats).toBe(0);
  });

  test.each(["eats_heartbeats", "eats_malformed_heartbeats"] as const)("%s drops whole datagrams", (path) => {
    const scene = new Scene({ handshakeBuffer: 0, path });
    scene.begin();
    const probe = scene.heartbeat(1, NONE, NONE);
    expect(scene.send(scene.heartbeat(0, NONE, PADDING), probe)).toEqual([]);
    expect(scene.send(scene.heartbeat(0, NONE, PADDING))).toHaveLength(path === "eats_heartbeats" ? 0 : 1);
  });
});
