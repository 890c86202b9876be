/** Certificate messages of TLS 1.2 and earlier (RFC 5246 section 7.4.2). */

import { ByteReader, ByteWriter } from "./bytes.ts";

/** The DER certificates in the message's body, the server's own first; null when the body is not exactly one list. */
export function decodeCertificate(body: Uint8Array): readonly Uint8Array[] | null {
  const outer = new ByteReader(body);
  const list = outer.vector24();
  if (list === null || outer.remaining > 0) return null;
  const reader = new ByteReader(list);
  const chain: Uint8Array[] = [];
  while (reader.remaining > 0) {
    const certificate = reader.vector24();
    if (certificate === null) return null;
    chain.push(certificate);
  }
  return chain;
}

/** The message's body, without the handshake header. */
export function encodeCertificate(chain: readonly Uint8Array[]): Uint8Array {
  const list = new ByteWriter();
  for (const certificate of chain) list.vector24(certificate);
  return new ByteWriter().vector24(list.finish()).finish();
}
