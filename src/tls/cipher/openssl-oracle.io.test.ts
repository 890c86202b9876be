/**
 * The ciphers written here, against the same ones in the `openssl` command's legacy provider. Not IDEA, which Debian
 * builds without: genuine OpenSSL 1.0.1e proves it in test/io.
 */

import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { bulkCipher } from "./bulk.ts";
import { Rc4 } from "./rc4.ts";

const openssl = (args: readonly string[], input: Uint8Array = new Uint8Array(0)) =>
  spawnSync("openssl", args, { input });
const present = openssl(["list", "-providers", "-provider", "legacy"]).status === 0;

/** `openssl enc` with the legacy provider, without padding. */
function encrypt(algorithm: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  const vector = iv.length > 0 ? ["-iv", hex(iv)] : [];
  const providers = ["-provider", "legacy", "-provider", "default"];
  const run = openssl(["enc", `-${algorithm}`, "-nopad", "-K", hex(key), ...vector, ...providers], data);
  expect(run.status, run.stderr.toString()).toBe(0);
  return run.stdout;
}

describe("openssl's legacy provider", () => {
  beforeEach(({ skip }) => skip(!present, "there is no openssl command with a legacy provider"));

  it("RC4", () => {
    const key = randomBytes(16);
    const data = randomBytes(5000);
    expect(Buffer.from(Rc4.keyed(key).apply(data))).toEqual(encrypt("rc4", key, Buffer.alloc(0), data));
  });

  it.each([
    { name: "RC2_CBC_40", algorithm: "rc2-cbc" },
    { name: "DES_CBC", algorithm: "des-cbc" },
    { name: "SEED_CBC", algorithm: "seed-cbc" },
  ] as const)("$name", ({ name, algorithm }) => {
    const cipher = bulkCipher(name);
    if (cipher?.kind !== "cbc") throw new TypeError(`${name} is no CBC cipher`);
    const key = randomBytes(cipher.keyLength);
    const iv = randomBytes(cipher.blockLength);
    const data = randomBytes(4096);
    const transform = cipher.key(key);
    const sealed = encrypt(algorithm, key, iv, data);
    expect(Buffer.from(transform.encrypt(iv, data))).toEqual(sealed);
    expect(Buffer.from(transform.decrypt(iv, sealed))).toEqual(data);
  });
});
