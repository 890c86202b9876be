/**
 * The bulk ciphers of the cipher suites, by the registry's names: what keys they take and how to use them.
 * node:crypto where it has them; our own code where OpenSSL 3 dropped them.
 */

import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Cipher } from "../../core/wire/suites.ts";
import { type BlockCipher, cbcDecrypt, cbcEncrypt } from "./block.ts";
import { gcm } from "./gcm.ts";
import { idea } from "./idea.ts";
import { rc2 } from "./rc2.ts";
import { seed } from "./seed.ts";

/** A whole number of blocks in CBC mode, without padding. */
export interface CbcTransform {
  encrypt(iv: Uint8Array, data: Uint8Array): Uint8Array;
  decrypt(iv: Uint8Array, data: Uint8Array): Uint8Array;
}

/** Authenticated encryption; the tag follows the ciphertext. `open` gives null when the tag is wrong. */
export interface AeadTransform {
  seal(nonce: Uint8Array, additional: Uint8Array, plaintext: Uint8Array): Uint8Array;
  open(nonce: Uint8Array, additional: Uint8Array, sealed: Uint8Array): Uint8Array | null;
}

interface Keyed {
  /** Bytes of key that the cipher is used with. */
  readonly keyLength: number;
  /** Bytes of key material taken from the key block: shorter than the key for export ciphers. */
  readonly keyMaterial: number;
}

/** A bulk cipher that authenticates by itself. */
export interface AeadCipher extends Keyed {
  readonly kind: "aead";
  readonly tagLength: number;
  /** Bytes of nonce from the key block, and bytes of it sent with each record (0: sequence number mixed in). */
  readonly fixedIv: number;
  readonly explicitIv: number;
  key(key: Uint8Array): AeadTransform;
}

/** A block cipher in CBC mode. */
export interface CbcCipher extends Keyed {
  readonly kind: "cbc";
  readonly blockLength: 8 | 16;
  key(key: Uint8Array): CbcTransform;
}

/** What a cipher suite encrypts records with; the one stream cipher is RC4. */
export type BulkCipher = AeadCipher | CbcCipher | (Keyed & { readonly kind: "stream" | "null" });

/** The bulk cipher of that name (`Suite.cipher`), null when we cannot do it. */
export function bulkCipher(name: Cipher): BulkCipher | null {
  return BULK.get(name) ?? null;
}

function nodeCbc(algorithm: string, expand: (key: Uint8Array) => Uint8Array = (key) => key) {
  return (key: Uint8Array): CbcTransform => {
    const full = expand(key);
    return {
      encrypt: (iv, data) => createCipheriv(algorithm, full, iv).setAutoPadding(false).update(data),
      decrypt: (iv, data) => createDecipheriv(algorithm, full, iv).setAutoPadding(false).update(data),
    };
  };
}

function ownCbc(make: (key: Uint8Array) => BlockCipher) {
  return (key: Uint8Array): CbcTransform => {
    const cipher = make(key);
    return {
      encrypt: (iv, data) => cbcEncrypt(cipher, iv, data),
      decrypt: (iv, data) => cbcDecrypt(cipher, iv, data),
    };
  };
}

/** Triple DES with three equal keys is single DES, which OpenSSL 3 does not offer by itself. */
function tripled(key: Uint8Array): Uint8Array {
  const out = new Uint8Array(24);
  for (let i = 0; i < 3; i++) out.set(key, 8 * i);
  return out;
}

function nodeAead(algorithm: string, tagLength: number, key: Uint8Array): AeadTransform {
  return {
    seal: (nonce, additional, plaintext) => {
      const cipher = createCipheriv(algorithm as "aes-128-ccm", key, nonce, { authTagLength: tagLength });
      cipher.setAAD(additional, { plaintextLength: plaintext.length });
      const body = cipher.update(plaintext);
      cipher.final();
      return Buffer.concat([body, cipher.getAuthTag()]);
    },
    open: (nonce, additional, sealed) => {
      if (sealed.length < tagLength) return null;
      const length = sealed.length - tagLength;
      const cipher = createDecipheriv(algorithm as "aes-128-ccm", key, nonce, { authTagLength: tagLength });
      cipher.setAAD(additional, { plaintextLength: length });
      cipher.setAuthTag(sealed.subarray(length));
      try {
        const plaintext = cipher.update(sealed.subarray(0, length));
        cipher.final();
        return plaintext;
      } catch {
        return null; // node:crypto reports a wrong tag only by throwing
      }
    },
  };
}

function cbc(keyLength: number, blockLength: 8 | 16, key: (key: Uint8Array) => CbcTransform, keyMaterial = keyLength) {
  return { kind: "cbc", keyLength, keyMaterial, blockLength, key } as const;
}

function aead(keyLength: number, tagLength: number, fixedIv: 4 | 12, key: (key: Uint8Array) => AeadTransform) {
  return {
    kind: "aead",
    keyLength,
    keyMaterial: keyLength,
    tagLength,
    fixedIv,
    explicitIv: 12 - fixedIv,
    key,
  } as const;
}

/** The nonce of GCM and CCM is half implicit, half sent; that of ChaCha20 wholly implicit. */
function nodeCipher(keyLength: number, algorithm: string, tagLength: 8 | 16, fixedIv: 4 | 12 = 4) {
  return aead(keyLength, tagLength, fixedIv, (key) => nodeAead(algorithm, tagLength, key));
}

const des = nodeCbc("des-ede3-cbc", tripled);
/** SSL's export RC2 takes a 16-byte key derived from 5 bytes, all of whose bits are effective. */
const rc2Cbc = ownCbc((key) => rc2(key, 8 * key.length));

const BULK: ReadonlyMap<Cipher, BulkCipher> = new Map<Cipher, BulkCipher>([
  ["NULL", { kind: "null", keyLength: 0, keyMaterial: 0 }],
  ["RC4_128", { kind: "stream", keyLength: 16, keyMaterial: 16 }],
  ["RC4_56", { kind: "stream", keyLength: 16, keyMaterial: 7 }],
  ["RC4_40", { kind: "stream", keyLength: 16, keyMaterial: 5 }],
  ["RC2_CBC_56", cbc(16, 8, rc2Cbc, 7)],
  ["RC2_CBC_40", cbc(16, 8, rc2Cbc, 5)],
  ["DES40_CBC", cbc(8, 8, des, 5)],
  ["DES_CBC", cbc(8, 8, des)],
  ["3DES_EDE_CBC", cbc(24, 8, nodeCbc("des-ede3-cbc"))],
  ["IDEA_CBC", cbc(16, 8, ownCbc(idea))],
  ["SEED_CBC", cbc(16, 16, ownCbc(seed))],
  ["AES_128_CBC", cbc(16, 16, nodeCbc("aes-128-cbc"))],
  ["AES_256_CBC", cbc(32, 16, nodeCbc("aes-256-cbc"))],
  ["CAMELLIA_128_CBC", cbc(16, 16, nodeCbc("camellia-128-cbc"))],
  ["CAMELLIA_256_CBC", cbc(32, 16, nodeCbc("camellia-256-cbc"))],
  ["ARIA_128_CBC", cbc(16, 16, nodeCbc("aria-128-cbc"))],
  ["ARIA_256_CBC", cbc(32, 16, nodeCbc("aria-256-cbc"))],
  ["AES_128_GCM", nodeCipher(16, "aes-128-gcm", 16)],
  ["AES_256_GCM", nodeCipher(32, "aes-256-gcm", 16)],
  ["AES_128_CCM", nodeCipher(16, "aes-128-ccm", 16)],
  ["AES_256_CCM", nodeCipher(32, "aes-256-ccm", 16)],
  ["AES_128_CCM_8", nodeCipher(16, "aes-128-ccm", 8)],
  ["AES_256_CCM_8", nodeCipher(32, "aes-256-ccm", 8)],
  ["ARIA_128_GCM", nodeCipher(16, "aria-128-gcm", 16)],
  ["ARIA_256_GCM", nodeCipher(32, "aria-256-gcm", 16)],
  ["CAMELLIA_128_GCM", aead(16, 16, 4, (key) => gcm("camellia-128-ctr", key))],
  ["CAMELLIA_256_GCM", aead(32, 16, 4, (key) => gcm("camellia-256-ctr", key))],
  ["CHACHA20_POLY1305", nodeCipher(32, "chacha20-poly1305", 16, 12)],
]);
