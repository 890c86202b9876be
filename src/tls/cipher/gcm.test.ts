/** GCM of our own over AES, against node:crypto's: the mode does not know which cipher it runs over. */

import { createCipheriv } from "node:crypto";
import { assert, property, uint8Array } from "fast-check";
import { expect, it } from "vitest";
import { gcm } from "./gcm.ts";

const bytes = (length: number) => uint8Array({ minLength: length, maxLength: length });

it("seals as node:crypto does, and opens what it sealed", () => {
  assert(
    property(
      bytes(16),
      bytes(12),
      uint8Array({ maxLength: 40 }),
      uint8Array({ maxLength: 70 }),
      (key, nonce, additional, plaintext) => {
        const oracle = createCipheriv("aes-128-gcm", key, nonce).setAAD(additional);
        const text = Buffer.concat([oracle.update(plaintext), oracle.final()]);
        const mine = gcm("aes-128-ctr", key);
        const sealed = mine.seal(nonce, additional, plaintext);
        expect(Buffer.from(sealed)).toEqual(Buffer.concat([text, oracle.getAuthTag()]));
        expect(Buffer.from(mine.open(nonce, additional, sealed) ?? "wrong")).toEqual(Buffer.from(plaintext));
      },
    ),
  );
});

it("does not open what was altered", () => {
  const mine = gcm("camellia-256-ctr", new Uint8Array(32));
  const nonce = new Uint8Array(12);
  const additional = Uint8Array.of(1, 2, 3);
  const sealed = mine.seal(nonce, additional, new Uint8Array(20));
  for (let i = 0; i < sealed.length; i++) {
    const forged = Uint8Array.from(sealed);
    forged[i] = (forged[i] ?? 0) ^ 1;
    expect(mine.open(nonce, additional, forged)).toBeNull();
  }
  expect(mine.open(nonce, Uint8Array.of(1, 2, 4), sealed)).toBeNull();
  expect(mine.open(nonce, additional, sealed.subarray(0, 10))).toBeNull();
});
