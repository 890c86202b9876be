/** What a scripted DTLS server does with datagrams from anybody: cookies without state, then one association per source. */

import { createHmac, randomBytes } from "node:crypto";
import { equal } from "../../core/wire/bytes.ts";
import { decodeFragments, encodeFragment } from "../../core/wire/dtls-handshake.ts";
import { decodeDtlsClientHello, encodeHelloVerifyRequest, HELLO_VERIFY_REQUEST } from "../../core/wire/dtls-hello.ts";
import { decodeDatagram, type DtlsRecord, encodeDtlsRecord } from "../../core/wire/dtls-record.ts";
import { DTLS10 } from "../../core/wire/dtls-version.ts";
import { HANDSHAKE } from "../../core/wire/handshake.ts";
import { decodeHeartbeat } from "../../core/wire/heartbeat.ts";
import { CONTENT } from "../../core/wire/record.ts";
import type { Dials } from "../conditions/dials.ts";
import type { Counters } from "./counters.ts";
import { DtlsAssociation } from "./dtls-association.ts";

/** Associations kept; the oldest are forgotten first. */
const MOST_ASSOCIATIONS = 256;
/** RFC 6520 section 4. */
const PADDING = 16;

export class DtlsService {
  readonly #dials: Dials;
  readonly #chain: readonly Uint8Array[];
  readonly #counters: Counters;
  readonly #secret = randomBytes(32);
  readonly #associations = new Map<string, DtlsAssociation>();
  #dead = false;

  constructor(dials: Dials, chain: readonly Uint8Array[], counters: Counters) {
    this.#dials = dials;
    this.#chain = chain;
    this.#counters = counters;
  }

  /** The datagrams to send back to `source` (address and port). */
  receive(source: string, datagram: Uint8Array): readonly Uint8Array[] {
    if (this.#dead) return [];
    const { records } = decodeDatagram(datagram);
    if (this.#eaten(records)) return [];
    return this.#hello(source, records) ?? this.#associations.get(source)?.receive(records, datagram) ?? [];
  }

  /** A device on the path drops datagrams whole: it cannot take a record out of one. */
  #eaten(records: readonly DtlsRecord[]): boolean {
    const heartbeats = records.filter(({ type }) => type === CONTENT.heartbeat);
    const eaten =
      this.#dials.path === "eats_heartbeats"
        ? heartbeats
        : this.#dials.path === "eats_malformed_heartbeats"
          ? heartbeats.filter(({ body }) => (decodeHeartbeat(body)?.padding ?? 0) < PADDING)
          : [];
    this.#counters.heartbeats += eaten.length;
    return eaten.length > 0;
  }

  /** Answers a hello that is not yet part of an association; null: nothing of the kind. */
  #hello(source: string, records: readonly DtlsRecord[]): readonly Uint8Array[] | null {
    const [first] = records;
    if (first?.type !== CONTENT.handshake || first.epoch !== 0) return null;
    const [fragment] = decodeFragments(first.body) ?? [];
    if (fragment?.type !== HANDSHAKE.clientHello || fragment.bytes.length !== fragment.length) return null;
    const read = decodeDtlsClientHello(fragment.bytes);
    if (read === null) return [];
    const cookie = createHmac("sha256", this.#secret).update(source).update(read.hello.random).digest().subarray(0, 20);
    if (!equal(read.cookie, cookie)) return [verifyRequest(first, fragment.sequence, cookie)];
    // The same hello again is the association's own affair; another from the same port is a new beginning.
    const known = this.#associations.get(source);
    if (known?.begunBy(read.hello) === true) return null;
    return this.#begin(source).begin(read.hello, fragment.sequence);
  }

  #begin(source: string): DtlsAssociation {
    this.#counters.connections++;
    const oldest = this.#associations.keys().next().value;
    if (this.#associations.size >= MOST_ASSOCIATIONS && oldest !== undefined) this.#associations.delete(oldest);
    const association = new DtlsAssociation(this.#dials, {
      chain: this.#chain,
      random: (length) => randomBytes(length),
      counters: this.#counters,
      onDeath: () => {
        this.#dead = true;
      },
    });
    this.#associations.set(source, association);
    return association;
  }
}

/** The record number is the client's own, so that nothing has to be remembered (RFC 6347 section 4.2.1). */
function verifyRequest({ sequence }: DtlsRecord, message: number, cookie: Uint8Array): Uint8Array {
  const body = encodeHelloVerifyRequest({ version: DTLS10, cookie });
  const fragment = { type: HELLO_VERIFY_REQUEST, length: body.length, sequence: message, offset: 0, bytes: body };
  return encodeDtlsRecord({
    type: CONTENT.handshake,
    version: DTLS10,
    epoch: 0,
    sequence,
    body: encodeFragment(fragment),
  });
}
