/** DTLS versions as they stand on the wire (RFC 6347 section 4.1: ones' complement of 1.0 and 1.2) and the TLS they are made from. */

import { TLS11, TLS12 } from "./version.ts";

export const DTLS10 = 0xfeff;
export const DTLS12 = 0xfefd;

/** The TLS version whose message bodies a DTLS version has; null: not DTLS 1.0 or 1.2. */
export function tlsVersionOf(dtls: number): number | null {
  return dtls === DTLS10 ? TLS11 : dtls === DTLS12 ? TLS12 : null;
}

/** The reverse; null: no DTLS is made from that version. */
export function dtlsVersionOf(tls: number): number | null {
  return tls === TLS11 ? DTLS10 : tls === TLS12 ? DTLS12 : null;
}

/** "DTLS 1.0", "DTLS 1.2", or the number. */
export function dtlsVersionName(version: number): string {
  if (version === DTLS10) return "DTLS 1.0";
  return version === DTLS12 ? "DTLS 1.2" : `0x${version.toString(16).padStart(4, "0")}`;
}
