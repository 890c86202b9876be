/**
 * What a DTLS server says before any keys are in use, datagram by datagram: the cookie it asks for, and the same flight
 * as over TCP, which `ServerFlight` reads once the messages are whole. Total; what is not DTLS is counted and dropped,
 * because on UDP a stray datagram ends nothing.
 */

import { CONTENT, encodeRecord } from "./record.ts";
import { decodeFragments, FragmentAssembler, type HandshakeFragment } from "./dtls-handshake.ts";
import { decodeHelloVerifyRequest, HELLO_VERIFY_REQUEST } from "./dtls-hello.ts";
import { decodeDatagram, type DtlsRecord } from "./dtls-record.ts";
import { tlsVersionOf } from "./dtls-version.ts";
import { HANDSHAKE, type HandshakeMessage } from "./handshake.ts";
import { ServerFlight } from "./server-flight.ts";
import { TLS12 } from "./version.ts";

const MAX_CHUNK = 2 ** 14;

export class DtlsServerFlight {
  readonly #flight = new ServerFlight();
  /** null: no fragment of a ServerHello yet. It may be message 0, or 1 after a HelloVerifyRequest. */
  #assembler: FragmentAssembler | null = null;
  #cookie: Uint8Array | null = null;
  #version: number | null = null;
  #strays = 0;
  #records = 0;

  /** The flight in terms of TLS: versions are those that DTLS 1.0 and 1.2 are made from. */
  get flight(): ServerFlight {
    return this.#flight;
  }

  /** The latest cookie asked for; null: none was. */
  get cookie(): Uint8Array | null {
    return this.#cookie;
  }

  /** The negotiated DTLS version; null: no ServerHello of a version we know. */
  get version(): number | null {
    return this.#version;
  }

  /** Datagrams, or ends of datagrams, that are no DTLS records. */
  get strays(): number {
    return this.#strays;
  }

  /** Whole records of any type, of epoch 0. */
  get records(): number {
    return this.#records;
  }

  push(datagram: Uint8Array): void {
    const { records, defect } = decodeDatagram(datagram);
    if (defect) this.#strays++;
    for (const record of records) this.#record(record);
  }

  #record({ type, epoch, body }: DtlsRecord): void {
    // Later epochs are under keys that we do not have.
    if (epoch !== 0) return;
    this.#records++;
    // An alert that is none must not be a defect of the flight, as it is on a stream.
    if (type === CONTENT.alert && body.length === 2) this.#flight.push(encodeRecord(type, TLS12, body));
    if (type !== CONTENT.handshake) return;
    for (const fragment of decodeFragments(body) ?? []) this.#fragment(fragment);
  }

  #fragment(fragment: HandshakeFragment): void {
    if (fragment.type === HELLO_VERIFY_REQUEST) {
      // Never fragmented by anybody, and the server keeps no state until it is answered.
      const request = fragment.length === fragment.bytes.length ? decodeHelloVerifyRequest(fragment.bytes) : null;
      if (request !== null && this.#flight.hello === null) this.#cookie = request.cookie.slice();
      return;
    }
    if (this.#assembler === null && fragment.type === HANDSHAKE.serverHello && fragment.sequence <= 1) {
      this.#assembler = new FragmentAssembler(fragment.sequence);
    }
    for (const message of this.#assembler?.push(fragment) ?? []) this.#message(message);
  }

  #message({ type, body, raw }: HandshakeMessage): void {
    let bytes = raw;
    if (type === HANDSHAKE.serverHello && this.#version === null) {
      const version = ((body[0] ?? 0) << 8) | (body[1] ?? 0);
      const tls = tlsVersionOf(version);
      if (tls === null) return;
      this.#version = version;
      bytes = raw.slice();
      bytes[4] = tls >> 8;
      bytes[5] = tls & 0xff;
    }
    for (let at = 0; at < bytes.length; at += MAX_CHUNK) {
      this.#flight.push(encodeRecord(CONTENT.handshake, TLS12, bytes.subarray(at, at + MAX_CHUNK)));
    }
  }
}
