/**
 * Reads the facts of a cipher suite out of its registered name. Strict: a part that is not in the tables below gives
 * null, never a guess, so a new registry line must come with the words it uses.
 */

/** Each key-exchange part that occurs in a name, and what it stands for. */
const KEY_EXCHANGES = {
  NULL: "NULL",
  RSA: "RSA",
  RSA_EXPORT: "RSA_EXPORT",
  RSA_EXPORT1024: "RSA_EXPORT",
  RSA_FIPS: "RSA",
  DH_RSA: "DH_RSA",
  DH_RSA_EXPORT: "DH_RSA",
  DH_DSS: "DH_DSS",
  DH_DSS_EXPORT: "DH_DSS",
  DHE_RSA: "DHE_RSA",
  DHE_RSA_EXPORT: "DHE_RSA",
  DHE_DSS: "DHE_DSS",
  DHE_DSS_EXPORT: "DHE_DSS",
  DHE_DSS_EXPORT1024: "DHE_DSS",
  DH_anon: "DH_anon",
  DH_anon_EXPORT: "DH_anon",
  ECDH_RSA: "ECDH_RSA",
  ECDH_ECDSA: "ECDH_ECDSA",
  ECDHE_RSA: "ECDHE_RSA",
  ECDHE_ECDSA: "ECDHE_ECDSA",
  ECDH_anon: "ECDH_anon",
  PSK: "PSK",
  RSA_PSK: "RSA_PSK",
  DHE_PSK: "DHE_PSK",
  PSK_DHE: "DHE_PSK",
  ECDHE_PSK: "ECDHE_PSK",
  SRP_SHA: "SRP_SHA",
  SRP_SHA_RSA: "SRP_SHA_RSA",
  SRP_SHA_DSS: "SRP_SHA_DSS",
  KRB5: "KRB5",
  KRB5_EXPORT: "KRB5",
  FORTEZZA_KEA: "FORTEZZA_KEA",
  ECCPWD: "ECCPWD",
  GOSTR341094: "GOST",
  GOSTR341001: "GOST",
  GOSTR341112_256: "GOST",
} as const;

/** Ciphers that need a MAC of their own, as spelled in the registry. */
const CIPHERS = [
  "NULL",
  "RC4_128",
  "RC4_56",
  "RC4_40",
  "RC2_CBC_56",
  "RC2_CBC_40",
  "IDEA_CBC",
  "DES_CBC",
  "DES40_CBC",
  "DES_CBC_40",
  "3DES_EDE_CBC",
  "AES_128_CBC",
  "AES_256_CBC",
  "CAMELLIA_128_CBC",
  "CAMELLIA_256_CBC",
  "SEED_CBC",
  "ARIA_128_CBC",
  "ARIA_256_CBC",
  "FORTEZZA_CBC",
  "28147_CNT",
  "KUZNYECHIK_CTR",
  "MAGMA_CTR",
] as const;

/** Ciphers that authenticate by themselves. */
const AEAD_CIPHERS = [
  "AES_128_GCM",
  "AES_256_GCM",
  "AES_128_CCM",
  "AES_256_CCM",
  "AES_128_CCM_8",
  "AES_256_CCM_8",
  "CAMELLIA_128_GCM",
  "CAMELLIA_256_GCM",
  "ARIA_128_GCM",
  "ARIA_256_GCM",
  "CHACHA20_POLY1305",
  "SM4_GCM",
  "SM4_CCM",
  "AEGIS_256",
  "AEGIS_128L",
] as const;

/** GOST ciphers that authenticate by themselves; they exist for TLS 1.3 only (RFC 9367). */
const GOST_AEAD_CIPHERS = ["KUZNYECHIK_MGM_L", "MAGMA_MGM_L", "KUZNYECHIK_MGM_S", "MAGMA_MGM_S"] as const;

/** Each MAC that occurs in a name, and the key derivation that comes with it. */
const MACS = {
  NULL: "default",
  MD5: "default",
  SHA: "default",
  SHA256: "SHA256",
  SHA384: "SHA384",
  GOSTR3411: "GOST",
  IMIT: "GOST",
  OMAC: "GOST",
} as const;

/** Hashes that name the key derivation of an AEAD or TLS 1.3 suite. */
const HASHES = ["SHA256", "SHA384", "SHA512", "SM3"] as const;

/** How the keys are agreed; export variants are the same exchange with `exportGrade`, but for RSA, where a temporary key appears. */
export type KeyExchange = (typeof KEY_EXCHANGES)[keyof typeof KEY_EXCHANGES] | "TLS13";
export type Cipher = (typeof CIPHERS)[number] | (typeof AEAD_CIPHERS)[number] | (typeof GOST_AEAD_CIPHERS)[number];
/** "AEAD": the cipher authenticates by itself. */
export type Mac = keyof typeof MACS | "AEAD";
/** The hash of the key derivation in TLS 1.2 and 1.3; "default": that of the protocol version (SHA-256 in TLS 1.2). */
export type Prf = "default" | (typeof HASHES)[number] | "GOST";

/** What a suite's name says. */
export interface SuiteFacts {
  readonly keyExchange: KeyExchange;
  /** Weakened on purpose, for the export rules of the 1990s. */
  readonly exportGrade: boolean;
  readonly cipher: Cipher;
  readonly mac: Mac;
  readonly prf: Prf;
}

/** The facts in a registered name; null when any part of it is unknown. */
export function readSuiteName(name: string): SuiteFacts | null {
  const parts = /^(?:TLS|OLD_TLS|SSL)_(?:(\w+)_WITH_)?(\w+)$/.exec(name);
  const protectionName = parts?.[2];
  if (protectionName === undefined) return null;
  const key = parts?.[1];
  if (key === undefined) {
    const protection = readTls13Protection(protectionName);
    return protection && { keyExchange: "TLS13", exportGrade: false, ...protection };
  }
  if (!isKey(KEY_EXCHANGES, key)) return null;
  const protection = readProtection(protectionName);
  if (protection === null) return null;
  const keyExchange = oneOf(GOST_AEAD_CIPHERS, protection.cipher) === null ? KEY_EXCHANGES[key] : "TLS13";
  return { keyExchange, exportGrade: key.includes("_EXPORT"), ...protection };
}

type Protection = Pick<SuiteFacts, "cipher" | "mac" | "prf">;

/** The part after _WITH_: cipher and MAC, or an AEAD cipher and, mostly, the hash of the key derivation. */
function readProtection(text: string): Protection | null {
  const gostAead = oneOf(GOST_AEAD_CIPHERS, text);
  if (gostAead !== null) return { cipher: gostAead, mac: "AEAD", prf: "GOST" };
  // The CCM suites of RFC 6655 and 7251 leave out the hash: it is SHA-256.
  const bareAead = oneOf(AEAD_CIPHERS, text);
  if (bareAead !== null) return { cipher: bareAead, mac: "AEAD", prf: "SHA256" };
  const [head, tail] = splitLast(text);
  const aead = oneOf(AEAD_CIPHERS, head);
  if (aead !== null) {
    const hash = oneOf(HASHES, tail);
    return hash && { cipher: aead, mac: "AEAD", prf: hash };
  }
  const cipher = oneOf(CIPHERS, head);
  return cipher && isKey(MACS, tail) ? { cipher, mac: tail, prf: MACS[tail] } : null;
}

/** The whole of a TLS 1.3 name after TLS_: an AEAD cipher, or a bare MAC (RFC 9150), and the hash. */
function readTls13Protection(text: string): Protection | null {
  const [head, tail] = splitLast(text);
  const hash = oneOf(HASHES, tail);
  if (hash === null) return null;
  const aead = oneOf(AEAD_CIPHERS, head);
  if (aead !== null) return { cipher: aead, mac: "AEAD", prf: hash };
  return isKey(MACS, head) ? { cipher: "NULL", mac: head, prf: hash } : null;
}

function isKey<Table extends object>(table: Table, text: string): text is Extract<keyof Table, string> {
  return Object.hasOwn(table, text);
}

function splitLast(text: string): readonly [head: string, tail: string] {
  const at = text.lastIndexOf("_");
  return [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
}

function oneOf<Word extends string>(words: readonly Word[], text: string): Word | null {
  return words.find((word) => word === text) ?? null;
}
