/**
 * What a server says before any keys are in use: ServerHello to ServerHelloDone, and alerts. Bytes may arrive in any
 * pieces. Total on hostile bytes, and it holds at most one message of 256 kB beside what it has understood.
 */

import { type Alert, decodeAlert } from "./alert.ts";
import { decodeCertificate } from "./certificate.ts";
import { type CertificateRequest, decodeCertificateRequest } from "./certificate-request.ts";
import { HANDSHAKE, HandshakeAssembler, type HandshakeMessage } from "./handshake.ts";
import { CONTENT, RecordDecoder, type RecordDefect, type TlsRecord } from "./record.ts";
import { decodeServerHello, isHelloRetryRequest, selectedVersion, type ServerHello } from "./server-hello.ts";
import { decodeServerKeyExchange, type ServerKeyExchange } from "./server-key-exchange.ts";
import { TLS13 } from "./version.ts";

/** Why nothing more is read; "malformed": well-formed records with something else than a server's flight in them. */
export type FlightDefect = RecordDefect | "malformed";

/** More alerts than this are counted among the records but not kept: a server may send warnings without end. */
const MAX_ALERTS = 16;

export class ServerFlight {
  readonly #decoder = new RecordDecoder();
  readonly #assembler = new HandshakeAssembler();
  readonly #alerts: Alert[] = [];
  #hello: ServerHello | null = null;
  #version: number | null = null;
  #certificates: readonly Uint8Array[] | null = null;
  #keyExchange: ServerKeyExchange | null = null;
  #certificateRequest: CertificateRequest | null = null;
  #done = false;
  #records = 0;
  #helloRetry = false;
  #protected = false;
  #defect: FlightDefect | null = null;

  /** Unprotected alerts, in order of arrival, the first 16 of them. */
  get alerts(): readonly Alert[] {
    return this.#alerts;
  }

  /** The ServerHello; a HelloRetryRequest stands here only until the ServerHello that follows it. */
  get hello(): ServerHello | null {
    return this.#hello;
  }

  /** The negotiated version. */
  get version(): number | null {
    return this.#version;
  }

  /** DER certificates, the server's own first. */
  get certificates(): readonly Uint8Array[] | null {
    return this.#certificates;
  }

  get keyExchange(): ServerKeyExchange | null {
    return this.#keyExchange;
  }

  get certificateRequest(): CertificateRequest | null {
    return this.#certificateRequest;
  }

  /** Nothing more can be said without keys or an answer: ServerHelloDone, a TLS 1.3 hello, or a resumed session. */
  get done(): boolean {
    return this.#done;
  }

  /** Complete records of any type. */
  get records(): number {
    return this.#records;
  }

  /** Whether the server asked for another ClientHello. */
  get helloRetry(): boolean {
    return this.#helloRetry;
  }

  get defect(): FlightDefect | null {
    return this.#defect;
  }

  /** Reads on; after a defect nothing changes any more. The bytes must not be overwritten afterwards. */
  push(bytes: Uint8Array): void {
    if (this.#defect !== null) return;
    for (const record of this.#decoder.push(bytes)) {
      this.#records++;
      this.#defect = this.#record(record);
      if (this.#defect !== null) return;
    }
    this.#defect = this.#decoder.defect;
  }

  #record(record: TlsRecord): FlightDefect | null {
    if (this.#protected) return null;
    switch (record.type) {
      case CONTENT.alert:
        return this.#alert(record.body);
      case CONTENT.handshake: {
        for (const message of this.#assembler.push(record.body)) {
          if (!this.#protected && !this.#message(message)) return "malformed";
        }
        return this.#assembler.defect;
      }
      case CONTENT.changeCipherSpec:
        // Before TLS 1.3 keys are in use from here on; in TLS 1.3 it means nothing (RFC 8446 appendix D.4).
        if (this.#version !== null && this.#version < TLS13) this.#finish(true);
        return null;
      default:
        return null;
    }
  }

  #alert(body: Uint8Array): FlightDefect | null {
    const alert = decodeAlert(body);
    if (alert === null) return "malformed";
    if (this.#alerts.length < MAX_ALERTS) this.#alerts.push(alert);
    return null;
  }

  /** Takes in one message; false when it is malformed, comes twice, or before what it depends on. */
  #message(message: HandshakeMessage): boolean {
    switch (message.type) {
      case HANDSHAKE.serverHello:
        return this.#serverHello(message.body);
      case HANDSHAKE.certificate:
        if (this.#hello === null || this.#certificates !== null) return false;
        this.#certificates = decodeCertificate(message.body);
        return this.#certificates !== null;
      case HANDSHAKE.serverKeyExchange:
        if (this.#hello === null || this.#version === null || this.#keyExchange !== null) return false;
        this.#keyExchange = decodeServerKeyExchange(message.body, this.#hello.suite, this.#version);
        return this.#keyExchange !== null;
      case HANDSHAKE.certificateRequest:
        if (this.#version === null || this.#certificateRequest !== null) return false;
        this.#certificateRequest = decodeCertificateRequest(message.body, this.#version);
        return this.#certificateRequest !== null;
      case HANDSHAKE.serverHelloDone:
        if (this.#hello === null || message.body.length > 0) return false;
        this.#finish(false);
        return true;
      default:
        return true;
    }
  }

  #serverHello(body: Uint8Array): boolean {
    const awaitingSecond = this.#hello !== null && isHelloRetryRequest(this.#hello);
    const hello = decodeServerHello(body);
    if (hello === null || (this.#hello !== null && !awaitingSecond)) return false;
    const retry = isHelloRetryRequest(hello);
    if (retry && awaitingSecond) return false;
    this.#hello = hello;
    this.#version = selectedVersion(hello);
    this.#helloRetry ||= retry;
    if (this.#version >= TLS13) this.#finish(!retry);
    return true;
  }

  #finish(underKeys: boolean): void {
    this.#done = true;
    this.#protected ||= underKeys;
  }
}
