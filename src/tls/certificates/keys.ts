/** Fresh private keys for the range, old sizes included. */

import { generateKeyPair, type KeyObject } from "node:crypto";

/** `rsa512` fits export suites without a temporary key, `rsa1024` and `dsa1024` are what old servers had. */
export const KEY_KINDS = ["rsa512", "rsa1024", "rsa2048", "dsa1024", "p256"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** Makes a private key; takes up to half a second for DSA (its parameters are fresh too). */
export function generatePrivateKey(kind: KeyKind): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, _publicKey: KeyObject, privateKey: KeyObject) =>
      error === null ? resolve(privateKey) : reject(error);
    switch (kind) {
      case "rsa512":
        return generateKeyPair("rsa", { modulusLength: 512 }, done);
      case "rsa1024":
        return generateKeyPair("rsa", { modulusLength: 1024 }, done);
      case "rsa2048":
        return generateKeyPair("rsa", { modulusLength: 2048 }, done);
      case "dsa1024":
        return generateKeyPair("dsa", { modulusLength: 1024, divisorLength: 160 }, done);
      case "p256":
        return generateKeyPair("ec", { namedCurve: "prime256v1" }, done);
    }
  });
}
