/** Secrets of the API: made here, shown once, kept as hashes only. */

import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** So that scanners for leaked secrets can know one when they see it. */
const PREFIX = "xck_";
/** `xck_` and 256 bits. */
const SHAPE = /^xck_[A-Za-z0-9_-]{43}$/;

export function newSecret(): string {
  return `${PREFIX}${randomBytes(32).toString("base64url")}`;
}

export function isSecret(text: string): boolean {
  return SHAPE.test(text);
}

/** SHA-256, hexadecimal: 256 random bits need no slow hash. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

/** A short public name for something that has a secret. */
export function newId(): string {
  // Not with a dash in front: a command line would take it for an option.
  return randomBytes(9).toString("base64url").replace(/^-/, "_");
}
