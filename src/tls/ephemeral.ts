/** Ephemeral keys of our side on the elliptic curves that node:crypto has, by TLS group number. */

import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync, getCurves } from "node:crypto";
import { groupName, NAMED_GROUPS } from "../core/wire/groups.ts";

/** A key pair made for one handshake. */
export interface EphemeralKey {
  /** As it stands in a key exchange message: an uncompressed point, or the raw bytes of x25519 and x448. */
  readonly publicKey: Uint8Array;
  /** The shared secret with a peer's public key; null when that is no point of the curve. */
  agree(peer: Uint8Array): Uint8Array | null;
}

/** OpenSSL's names where they differ from the registry's. */
const OPENSSL_NAME: Readonly<Record<string, string>> = { secp192r1: "prime192v1", secp256r1: "prime256v1" };
const CURVES: ReadonlySet<string> = new Set(getCurves());

function curveName(group: number): string {
  const name = groupName(group);
  return OPENSSL_NAME[name] ?? name;
}

/** Whether a key exchange over that group can be done here. */
function canAgree(group: number): boolean {
  const name = groupName(group);
  return name === "x25519" || name === "x448" || CURVES.has(curveName(group));
}

const P256 = 23;
const X25519 = 29;

/** Every group we can do, the cheapest first: x25519, P-256, then the rest with the larger numbers (newer curves) first. */
export const COMPLETABLE_GROUPS: readonly number[] = [
  X25519,
  P256,
  ...NAMED_GROUPS.map(({ id }) => id)
    .filter((id) => id !== X25519 && id !== P256 && canAgree(id))
    .toSorted((a, b) => b - a),
];

/** A new key on that group; null when we cannot do it. */
export function ephemeralKey(group: number): EphemeralKey | null {
  if (!canAgree(group)) return null;
  const name = groupName(group);
  if (name === "x25519" || name === "x448") return montgomeryKey(name);
  return curveKey(curveName(group));
}

/** A new key on a curve by OpenSSL's name; null when there is no such curve. */
export function curveKey(curve: string): EphemeralKey | null {
  if (!CURVES.has(curve)) return null;
  const ecdh = createECDH(curve);
  const publicKey = ecdh.generateKeys();
  return { publicKey, agree: (peer) => attempt(() => ecdh.computeSecret(peer)) };
}

function montgomeryKey(name: "x25519" | "x448"): EphemeralKey {
  // The compiler wants to see one literal per call.
  const pair = name === "x25519" ? generateKeyPairSync("x25519") : generateKeyPairSync("x448");
  const crv = name === "x25519" ? "X25519" : "X448";
  return {
    publicKey: Buffer.from(pair.publicKey.export({ format: "jwk" }).x ?? "", "base64url"),
    agree: (peer) =>
      attempt(() => {
        const jwk = { kty: "OKP", crv, x: Buffer.from(peer).toString("base64url") };
        return diffieHellman({
          privateKey: pair.privateKey,
          publicKey: createPublicKey({ key: jwk, format: "jwk" }),
        });
      }),
  };
}

/** node:crypto reports a bad public key only by throwing. */
function attempt(agree: () => Uint8Array): Uint8Array | null {
  try {
    return agree();
  } catch {
    return null;
  }
}
