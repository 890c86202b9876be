/** ServerHello (RFC 5246 section 7.4.1.3), and how a TLS 1.3 answer is told from an older one (RFC 8446 section 4.1.3). */

import { ByteReader, ByteWriter, decodeU16List, equal, fromHex } from "./bytes.ts";
import { decodeExtensions, encodeExtensions, EXTENSION, type Extension } from "./extensions.ts";

export interface ServerHello {
  /** The version field; the negotiated version is `selectedVersion`. */
  readonly version: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  /** 0 to 32 bytes. */
  readonly sessionId: Uint8Array;
  readonly suite: number;
  readonly compression: number;
  /** null: no extensions block at all. */
  readonly extensions: readonly Extension[] | null;
}

/** The random value that makes a ServerHello a HelloRetryRequest: SHA-256 of "HelloRetryRequest". */
const RETRY_RANDOM = fromHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

/** The message's body, without the handshake header. */
export function encodeServerHello(hello: ServerHello): Uint8Array {
  const writer = new ByteWriter()
    .u16(hello.version)
    .bytes(hello.random)
    .vector8(hello.sessionId)
    .u16(hello.suite)
    .u8(hello.compression);
  if (hello.extensions !== null) writer.bytes(encodeExtensions(hello.extensions));
  return writer.finish();
}

/** The reverse of `encodeServerHello`; null when the body is not exactly one ServerHello. */
export function decodeServerHello(body: Uint8Array): ServerHello | null {
  const reader = new ByteReader(body);
  const version = reader.u16();
  const random = reader.take(32);
  const sessionId = reader.vector8();
  const suite = reader.u16();
  const compression = reader.u8();
  if (version === null || random === null || sessionId === null || suite === null || compression === null) return null;
  if (sessionId.length > 32) return null;
  const hello = { version, random, sessionId, suite, compression };
  if (reader.remaining === 0) return { ...hello, extensions: null };
  const extensions = decodeExtensions(reader.rest());
  return extensions === null ? null : { ...hello, extensions };
}

/** The negotiated version: what supported_versions says where it is there, the version field otherwise. */
export function selectedVersion(hello: ServerHello): number {
  const data = hello.extensions?.find((extension) => extension.type === EXTENSION.supportedVersions)?.data;
  const [version, ...more] = (data && decodeU16List(data)) ?? [];
  return version !== undefined && more.length === 0 ? version : hello.version;
}

/** Whether this ServerHello asks for another ClientHello (RFC 8446 section 4.1.4). */
export function isHelloRetryRequest(hello: ServerHello): boolean {
  return equal(hello.random, RETRY_RANDOM);
}
