/** Changing what records hold: the client's hello, its heartbeat requests, the server's hello. What is something else stays. */

import { type ClientHello, decodeClientHello, encodeClientHello } from "../core/wire/client-hello.ts";
import { encodeHandshake, HANDSHAKE, HandshakeAssembler } from "../core/wire/handshake.ts";
import { CONTENT, type TlsRecord } from "../core/wire/record.ts";
import { decodeServerHello, encodeServerHello, type ServerHello } from "../core/wire/server-hello.ts";

const REQUEST = 1;
const REQUEST_HEADER = 3;

/** The ClientHello that a record consists of. */
export function helloIn({ type, body }: TlsRecord): ClientHello | null {
  if (type !== CONTENT.handshake) return null;
  const [message, ...more] = new HandshakeAssembler().push(body);
  if (message === undefined || more.length > 0 || message.type !== HANDSHAKE.clientHello) return null;
  return message.raw.length === body.length ? decodeClientHello(message.body) : null;
}

export function withHello(record: TlsRecord, hello: ClientHello): TlsRecord {
  return { ...record, body: encodeHandshake(HANDSHAKE.clientHello, encodeClientHello(hello)) };
}

export interface Request {
  readonly claimed: number;
  /** What follows the claim: payload and padding. */
  readonly carried: Uint8Array;
}

/** The heartbeat request that a record is. */
export function requestIn({ type, body }: TlsRecord): Request | null {
  const [kind, high, low] = body;
  if (type !== CONTENT.heartbeat || kind !== REQUEST || high === undefined || low === undefined) return null;
  return { claimed: (high << 8) | low, carried: body.subarray(REQUEST_HEADER) };
}

export function withRequest(record: TlsRecord, { claimed, carried }: Request): TlsRecord {
  return { ...record, body: Uint8Array.from([REQUEST, claimed >> 8, claimed & 0xff, ...carried]) };
}

/** The record with its ServerHello changed; itself where it does not begin with a whole one. */
export function editServerHello(record: TlsRecord, edit: (hello: ServerHello) => ServerHello): TlsRecord {
  if (record.type !== CONTENT.handshake) return record;
  const [message] = new HandshakeAssembler().push(record.body);
  const hello = message?.type === HANDSHAKE.serverHello ? decodeServerHello(message.body) : null;
  if (message === undefined || hello === null) return record;
  const changed = encodeHandshake(HANDSHAKE.serverHello, encodeServerHello(edit(hello)));
  return { ...record, body: Uint8Array.from([...changed, ...record.body.subarray(message.raw.length)]) };
}
