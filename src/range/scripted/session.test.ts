/** The connection after a completed handshake, talked to by our own TLS client. */

import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { encodeAlert } from "../../core/wire/alert.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { encodeHeartbeat } from "../../core/wire/heartbeat.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { suite, suiteName } from "../../core/wire/suites.ts";
import { SSL30, TLS10, TLS11, TLS12 } from "../../core/wire/version.ts";
import { type ClientEvent, TlsClient } from "../../tls/client.ts";
import { completableHello } from "../../tls/completable.ts";
import { generatePrivateKey } from "../../tls/certificates/keys.ts";
import { CONDITIONS } from "../conditions/catalogue.ts";
import { dialsOf } from "../conditions/condition.ts";
import { ScriptedConnection } from "./connection.ts";
import { newCounters } from "./counters.ts";
import { DEFAULT_DIALS, type Dials } from "../conditions/dials.ts";
import type { Reaction } from "./peer.ts";
import { makeSite, RANGE_PSK } from "./site.ts";

const random = { bytes: (length: number) => randomBytes(length), unit: () => 0 };
const keys = { rsa: await generatePrivateKey("rsa2048"), ec: await generatePrivateKey("p256") };
const NOTHING = new Uint8Array(0);

interface ClientChoice {
  readonly maxVersion?: number;
  readonly suites?: readonly number[];
  readonly groups?: readonly number[];
}

/** A client and a scripted connection, joined without a network. */
class Session {
  readonly counters = newCounters();
  readonly #connection: ScriptedConnection;
  readonly #client: TlsClient;
  ending: string | null = null;
  /** Everything the handshake brought. */
  readonly opening: readonly ClientEvent[];

  constructor(dials: Dials, choice: ClientChoice = {}) {
    this.#connection = new ScriptedConnection(dials, {
      site: makeSite(keys, dials, random),
      random,
      counters: this.counters,
      onHeartbeat: () => undefined,
      onLockUp: () => undefined,
    });
    const hello = completableHello({ heartbeat: 1, serverName: "localhost", ...choice }, random);
    this.#client = new TlsClient({ hello, random, psk: RANGE_PSK });
    this.opening = this.#deliver(this.#client.start());
  }

  /** Sends records of our own in one segment; gives back what comes of it. */
  say(...records: readonly (readonly [type: number, body: Uint8Array])[]): readonly ClientEvent[] {
    return this.#deliver(Buffer.concat(records.map(([type, body]) => this.#client.seal(type, body))));
  }

  #deliver(bytes: Uint8Array): readonly ClientEvent[] {
    return this.#read(this.#connection.receive(bytes, 0));
  }

  #read({ actions }: Reaction): readonly ClientEvent[] {
    return actions.flatMap((action) => {
      if (action.kind !== "send") {
        this.ending = action.kind;
        return [];
      }
      const events = this.#client.receive(action.bytes);
      const ours = events.flatMap((event) => (event.kind === "send" ? [event.bytes] : []));
      return [...events, ...(ours.length === 0 ? [] : this.#deliver(Buffer.concat(ours)))];
    });
  }
}

function session(dials: Partial<Dials> = {}, choice: ClientChoice = {}): Session {
  return new Session({ ...DEFAULT_DIALS, ...dials }, choice);
}

const completed = (events: readonly ClientEvent[]): boolean => events.some(({ kind }) => kind === "completed");

/** Protected records in short: "hb 19", "alert 2 20", "data". */
function inShort(events: readonly ClientEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.kind !== "record" || event.plaintext === null) return [];
    if (event.type === CONTENT.heartbeat) return [`hb ${event.plaintext.length}`];
    if (event.type === CONTENT.alert) return [`alert ${event.plaintext.join(" ")}`];
    return event.type === CONTENT.applicationData ? ["data"] : [];
  });
}

const plaintexts = (events: readonly ClientEvent[]): readonly Uint8Array[] =>
  events.flatMap((event) =>
    event.kind === "record" && event.plaintext !== null ? [Uint8Array.from(event.plaintext)] : [],
  );

const beat = (claimed: number, carried: number, padding = 0) =>
  [CONTENT.heartbeat, encodeHeartbeat(1, claimed, new Uint8Array(carried), new Uint8Array(padding))] as const;
const control = beat(2, 2, 16);
const goodbye = [CONTENT.alert, encodeAlert(1, 0)] as const;

/** Every kind of record protection: chained and explicit CBC, RC4, GCM. */
const PROTECTIONS = [
  { maxVersion: SSL30, suites: [0x000a] },
  { maxVersion: TLS10, suites: [0x002f] },
  { maxVersion: TLS11, suites: [0x0039] },
  { maxVersion: TLS12, suites: [0x0005] },
  { maxVersion: TLS12, suites: [0xc014] },
  { maxVersion: TLS12, suites: [0xc02f] },
];

describe.each(PROTECTIONS)("version $maxVersion, suite $suites.0", (choice) => {
  test("answers at once, without a buffer, with no byte that was not the client's", () => {
    const talk = session({}, choice);
    expect(completed(talk.opening)).toBe(true);
    expect(inShort(talk.say(control, beat(0, 0), beat(40, 2)))).toEqual(["hb 21", "hb 19", "hb 59"]);
    expect(talk.counters).toEqual({ connections: 0, heartbeats: 3, foreignBytesServed: 0 });
  });

  test("an answer carries the request's payload", () => {
    const payload = Uint8Array.of(7, 8, 9);
    const events = session({}, choice).say([CONTENT.heartbeat, encodeHeartbeat(1, 3, payload, NOTHING)]);
    expect(plaintexts(events).map((plaintext) => plaintext.subarray(0, 6))).toEqual([Uint8Array.of(2, 0, 3, 7, 8, 9)]);
  });

  test("repaired: only the well-formed one", () => {
    const talk = session({ heartbeat: "bounds_checked" }, choice);
    expect(inShort(talk.say(control, beat(0, 0), beat(40, 2), control))).toEqual(["hb 21", "hb 21"]);
  });

  test("with a device on the path that eats heartbeats the next record's MAC is wrong", () => {
    const talk = session({ path: "eats_heartbeats" }, choice);
    expect(inShort(talk.say(control, goodbye))).toEqual(["alert 2 20"]);
    expect(talk.ending).toBe("fin");
  });
});

describe("after the handshake", () => {
  test("heartbeats that were ignored before are answered now", () => {
    expect(inShort(session({ heartbeatFrom: "finished" }).say(beat(0, 0)))).toEqual(["hb 19"]);
  });

  test("an over-read beyond the client's own bytes is counted", () => {
    const talk = session();
    expect(inShort(talk.say(beat(5000, 0)))).toEqual(["hb 5019"]);
    expect(talk.counters.foreignBytesServed).toBeGreaterThan(4000);
  });

  test("the server may speak first", () => {
    expect(inShort(session({ banner: "220 hello\r\n" }).opening)).toEqual(["data"]);
  });

  test("a request for a page gets one", () => {
    expect(inShort(session().say([CONTENT.applicationData, Buffer.from("GET / HTTP/1.1\r\n\r\n")]))).toEqual(["data"]);
  });

  test("close_notify is returned", () => {
    const talk = session();
    expect([inShort(talk.say(goodbye)), talk.ending]).toEqual([["alert 1 0"], "fin"]);
  });

  test("a handshake message other than a ClientHello is refused under the session's keys", () => {
    const talk = session();
    expect(inShort(talk.say([CONTENT.handshake, encodeHandshake(HANDSHAKE.finished, NOTHING)]))).toEqual([
      "alert 2 10",
    ]);
  });

  test("renegotiation is declined, and the session goes on", () => {
    const talk = session();
    const again = [CONTENT.handshake, encodeHandshake(HANDSHAKE.clientHello, NOTHING)] as const;
    expect(inShort(talk.say(again, control))).toEqual(["alert 1 100", "hb 21"]);
  });
});

describe("client certificates", () => {
  test("requested: none will do", () => {
    expect(completed(session({ clientCertificate: "requested" }).opening)).toBe(true);
  });

  test.each([SSL30, TLS12])("required: none is refused (version %i)", (maxVersion) => {
    const { opening } = session({ clientCertificate: "required" }, { maxVersion });
    expect(opening.at(-1)).toMatchObject({ kind: "failed", detail: "handshake_failure" });
  });
});

describe("conditions", () => {
  const silentOrSlow = new Set(["C23", "C36", "C40", "C49"]);
  const complete = CONDITIONS.filter(({ id }) => !silentOrSlow.has(id));
  test.each(complete.map((each) => [each.id, each] as const))("%s: the handshake completes", (_id, condition) => {
    const { maxVersion, suites } = clientFor(dialsOf(condition));
    expect(completed(new Session(dialsOf(condition), { maxVersion, suites }).opening)).toBe(true);
  });

  /** A client that knows the highest version and the suites that the condition is about. */
  function clientFor(dials: Dials): { readonly maxVersion: number; readonly suites: readonly number[] } {
    return { maxVersion: dials.versions.max, suites: dials.suites ?? [0x002f] };
  }
});

describe("the curve", () => {
  const curves = (groups: readonly number[]) => session({}, { suites: [0xc02f, 0x002f], groups }).opening;
  const agreed = (events: readonly ClientEvent[]) => events.find(({ kind }) => kind === "server_hello");

  test("is P-256, though the client would rather have another", () => {
    const opening = curves([29, 23]);
    expect([completed(opening), agreed(opening)]).toEqual([true, expect.objectContaining({ suite: 0xc02f })]);
  });

  test("a client that does not know it gets another suite", () => {
    expect(agreed(curves([29]))).toMatchObject({ suite: 0x002f });
  });
});

describe("what twins of genuine servers need", () => {
  test.each([0xc004, 0xc00e])("static elliptic keys: suite %i", (id) => {
    expect(completed(session({ suites: [id] }, { suites: [id] }).opening)).toBe(true);
  });

  test.each<Partial<Dials>>([
    { sessions: "kept" },
    { extendedMasterSecret: true },
    { sessions: "kept", extendedMasterSecret: true, curves: [29] },
    { diffieHellmanBits: 2048, suites: [0x0033] },
    { clientCertificate: "requested", certificateRequest: { algorithms: 23, alone: true }, authoritiesBytes: 22 },
  ])("a handshake completes with %j", (dials) => {
    expect(completed(session(dials).opening)).toBe(true);
  });
});

test("the server's own list holds no suite that it cannot do", () => {
  const site = makeSite(keys, DEFAULT_DIALS, random);
  const failing = site.suites.filter((id) => !completed(session({}, { suites: [id] }).opening));
  expect(failing.map(suiteName)).toEqual([]);
  expect(site.suites.map((id) => suite(id)?.keyExchange)).toEqual(
    expect.arrayContaining(["RSA", "DHE_RSA", "ECDHE_RSA"]),
  );
});
