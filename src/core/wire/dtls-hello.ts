/** What DTLS adds to the hellos (RFC 6347 section 4.2.1): a cookie in the ClientHello, and the server's request for one. */

import { ByteReader, ByteWriter, concat } from "./bytes.ts";
import { type ClientHello, decodeClientHello, encodeClientHello } from "./client-hello.ts";

/** Handshake type of HelloVerifyRequest. */
export const HELLO_VERIFY_REQUEST = 3;

const VERSION_AND_RANDOM = 2 + 32;

/** The message's body: a TLS ClientHello with the cookie behind the session id. @throws RangeError beyond 255 bytes of cookie. */
export function encodeDtlsClientHello(hello: ClientHello, cookie: Uint8Array): Uint8Array {
  const plain = encodeClientHello(hello);
  const at = VERSION_AND_RANDOM + 1 + hello.sessionId.length;
  return concat([plain.subarray(0, at), new ByteWriter().vector8(cookie).finish(), plain.subarray(at)]);
}

/** The reverse; null when the body is not exactly one ClientHello. */
export function decodeDtlsClientHello(
  body: Uint8Array,
): { readonly hello: ClientHello; readonly cookie: Uint8Array } | null {
  const reader = new ByteReader(body);
  const front = reader.take(VERSION_AND_RANDOM);
  const sessionId = reader.vector8();
  const cookie = reader.vector8();
  if (front === null || sessionId === null || cookie === null) return null;
  const hello = decodeClientHello(concat([front, new ByteWriter().vector8(sessionId).finish(), reader.rest()]));
  return hello === null ? null : { hello, cookie };
}

export interface HelloVerifyRequest {
  /** DTLS 1.0 whatever will be negotiated, if the server does as it should. */
  readonly version: number;
  readonly cookie: Uint8Array;
}

/** The message's body. @throws RangeError beyond 255 bytes of cookie. */
export function encodeHelloVerifyRequest({ version, cookie }: HelloVerifyRequest): Uint8Array {
  return new ByteWriter().u16(version).vector8(cookie).finish();
}

/** The reverse; null when the body is not exactly one HelloVerifyRequest. */
export function decodeHelloVerifyRequest(body: Uint8Array): HelloVerifyRequest | null {
  const reader = new ByteReader(body);
  const version = reader.u16();
  const cookie = reader.vector8();
  return version === null || cookie === null || reader.remaining > 0 ? null : { version, cookie };
}
