/** The constructions that SSL 3.0 has in place of HMAC and a PRF (RFC 6101 sections 5.2.3, 5.6.9, 6.1 and 6.2). */

import { concat } from "../core/wire/bytes.ts";
import { type HashName, hash } from "./prf.ts";

const PAD_1 = new Uint8Array(48).fill(0x36);
const PAD_2 = new Uint8Array(48).fill(0x5c);

/** As many pad bytes as bring secret and pad near the hash's block: 48 for MD5, 40 for SHA-1. */
function pad(pad48: Uint8Array, name: HashName): Uint8Array {
  return pad48.subarray(0, name === "md5" ? 48 : 40);
}

/** The keyed hash of SSL 3.0, an early form of HMAC, over several parts. */
export function ssl3Mac(name: HashName, secret: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  return hash(name, secret, pad(PAD_2, name), hash(name, secret, pad(PAD_1, name), ...parts));
}

/** `length` bytes of MD5(secret + SHA(label + secret + seed)) with the labels "A", "BB", "CCC" and so on. */
export function ssl3Expand(secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let i = 1; 16 * pieces.length < length; i++) {
    const label = new Uint8Array(i).fill(0x40 + i);
    pieces.push(hash("md5", secret, hash("sha1", label, secret, seed)));
  }
  return concat(pieces).subarray(0, length);
}

/** What CertificateVerify signs: 16 bytes of MD5 and 20 of SHA-1 over the handshake messages so far. */
export function ssl3CertificateVerify(master: Uint8Array, messages: Uint8Array): Uint8Array {
  return ssl3Digest(master, messages, new Uint8Array(0));
}

/** verify_data of a Finished message: 16 bytes of MD5 and 20 of SHA-1 over the handshake messages so far. */
export function ssl3Finished(side: "client" | "server", master: Uint8Array, messages: Uint8Array): Uint8Array {
  return ssl3Digest(master, messages, Buffer.from(side === "client" ? "CLNT" : "SRVR", "latin1"));
}

function ssl3Digest(master: Uint8Array, messages: Uint8Array, sender: Uint8Array): Uint8Array {
  const digest = (name: "md5" | "sha1"): Uint8Array =>
    hash(name, master, pad(PAD_2, name), hash(name, messages, sender, master, pad(PAD_1, name)));
  return concat([digest("md5"), digest("sha1")]);
}
