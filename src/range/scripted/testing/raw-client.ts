/** A client without cryptography for the tests of the scripted connection, and the records it sends. */

import { randomBytes } from "node:crypto";
import { concat } from "../../../core/wire/bytes.ts";
import { encodeClientHello } from "../../../core/wire/client-hello.ts";
import { encodeHandshake, HANDSHAKE, HandshakeAssembler } from "../../../core/wire/handshake.ts";
import { encodeHeartbeat } from "../../../core/wire/heartbeat.ts";
import { CONTENT, encodeRecord, RecordDecoder, type TlsRecord } from "../../../core/wire/record.ts";
import { TLS10, TLS12 } from "../../../core/wire/version.ts";
import { completableHello } from "../../../tls/completable.ts";
import { generatePrivateKey } from "../../../tls/certificates/keys.ts";
import { DEFAULT_DIALS, type Dials } from "../../conditions/dials.ts";
import { ScriptedConnection } from "../connection.ts";
import { type Counters, newCounters } from "../counters.ts";
import type { Site } from "../handshake.ts";
import type { Reaction } from "../peer.ts";
import { makeSite } from "../site.ts";

const random = { bytes: (length: number) => randomBytes(length), unit: () => 0 };
const keys = { rsa: await generatePrivateKey("rsa2048"), ec: await generatePrivateKey("p256") };

/** A client's end of one connection, which does no cryptography. */
export class RawClient {
  readonly counters: Counters = newCounters();
  readonly #connection: ScriptedConnection;
  readonly #decoder = new RecordDecoder();
  raw: Uint8Array = new Uint8Array(0);
  ending: string | null = null;
  wakeAt: number | null = null;
  lockedUp = false;

  constructor(dials: Partial<Dials> = {}, site?: Site) {
    const all = { ...DEFAULT_DIALS, ...dials };
    this.#connection = new ScriptedConnection(all, {
      site: site ?? makeSite(keys, all, random),
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

/** A ClientHello record that offers everything up to that version. */
export function hello(version: number, options: { heartbeat?: 1 | null; serverName?: string } = {}): Uint8Array {
  const body = completableHello({ maxVersion: version, heartbeat: 1, ...options }, random);
  return encodeRecord(
    CONTENT.handshake,
    Math.min(version, TLS10),
    encodeHandshake(HANDSHAKE.clientHello, encodeClientHello(body)),
  );
}

const NOTHING = new Uint8Array(0);
/** A heartbeat request that claims `claimed` bytes and carries `carried`. */
export const beat = (claimed: number, carried: number, version = TLS12, padding = 0): Uint8Array =>
  encodeRecord(
    CONTENT.heartbeat,
    version,
    encodeHeartbeat(1, claimed, new Uint8Array(carried), new Uint8Array(padding)),
  );
/** A well-formed one. */
export const control = (version = TLS12): Uint8Array => beat(2, 2, version, 16);
/** A handshake message that no server accepts from a client. */
export const flush = (version = TLS12): Uint8Array =>
  encodeRecord(CONTENT.handshake, version, encodeHandshake(HANDSHAKE.serverHelloDone, NOTHING));

/** Records in short: "hb 19", "alert 2 10", "handshake". */
export function inShort(records: readonly TlsRecord[]): readonly string[] {
  return records.map(({ type, body }) => {
    if (type === CONTENT.heartbeat) return `hb ${body.length}`;
    return type === CONTENT.alert ? `alert ${body.join(" ")}` : "handshake";
  });
}

/** The types of the handshake messages in these records. */
export function messageTypes(records: readonly TlsRecord[]): readonly number[] {
  const assembler = new HandshakeAssembler();
  return records
    .filter(({ type }) => type === CONTENT.handshake)
    .flatMap(({ body }) => assembler.push(body).map(({ type }) => type));
}
