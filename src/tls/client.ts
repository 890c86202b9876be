/**
 * A TLS client without IO that completes handshakes no maintained library will: SSL 3.0 to TLS 1.2, any suite of
 * `completable.ts`. It verifies the server's Finished, for that proves that keys are shared; it verifies neither
 * certificates nor signatures, for it has no secrets to protect. Bytes in, events out; it never throws on input.
 */

import type { KeyObject } from "node:crypto";
import type { Random } from "../core/ports/clock.ts";
import { ALERT, ALERT_LEVEL, alertName, decodeAlert, encodeAlert } from "../core/wire/alert.ts";
import { concat, equal } from "../core/wire/bytes.ts";
import { decodeCertificate, encodeCertificate } from "../core/wire/certificate.ts";
import { decodeCertificateRequest } from "../core/wire/certificate-request.ts";
import { type ClientHello, encodeClientHello } from "../core/wire/client-hello.ts";
import { EXTENSION } from "../core/wire/extensions.ts";
import { encodeHandshake, HANDSHAKE, HandshakeAssembler, type HandshakeMessage } from "../core/wire/handshake.ts";
import { CONTENT, encodeRecord, RecordDecoder, type TlsRecord } from "../core/wire/record.ts";
import { decodeServerHello, selectedVersion } from "../core/wire/server-hello.ts";
import { SSL30, TLS10 } from "../core/wire/version.ts";
import type { ClientEvent, ClientFailure } from "./client-event.ts";
import { exchangeKeys, type Psk } from "./key-exchange.ts";
import { extendedMasterSecret, finishedData, keysFor, masterSecret, type SessionSecrets } from "./key-schedule.ts";
import { type Negotiated, negotiate } from "./negotiation.ts";
import { RecordProtection } from "./record-protection.ts";
import { certificateVerify } from "./signature.ts";

export type { ClientEvent, ClientFailure };

export interface TlsClientOptions {
  /** What is offered; `completableHello` makes one. */
  readonly hello: ClientHello;
  readonly random: Random;
  readonly psk?: Psk | null;
  /** Shown when the server asks for a certificate; null, the default: an empty one is sent. */
  readonly identity?: ClientIdentity | null;
}

/** A certificate (DER) with its RSA key. */
export interface ClientIdentity {
  readonly certificate: Uint8Array;
  readonly key: KeyObject;
}

/** Hash and signature of TLS 1.2 as one number. */
const RSA_SHA256 = 0x0401;
const RSA_SHA1 = 0x0201;

type State = "new" | "server_hello" | "server_flight" | "change_cipher_spec" | "finished" | "completed" | "failed";

/** No honest handshake is longer, a chain of large certificates and a session ticket included. */
const MAX_HANDSHAKE_BYTES = 2 ** 19;
const CHANGE_CIPHER_SPEC = Uint8Array.of(1);
/** One handshake, then one protected conversation. */
export class TlsClient {
  readonly #options: TlsClientOptions;
  readonly #records = new RecordDecoder();
  readonly #messages = new HandshakeAssembler();
  /** Every handshake message so far, both sides', for Finished. */
  readonly #handshake: Uint8Array[] = [];
  #handshakeBytes = 0;
  #state: State = "new";
  #events: ClientEvent[] = [];
  #negotiated: Negotiated | null = null;
  #certificate: Uint8Array | null = null;
  #serverKeyExchange: Uint8Array | null = null;
  #certificateRequest: Uint8Array | null = null;
  #secrets: SessionSecrets | null = null;
  #sealing: RecordProtection | null = null;
  #opening: RecordProtection | null = null;
  /** The server's protection once keys exist, until its ChangeCipherSpec turns it on. */
  #nextOpening: RecordProtection | null = null;

  constructor(options: TlsClientOptions) {
    this.#options = options;
  }

  /** The ClientHello record. */
  start(): Uint8Array {
    this.#state = "server_hello";
    const { hello } = this.#options;
    const message = this.#remember(encodeHandshake(HANDSHAKE.clientHello, encodeClientHello(hello)));
    // Old servers stumble over a first record that says more than TLS 1.0.
    return encodeRecord(CONTENT.handshake, Math.min(hello.version, TLS10), message);
  }

  /** What the server's bytes lead to, in order. */
  receive(bytes: Uint8Array): readonly ClientEvent[] {
    if (this.#state === "failed") return [];
    for (const record of this.#records.push(bytes)) {
      if (!this.#is("failed")) this.#record(record);
    }
    const defect = this.#records.defect;
    if (defect !== null && !this.#is("failed")) {
      this.#fail(defect === "oversized" ? "malformed" : "not_tls", `record layer: ${defect}`);
    }
    // Handed over, not kept: an event may carry a payload that its receiver must be able to forget.
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** A record with our `plaintext` (at most 2^14 bytes): protected as soon as our ChangeCipherSpec has been sent. */
  seal(type: number, plaintext: Uint8Array): Uint8Array {
    const version = this.#version();
    return this.#sealing?.seal(type, version, plaintext) ?? encodeRecord(type, version, plaintext);
  }

  /** A method, so that the compiler does not narrow the state over calls that change it. */
  #is(state: State): boolean {
    return this.#state === state;
  }

  #version(): number {
    return this.#negotiated?.version ?? Math.min(this.#options.hello.version, TLS10);
  }

  #fail(reason: ClientFailure, detail: string): void {
    this.#state = "failed";
    this.#events.push({ kind: "failed", reason, detail });
  }

  #remember(message: Uint8Array): Uint8Array {
    this.#handshake.push(message);
    this.#handshakeBytes += message.length;
    return message;
  }

  #record(record: TlsRecord): void {
    const { type, version, body } = record;
    if (this.#opening === null) {
      if (type === CONTENT.heartbeat || type === CONTENT.applicationData) this.#show(record, body, false);
      else this.#content(type, body);
      return;
    }
    const plaintext = this.#opening.open(type, version, body);
    this.#show(record, plaintext, true);
    if (plaintext !== null) this.#content(type, plaintext);
    // Before Finished it means that keys differ; afterwards it is for the caller to judge.
    else if (!this.#is("completed")) this.#fail("bad_record", "the server's first protected record does not decrypt");
  }

  #show({ type, version, body }: TlsRecord, plaintext: Uint8Array | null, isProtected: boolean): void {
    const authentic = isProtected && plaintext !== null;
    const length = body.length;
    this.#events.push({ kind: "record", type, version, length, protected: isProtected, authentic, plaintext });
  }

  #content(type: number, body: Uint8Array): void {
    switch (type) {
      case CONTENT.alert:
        return this.#alert(body);
      case CONTENT.changeCipherSpec:
        return this.#changeCipherSpec(body);
      case CONTENT.handshake:
        return this.#handshakeRecord(body);
    }
  }

  #alert(body: Uint8Array): void {
    const alert = decodeAlert(body);
    if (alert === null) {
      if (!this.#is("completed")) this.#fail("malformed", "malformed alert");
      return;
    }
    this.#events.push({ kind: "alert", ...alert, protected: this.#opening !== null });
    if (alert.level === ALERT_LEVEL.fatal && !this.#is("completed")) this.#fail("alert", alertName(alert.description));
  }

  #changeCipherSpec(body: Uint8Array): void {
    if (this.#is("completed")) return;
    if (!this.#is("change_cipher_spec")) return this.#fail("unexpected_message", "early ChangeCipherSpec");
    if (!equal(body, CHANGE_CIPHER_SPEC) || this.#messages.pending > 0) {
      return this.#fail("malformed", "malformed ChangeCipherSpec");
    }
    this.#opening = this.#nextOpening;
    this.#state = "finished";
  }

  #handshakeRecord(body: Uint8Array): void {
    // Afterwards only HelloRequest and the like can come: renegotiation is not for us.
    if (this.#is("completed")) return;
    for (const message of this.#messages.push(body)) {
      this.#message(message);
      if (this.#is("failed")) return;
    }
    if (this.#messages.defect !== null || this.#handshakeBytes > MAX_HANDSHAKE_BYTES) {
      this.#fail("too_much_data", "the server's handshake messages exceed the limit");
    }
  }

  #message(message: HandshakeMessage): void {
    if (message.type === HANDSHAKE.helloRequest) return; // not part of the transcript hash
    switch (this.#state) {
      case "server_hello":
        return message.type === HANDSHAKE.serverHello ? this.#serverHello(message) : this.#unexpected(message);
      case "server_flight":
        return this.#serverFlight(message);
      case "change_cipher_spec":
        // NewSessionTicket: part of the transcript, of no other use.
        return message.type === HANDSHAKE.newSessionTicket
          ? void this.#remember(message.raw)
          : this.#unexpected(message);
      case "finished":
        return message.type === HANDSHAKE.finished ? this.#finished(message) : this.#unexpected(message);
      case "new":
      case "completed":
      case "failed":
        return this.#unexpected(message);
    }
  }

  #unexpected(message: HandshakeMessage): void {
    this.#fail("unexpected_message", `handshake message ${message.type} where it has no place`);
  }

  #serverHello(message: HandshakeMessage): void {
    const hello = decodeServerHello(message.body);
    if (hello === null) return this.#fail("malformed", "malformed ServerHello");
    this.#events.push({ kind: "server_hello", hello, version: selectedVersion(hello), suite: hello.suite });
    const settled = negotiate(this.#options.hello, hello);
    if (!settled.ok) return this.#fail(settled.reason, settled.why);
    this.#remember(message.raw);
    this.#negotiated = settled;
    this.#state = "server_flight";
  }

  #serverFlight(message: HandshakeMessage): void {
    this.#remember(message.raw);
    switch (message.type) {
      case HANDSHAKE.certificate: {
        const chain = decodeCertificate(message.body);
        if (chain === null) return this.#fail("malformed", "malformed Certificate");
        this.#certificate = chain[0] ?? null;
        this.#events.push({ kind: "certificate", chain });
        return;
      }
      case HANDSHAKE.serverKeyExchange:
        this.#serverKeyExchange = message.body;
        return;
      case HANDSHAKE.certificateRequest:
        this.#certificateRequest = message.body;
        return;
      case HANDSHAKE.certificateStatus:
        return;
      case HANDSHAKE.serverHelloDone:
        return this.#clientFlight();
      default:
        return this.#unexpected(message);
    }
  }

  /** Everything a client says after ServerHelloDone. */
  #clientFlight(): void {
    const negotiated = this.#negotiated;
    if (negotiated === null) return;
    const { suite, version, hello } = negotiated;
    const { random, psk = null } = this.#options;
    const keys = exchangeKeys({
      suite,
      version,
      offeredVersion: this.#options.hello.version,
      certificate: this.#certificate,
      serverKeyExchange: this.#serverKeyExchange,
      psk,
      random,
    });
    if (!keys.ok) return this.#fail("unsupported", keys.why);

    const flight = [
      ...(this.#certificateRequest === null ? [] : [this.#ownCertificate(version)]),
      this.#handshakeOut(HANDSHAKE.clientKeyExchange, keys.clientKeyExchange),
    ];
    const agreed = { suite, version, clientRandom: this.#options.hello.random, serverRandom: hello.random };
    const extended = hello.extensions?.some(({ type }) => type === EXTENSION.extendedMasterSecret) ?? false;
    const secrets: SessionSecrets = {
      ...agreed,
      master: extended
        ? extendedMasterSecret(agreed, keys.preMaster, concat(this.#handshake))
        : masterSecret(agreed, keys.preMaster),
    };
    const directions = keysFor(secrets);
    if (directions === null) return;
    this.#secrets = secrets;
    const proof = this.#certificateRequest === null ? null : this.#proofOfKey(secrets, this.#certificateRequest);
    if (proof !== null) flight.push(this.#handshakeOut(HANDSHAKE.certificateVerify, proof));
    flight.push(this.seal(CONTENT.changeCipherSpec, CHANGE_CIPHER_SPEC));
    this.#events.push({ kind: "send", bytes: concat(flight), label: "key_exchange" });

    this.#sealing = RecordProtection.create(secrets, directions.client, random);
    this.#nextOpening = RecordProtection.create(secrets, directions.server, random);
    const verify = finishedData(secrets, "client", concat(this.#handshake));
    this.#events.push({ kind: "send", bytes: this.#handshakeOut(HANDSHAKE.finished, verify), label: "finished" });
    this.#state = "change_cipher_spec";
  }

  #handshakeOut(type: number, body: Uint8Array): Uint8Array {
    return this.seal(CONTENT.handshake, this.#remember(encodeHandshake(type, body)));
  }

  /** Our certificate; the answer of a client without one is an empty list, in SSL 3.0 a warning. */
  #ownCertificate(version: number): Uint8Array {
    const { identity = null } = this.#options;
    if (identity !== null) return this.#handshakeOut(HANDSHAKE.certificate, encodeCertificate([identity.certificate]));
    return version === SSL30
      ? this.seal(CONTENT.alert, encodeAlert(ALERT_LEVEL.warning, ALERT.noCertificate))
      : this.#handshakeOut(HANDSHAKE.certificate, encodeCertificate([]));
  }

  /** CertificateVerify's body: SHA-256 where the server takes it, SHA-1 otherwise. */
  #proofOfKey({ version, master }: SessionSecrets, request: Uint8Array): Uint8Array | null {
    const { identity = null } = this.#options;
    if (identity === null) return null;
    const accepted = decodeCertificateRequest(request, version)?.signatureAlgorithms ?? [];
    const algorithm = accepted.includes(RSA_SHA256) ? RSA_SHA256 : RSA_SHA1;
    return certificateVerify(identity.key, version, algorithm, master, concat(this.#handshake));
  }

  #finished(message: HandshakeMessage): void {
    if (this.#secrets === null) return;
    const expected = finishedData(this.#secrets, "server", concat(this.#handshake));
    if (!equal(message.body, expected)) return this.#fail("bad_finished", "the server's Finished does not match");
    this.#handshake.length = 0;
    this.#state = "completed";
    this.#events.push({ kind: "completed" });
  }
}
