/**
 * The server's half of one DTLS association, from the ClientHello that brought its cookie back to ServerHelloDone, and heartbeats:
 * OpenSSL 1.0.1's order of things, without a handshake that can be finished. Bytes in, datagrams out; no socket, no clock.
 */

import { ALERT, ALERT_LEVEL, encodeAlert } from "../../core/wire/alert.ts";
import { equal } from "../../core/wire/bytes.ts";
import { encodeCertificate } from "../../core/wire/certificate.ts";
import type { ClientHello } from "../../core/wire/client-hello.ts";
import { decodeFragments, encodeFragment, fragmentsOf } from "../../core/wire/dtls-handshake.ts";
import { type DtlsRecord, encodeDtlsRecord } from "../../core/wire/dtls-record.ts";
import { DTLS12, dtlsVersionOf } from "../../core/wire/dtls-version.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT } from "../../core/wire/record.ts";
import { encodeServerHello } from "../../core/wire/server-hello.ts";
import { ALL_SUITES } from "../../core/wire/suites.ts";
import { TLS11, TLS12 } from "../../core/wire/version.ts";
import { suiteProtection } from "../../tls/key-schedule.ts";
import type { Dials } from "../conditions/dials.ts";
import type { Counters } from "./counters.ts";
import { reactToHeartbeat } from "./heartbeat.ts";
import { negotiate } from "./negotiation.ts";
import { ReadBuffer } from "./read-buffer.ts";
import { WriteBuffer } from "./write-buffer.ts";

/** Suites that need no ServerKeyExchange. */
const SUITES = ALL_SUITES.filter(({ name }) => /^TLS_RSA_WITH_(AES|CAMELLIA|3DES|SEED)/.test(name)).map(({ id }) => id);
/** Longest piece of a handshake message, so that a certificate comes in several. */
const FRAGMENT = 500;
/** OpenSSL writes a heartbeat answer in one record or not at all: 2^14 less header and padding (detectors.md, section 1). */
export const MOST_CLAIMED = 16_365;

export interface DtlsSurroundings {
  readonly chain: readonly Uint8Array[];
  readonly random: (length: number) => Uint8Array;
  readonly counters: Counters;
  /** The process is gone, or the device hangs: nobody is answered any more. */
  readonly onDeath: () => void;
}

export class DtlsAssociation {
  readonly #dials: Dials;
  readonly #around: DtlsSurroundings;
  readonly #memory = new ReadBuffer();
  readonly #buffer: WriteBuffer;
  #out: Uint8Array[] = [];
  #sequence = 1;
  #version = DTLS12;
  #tls = TLS12;
  /** message_seq of the hello with the cookie. */
  #hello = 0;
  #flight: readonly { readonly type: number; readonly body: Uint8Array }[] = [];
  #random: Uint8Array | null = null;
  #over = false;

  constructor(dials: Dials, around: DtlsSurroundings) {
    this.#dials = dials;
    this.#around = around;
    this.#buffer = new WriteBuffer(dials.handshakeBuffer, (bytes) => this.#out.push(bytes));
  }

  /** The hello that brought the cookie, `sequence` its message_seq; the same again means that our flight was lost. */
  begin(hello: ClientHello, sequence: number): readonly Uint8Array[] {
    this.#hello = sequence;
    this.#random = hello.random.slice();
    // Numbers fall from version to version; a newer client speaks ours too.
    const offered = hello.version <= DTLS12 ? TLS12 : TLS11;
    const agreed = negotiate(
      { ...hello, version: offered },
      this.#dials,
      SUITES,
      (suite, version) => SUITES.includes(suite.id) && suiteProtection(suite, version) !== null,
    );
    if (agreed.kind === "closed") this.#over = true;
    else if (agreed.kind === "refused") this.#fatal(agreed.description);
    else {
      this.#tls = agreed.version;
      this.#version = dtlsVersionOf(agreed.version) ?? DTLS12;
      const serverHello = encodeServerHello({
        version: this.#version,
        random: this.#around.random(32),
        sessionId: this.#around.random(32),
        suite: agreed.suite.id,
        compression: 0,
        extensions: agreed.extensions,
      });
      this.#flight = [
        { type: HANDSHAKE.serverHello, body: serverHello },
        { type: HANDSHAKE.certificate, body: encodeCertificate(this.#around.chain) },
        { type: HANDSHAKE.serverHelloDone, body: new Uint8Array(0) },
      ];
      this.#sendFlight();
    }
    return this.#take();
  }

  begunBy(hello: ClientHello): boolean {
    return this.#random !== null && equal(this.#random, hello.random);
  }

  /** Records of one datagram, in order; `datagram` is what their bodies are views of. */
  receive(records: readonly DtlsRecord[], datagram: Uint8Array): readonly Uint8Array[] {
    this.#memory.hold(datagram);
    for (const record of records) {
      if (this.#over) break;
      if (record.epoch === 0) this.#record(record, record.body.byteOffset - datagram.byteOffset);
    }
    return this.#take();
  }

  #record({ type, version, body }: DtlsRecord, at: number): void {
    switch (type) {
      case CONTENT.heartbeat:
        // A record of another version is dropped without a word (OpenSSL, ssl/d1_pkt.c).
        if (version === this.#version) this.#heartbeat(body, at);
        return;
      case CONTENT.alert:
        this.#over = body[0] === ALERT_LEVEL.fatal || body[1] === ALERT.closeNotify;
        return;
      case CONTENT.handshake:
        for (const { type: message, sequence } of decodeFragments(body) ?? []) this.#message(message, sequence);
    }
  }

  #message(type: number, sequence: number): void {
    if (this.#over) return;
    if (type === HANDSHAKE.clientHello && sequence === this.#hello) this.#sendFlight();
    else if (sequence === this.#hello + 1 && type !== HANDSHAKE.clientKeyExchange) this.#fatal(ALERT.unexpectedMessage);
  }

  #heartbeat(body: Uint8Array, at: number): void {
    const { heartbeat, heartbeatFrom } = this.#dials;
    this.#around.counters.heartbeats++;
    if (heartbeatFrom === "finished") return;
    const claimed = ((body[1] ?? 0) << 8) | (body[2] ?? 0);
    if (heartbeat === "over_reads" && claimed > MOST_CLAIMED) return this.#die();
    const record = {
      length: body.length,
      read: (offset: number, length: number) => this.#memory.read(at + offset, length),
    };
    const reaction = reactToHeartbeat(heartbeat, record, this.#tls, this.#around.random);
    switch (reaction.kind) {
      case "answer":
        this.#around.counters.foreignBytesServed += reaction.foreign;
        this.#warn();
        return this.#write(CONTENT.heartbeat, reaction.message);
      case "fatal_alert":
        return this.#fatal(reaction.description);
      case "clear_text":
        this.#out.push(new TextEncoder().encode("500 OOPS\r\n"));
        this.#over = true;
        return;
      case "locks_up":
        return this.#die();
      case "fin":
      case "reset":
        // There is neither on UDP: the association is forgotten.
        this.#over = true;
        return;
      case "discard":
    }
  }

  #warn(): void {
    const description = this.#dials.warningBeforeAnswer;
    if (description !== null) this.#write(CONTENT.alert, encodeAlert(ALERT_LEVEL.warning, description));
  }

  #fatal(description: number): void {
    this.#write(CONTENT.alert, encodeAlert(ALERT_LEVEL.fatal, description));
    this.#buffer.flush();
    this.#over = true;
  }

  #die(): void {
    this.#over = true;
    this.#buffer.discard();
    this.#around.onDeath();
  }

  /** Each fragment in a datagram of its own, what waited in the buffer before them. */
  #sendFlight(): void {
    this.#buffer.flush();
    this.#flight.forEach(({ type, body }, i) => {
      for (const fragment of fragmentsOf(type, this.#hello + i, body, FRAGMENT)) {
        this.#out.push(this.#encode(CONTENT.handshake, encodeFragment(fragment)));
      }
    });
  }

  #write(type: number, body: Uint8Array): void {
    this.#buffer.write(this.#encode(type, body));
  }

  #encode(type: number, body: Uint8Array): Uint8Array {
    return encodeDtlsRecord({ type, version: this.#version, epoch: 0, sequence: this.#sequence++, body });
  }

  #take(): readonly Uint8Array[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }
}
