/** From pre-master secret to record keys and Finished messages, SSL 3.0 to TLS 1.2, for either side of a connection. */

import { concat } from "../core/wire/bytes.ts";
import type { Suite } from "../core/wire/suites.ts";
import { SSL30, TLS10, TLS12 } from "../core/wire/version.ts";
import { type AeadCipher, type BulkCipher, bulkCipher } from "./cipher/bulk.ts";
import { type HashName, hash, type PrfKind, prf } from "./prf.ts";
import { ssl3Expand, ssl3Finished } from "./ssl3.ts";

/** Who sends: the two directions of a connection have different keys and Finished messages. */
export type Side = "client" | "server";

/** The secrets of one direction. Lengths follow from the suite and version; unused parts are empty. */
export interface DirectionKeys {
  readonly mac: Uint8Array;
  readonly key: Uint8Array;
  /** The first IV of CBC before TLS 1.1, the fixed part of an AEAD nonce. */
  readonly iv: Uint8Array;
}

/** Everything that both sides derive from the master secret and the two hello randoms. */
export interface SessionSecrets {
  readonly suite: Suite;
  readonly version: number;
  readonly master: Uint8Array;
  readonly clientRandom: Uint8Array;
  readonly serverRandom: Uint8Array;
}

/** How the records of a suite are protected. */
export type SuiteProtection =
  | { readonly bulk: AeadCipher; readonly mac: null }
  | { readonly bulk: Exclude<BulkCipher, AeadCipher>; readonly mac: HashName };

const MASTER_LENGTH = 48;
const MAC_LENGTH: Readonly<Record<HashName, number>> = { md5: 16, sha1: 20, sha256: 32, sha384: 48 };

/** What protects records in that suite and version; null when we cannot do it or the version does not define it. */
export function suiteProtection(suite: Suite, version: number): SuiteProtection | null {
  const bulk = bulkCipher(suite.cipher);
  if (bulk === null || version < SSL30 || version > TLS12 || !standard(suite)) return null;
  const rule = MACS[suite.mac];
  if (rule === undefined || rule.since > version) return null;
  const { mac } = rule;
  if (bulk.kind === "aead") return mac === null ? { bulk, mac } : null;
  return mac === null ? null : { bulk, mac };
}

/**
 * TLS 1.3 has another key schedule; the suites outside the registry's naming do too (OLD_: ChaCha20 with the nonces from
 * before RFC 7905; SSL_: Netscape's FIPS suites).
 */
function standard({ name, keyExchange }: Suite): boolean {
  return keyExchange !== "TLS13" && name.startsWith("TLS_");
}

/** The registry's MACs that we can do, and the version that brought them. */
const MACS: Readonly<Partial<Record<Suite["mac"], { readonly mac: HashName | null; readonly since: number }>>> = {
  MD5: { mac: "md5", since: SSL30 },
  SHA: { mac: "sha1", since: SSL30 },
  SHA256: { mac: "sha256", since: TLS12 },
  SHA384: { mac: "sha384", since: TLS12 },
  AEAD: { mac: null, since: TLS12 },
};

/** The PRF of a suite in TLS 1.0 to 1.2. */
function prfOf(suite: Suite, version: number): PrfKind {
  if (version < TLS12) return "md5_sha1";
  return suite.prf === "SHA384" ? "sha384" : "sha256";
}

/** The master secret: 48 bytes. */
export function masterSecret(
  { suite, version, clientRandom, serverRandom }: Omit<SessionSecrets, "master">,
  preMaster: Uint8Array,
): Uint8Array {
  const seed = concat([clientRandom, serverRandom]);
  if (version === SSL30) return ssl3Expand(preMaster, seed, MASTER_LENGTH);
  return prf(prfOf(suite, version), preMaster, "master secret", seed, MASTER_LENGTH);
}

/** The extended master secret (RFC 7627): bound to all `messages` up to and including ClientKeyExchange. */
export function extendedMasterSecret(
  { suite, version }: Pick<SessionSecrets, "suite" | "version">,
  preMaster: Uint8Array,
  messages: Uint8Array,
): Uint8Array {
  const kind = prfOf(suite, version);
  return prf(kind, preMaster, "extended master secret", messagesHash(kind, messages), MASTER_LENGTH);
}

/** verify_data of the Finished message that `side` sends after `messages` (RFC 5246 section 7.4.9). */
export function finishedData(secrets: SessionSecrets, side: Side, messages: Uint8Array): Uint8Array {
  const { suite, version, master } = secrets;
  if (version === SSL30) return ssl3Finished(side, master, messages);
  const kind = prfOf(suite, version);
  return prf(kind, master, `${side} finished`, messagesHash(kind, messages), 12);
}

function messagesHash(kind: PrfKind, messages: Uint8Array): Uint8Array {
  return kind === "md5_sha1" ? concat([hash("md5", messages), hash("sha1", messages)]) : hash(kind, messages);
}

/** The keys of both directions; null when the suite cannot be used with that version or by us. */
export function keysFor(secrets: SessionSecrets): Readonly<Record<Side, DirectionKeys>> | null {
  const protection = suiteProtection(secrets.suite, secrets.version);
  if (protection === null) return null;
  const { bulk, mac } = protection;
  const macLength = mac === null ? 0 : MAC_LENGTH[mac];
  const ivLength = ivFromKeyBlock(bulk, secrets.version);
  const block = keyBlock(secrets, 2 * (macLength + bulk.keyMaterial + ivLength));
  let at = 0;
  const next = (length: number): Uint8Array => block.subarray(at, (at += length));
  const macs = [next(macLength), next(macLength)] as const;
  const keys = [next(bulk.keyMaterial), next(bulk.keyMaterial)] as const;
  const ivs = [next(ivLength), next(ivLength)] as const;
  const side = (i: 0 | 1): DirectionKeys => ({ mac: macs[i], key: keys[i], iv: ivs[i] });
  if (!secrets.suite.exportGrade) return { client: side(0), server: side(1) };
  return {
    client: exported(secrets, bulk, "client", side(0)),
    server: exported(secrets, bulk, "server", side(1)),
  };
}

/** Bytes of IV that a direction takes from the key block; since TLS 1.1 CBC sends its IVs with the records. */
function ivFromKeyBlock(bulk: BulkCipher, version: number): number {
  if (bulk.kind === "aead") return bulk.fixedIv;
  return bulk.kind === "cbc" && version <= TLS10 ? bulk.blockLength : 0;
}

function keyBlock({ suite, version, master, clientRandom, serverRandom }: SessionSecrets, length: number): Uint8Array {
  const seed = concat([serverRandom, clientRandom]);
  if (version === SSL30) return ssl3Expand(master, seed, length);
  return prf(prfOf(suite, version), master, "key expansion", seed, length);
}

/**
 * Export suites widen a few bytes of key material to a full key and make the IV from public values alone
 * (RFC 2246 section 6.3.1, RFC 6101 section 6.2.2.1). TLS 1.1 forbids them; OpenSSL 1.0.1 negotiates them all the same.
 */
function exported(secrets: SessionSecrets, bulk: BulkCipher, side: Side, drawn: DirectionKeys): DirectionKeys {
  const { suite, version, clientRandom, serverRandom } = secrets;
  const randoms = concat([clientRandom, serverRandom]);
  const ownFirst = side === "client" ? randoms : concat([serverRandom, clientRandom]);
  const ivLength = drawn.iv.length;
  if (version === SSL30) {
    return {
      mac: drawn.mac,
      key: hash("md5", drawn.key, ownFirst).subarray(0, bulk.keyLength),
      iv: hash("md5", ownFirst).subarray(0, ivLength),
    };
  }
  const kind = prfOf(suite, version);
  const ivs = prf(kind, new Uint8Array(0), "IV block", randoms, 2 * ivLength);
  return {
    mac: drawn.mac,
    key: prf(kind, drawn.key, `${side} write key`, randoms, bulk.keyLength),
    iv: side === "client" ? ivs.subarray(0, ivLength) : ivs.subarray(ivLength),
  };
}
