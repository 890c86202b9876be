/** ClientHello (RFC 5246 section 7.4.1.2), from SSL 3.0 without extensions to what TLS 1.3 clients send. */

import { ByteReader, ByteWriter, decodeU16List, encodeU16List } from "./bytes.ts";
import { decodeExtensions, encodeExtensions, type Extension } from "./extensions.ts";

export interface ClientHello {
  readonly version: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  /** 0 to 32 bytes. */
  readonly sessionId: Uint8Array;
  readonly suites: readonly number[];
  readonly compressions: readonly number[];
  /** null: no extensions block at all, as SSL 3.0 clients send it; an empty list is an empty block. */
  readonly extensions: readonly Extension[] | null;
}

/** The message's body, without the handshake header. */
export function encodeClientHello(hello: ClientHello): Uint8Array {
  const writer = new ByteWriter()
    .u16(hello.version)
    .bytes(hello.random)
    .vector8(hello.sessionId)
    .vector16(encodeU16List(hello.suites))
    .vector8(Uint8Array.from(hello.compressions));
  if (hello.extensions !== null) writer.bytes(encodeExtensions(hello.extensions));
  return writer.finish();
}

/** The reverse of `encodeClientHello`; null when the body is not exactly one ClientHello. */
export function decodeClientHello(body: Uint8Array): ClientHello | null {
  const reader = new ByteReader(body);
  const version = reader.u16();
  const random = reader.take(32);
  const sessionId = reader.vector8();
  const suiteBytes = reader.vector16();
  const compressions = reader.vector8();
  if (version === null || random === null || sessionId === null || suiteBytes === null || compressions === null) {
    return null;
  }
  const suites = decodeU16List(suiteBytes);
  if (sessionId.length > 32 || suites === null || suites.length === 0 || compressions.length === 0) return null;
  const hello = { version, random, sessionId, suites, compressions: [...compressions] };
  if (reader.remaining === 0) return { ...hello, extensions: null };
  const extensions = decodeExtensions(reader.rest());
  return extensions === null ? null : { ...hello, extensions };
}
