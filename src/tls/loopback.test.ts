/** Client and server of this folder against each other, in memory: every suite in every version that defines it. */

import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Random } from "../core/ports/clock.ts";
import { ByteWriter, concat } from "../core/wire/bytes.ts";
import type { CertificateRequest } from "../core/wire/certificate-request.ts";
import { type ClientHello, decodeClientHello } from "../core/wire/client-hello.ts";
import type { Extension } from "../core/wire/extensions.ts";
import { HANDSHAKE, HandshakeAssembler, type HandshakeMessage } from "../core/wire/handshake.ts";
import { CONTENT, encodeRecord, RecordDecoder, type TlsRecord } from "../core/wire/record.ts";
import { ALL_SUITES, type Suite, suite as suiteFacts, suiteName } from "../core/wire/suites.ts";
import { SSL30, TLS10, TLS11, TLS12, versionName } from "../core/wire/version.ts";
import { type ClientEvent, TlsClient } from "./client.ts";
import { COMPLETABLE_PSK_SUITES, COMPLETABLE_SUITES, completableHello } from "./completable.ts";
import { suiteProtection } from "./key-schedule.ts";
import type { RecordProtection } from "./record-protection.ts";
import type { ServerIdentity } from "./server-key.ts";
import { TlsServer } from "./server.ts";

const random: Random = { bytes: (length) => randomBytes(length), unit: () => 0.5 };
const psk = { identity: Buffer.from("probe"), key: Buffer.from("00112233445566778899", "hex") };

/** A certificate that is nothing but a place for a key: empty names, no validity, no signature. */
function bareCertificate(publicKey: KeyObject): Uint8Array {
  const element = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array =>
    new ByteWriter().u8(tag).u8(0x83).vector24(concat(parts)).finish();
  const empty = element(0x30);
  const serial = Uint8Array.of(2, 1, 1);
  return element(
    0x30,
    element(0x30, serial, empty, empty, empty, empty, publicKey.export({ type: "spki", format: "der" })),
  );
}

function identityOf(keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }): ServerIdentity {
  return { chain: [bareCertificate(keys.publicKey)], privateKey: keys.privateKey, psk, finiteField: null };
}

const RSA = identityOf(generateKeyPairSync("rsa", { modulusLength: 1024 }));
const DSA = identityOf(generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 }));
const EC = identityOf(generateKeyPairSync("ec", { namedCurve: "prime256v1" }));

function identityFor({ keyExchange }: Suite): ServerIdentity {
  if (keyExchange.endsWith("DSS")) return DSA;
  return keyExchange.endsWith("ECDSA") ? EC : RSA;
}

interface Setting {
  readonly suite: Suite;
  readonly version: number;
  readonly identity: ServerIdentity;
  readonly extensions?: readonly Extension[] | null;
  readonly certificateRequest?: CertificateRequest | null;
  /** Changes the server's Finished message before it is sealed, or its record afterwards. */
  readonly spoil?: "finished" | "record";
}

/** A server's half of a connection around `TlsServer`, one record per message. */
class ServerEnd {
  readonly #setting: Setting;
  readonly #records = new RecordDecoder();
  readonly #messages = new HandshakeAssembler();
  #server: TlsServer | null = null;
  #opening: RecordProtection | null = null;
  #sealing: RecordProtection | null = null;
  readonly heard: string[] = [];

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  receive(bytes: Uint8Array): Uint8Array {
    return concat(this.#records.push(bytes).flatMap((record) => this.#record(record)));
  }

  seal(type: number, plaintext: Uint8Array): Uint8Array {
    const { version } = this.#setting;
    return this.#sealing?.seal(type, version, plaintext) ?? encodeRecord(type, version, plaintext);
  }

  #record({ type, version, body }: TlsRecord): readonly Uint8Array[] {
    const plaintext = this.#opening === null ? body : this.#opening.open(type, version, body);
    if (plaintext === null) throw new Error("the client's record does not open");
    if (type === CONTENT.changeCipherSpec) this.#opening = this.#server?.changeCipherSpec() ?? null;
    if (type === CONTENT.alert) this.heard.push(`alert ${plaintext.join(" ")}`);
    if (type === CONTENT.applicationData) this.heard.push(Buffer.from(plaintext).toString());
    if (type !== CONTENT.handshake) return [];
    return this.#messages.push(plaintext).flatMap((message) => this.#message(message));
  }

  #message(message: HandshakeMessage): readonly Uint8Array[] {
    if (message.type === HANDSHAKE.clientHello) return this.#begin(message);
    const step = this.#server?.receive(message);
    if (step?.kind === "refused") throw new Error(`refused with alert ${step.description}`);
    if (step?.kind !== "finished") return [];
    const changeCipherSpec = this.seal(CONTENT.changeCipherSpec, Uint8Array.of(1));
    this.#sealing = step.sealing;
    const { spoil } = this.#setting;
    const finished = this.seal(CONTENT.handshake, spoil === "finished" ? flipLastBit(step.reply) : step.reply);
    return [changeCipherSpec, spoil === "record" ? flipLastBit(finished) : finished];
  }

  #begin(clientHello: HandshakeMessage): readonly Uint8Array[] {
    const hello = decodeClientHello(clientHello.body) as ClientHello;
    const unset = { extensions: null, certificateRequest: null };
    this.#server = TlsServer.begin({ ...unset, ...this.#setting, clientHello, hello, random });
    return this.#server?.flight.map((message) => this.seal(CONTENT.handshake, message)) ?? [];
  }
}

function flipLastBit(bytes: Uint8Array): Uint8Array {
  return bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1);
}

interface Outcome {
  readonly client: TlsClient;
  readonly server: ServerEnd;
  readonly events: readonly ClientEvent[];
}

/** Lets both ends talk until nobody has anything more to say. */
function converse(setting: Setting, offered: number = TLS12): Outcome {
  const hello = completableHello({ maxVersion: offered, suites: [setting.suite.id] }, random);
  const client = new TlsClient({ hello, random, psk });
  const server = new ServerEnd(setting);
  const events: ClientEvent[] = [];
  let toServer = client.start();
  while (toServer.length > 0) {
    const heard = client.receive(server.receive(toServer));
    events.push(...heard);
    toServer = concat(heard.flatMap((event) => (event.kind === "send" ? [event.bytes] : [])));
  }
  return { client, server, events };
}

const STATIC = new Set(["DH_RSA", "DH_DSS", "ECDH_RSA", "ECDH_ECDSA"]);
const VERSIONS = [SSL30, TLS10, TLS11, TLS12];
const SERVED = [...COMPLETABLE_SUITES, ...COMPLETABLE_PSK_SUITES]
  .flatMap((id) => suiteFacts(id) ?? [])
  .filter(({ keyExchange }) => !STATIC.has(keyExchange));
const CASES = VERSIONS.flatMap((version) =>
  SERVED.filter((suite) => suiteProtection(suite, version) !== null).map((suite) => ({
    name: `${versionName(version)} ${suite.name}`,
    version,
    suite,
  })),
);

it.each(CASES)("$name: both Finished are right, and records go both ways", ({ version, suite }) => {
  const { client, server, events } = converse({ suite, version, identity: identityFor(suite) });
  expect(events.at(-1)).toEqual({ kind: "completed" });
  for (const text of ["one", "", "three"]) server.receive(client.seal(CONTENT.applicationData, Buffer.from(text)));
  expect(server.heard).toEqual(["one", "", "three"]);
  for (const text of ["eins", "", "drei"]) {
    const [event] = client.receive(server.seal(CONTENT.applicationData, Buffer.from(text)));
    expect(event).toMatchObject({ kind: "record", authentic: true, protected: true });
    expect(event?.kind === "record" && Buffer.from(event.plaintext ?? []).toString()).toBe(text);
  }
});

const AES = suiteFacts(0x002f) as Suite;

it.each([TLS10, TLS11, TLS12])("a client certificate request is answered with an empty list: %i", (version) => {
  const signatureAlgorithms = version === TLS12 ? [0x0401] : null;
  const certificateRequest = { types: [1], signatureAlgorithms, authorities: [] };
  const { events } = converse({ suite: AES, version, identity: RSA, certificateRequest });
  expect(events.at(-1)).toEqual({ kind: "completed" });
});

it.each([
  { spoil: "finished", reason: "bad_finished" },
  { spoil: "record", reason: "bad_record" },
] as const)("a spoiled $spoil is a failure: $reason", ({ spoil, reason }) => {
  for (const version of VERSIONS) {
    const { events } = converse({ suite: AES, version, identity: RSA, spoil });
    expect(events.at(-1)).toMatchObject({ kind: "failed", reason });
    expect(events.some(({ kind }) => kind === "completed")).toBe(false);
  }
});

describe("after the handshake", () => {
  const settled = () => converse({ suite: AES, version: TLS12, identity: RSA });

  it("a forged record is shown as not authentic, and the next genuine one opens", () => {
    const { client, server } = settled();
    const forged = encodeRecord(CONTENT.alert, TLS12, Uint8Array.of(2, 40));
    const genuine = server.seal(CONTENT.heartbeat, Uint8Array.of(2, 0, 0));
    const events = client.receive(concat([forged, genuine]));
    expect(events).toMatchObject([
      { kind: "record", type: CONTENT.alert, authentic: false, plaintext: null },
      { kind: "record", type: CONTENT.heartbeat, authentic: true },
    ]);
  });

  it("an alert comes as a record and as an alert; a fatal one is no failure any more", () => {
    const { client, server } = settled();
    const events = client.receive(server.seal(CONTENT.alert, Uint8Array.of(2, 10)));
    expect(events).toMatchObject([
      { kind: "record", authentic: true },
      { kind: "alert", level: 2, description: 10, protected: true },
    ]);
  });

  it("HelloRequest and a second ChangeCipherSpec are shown and ignored", () => {
    const { client, server } = settled();
    const request = server.seal(CONTENT.handshake, Uint8Array.of(0, 0, 0, 0));
    const change = server.seal(CONTENT.changeCipherSpec, Uint8Array.of(1));
    expect(client.receive(concat([request, change])).map(({ kind }) => kind)).toEqual(["record", "record"]);
  });

  it("keeps nothing of what it handed over", () => {
    const { client, server } = settled();
    client.receive(server.seal(CONTENT.applicationData, Uint8Array.of(1)));
    expect(client.receive(new Uint8Array(0))).toEqual([]);
  });
});

it("every completable suite is one the registry knows, once", () => {
  const all = [...COMPLETABLE_SUITES, ...COMPLETABLE_PSK_SUITES];
  expect(new Set(all).size).toBe(all.length);
  expect(all.map(suiteName)).toEqual(all.map((id) => ALL_SUITES.find((suite) => suite.id === id)?.name));
});
