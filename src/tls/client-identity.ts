/**
 * A certificate for servers that insist on one: self-signed, made once per process when it is first needed. It grants
 * nothing; it lets the handshake go on to where the server's heartbeat code can be asked.
 */

import { generateKeyPairSync } from "node:crypto";
import { makeCertificate } from "./certificates/certificate.ts";
import type { ClientIdentity } from "./client.ts";

let made: ClientIdentity | null = null;

export function ownIdentity(): ClientIdentity {
  if (made === null) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    made = { certificate: makeCertificate({ key: privateKey, subject: [["CN", "crosscheck"]] }).der, key: privateKey };
  }
  return made;
}
