/** The dials that concern a twin's certificate. */

import type { CertificateName } from "../certificates/collection.ts";
import type { Dials } from "../conditions/dials.ts";

/** The name CN=localhost in DER: the only authority that genuine servers name, where they name any. */
export const LOCALHOST_BYTES = 22;

/** Makes the Certificate message as long as the genuine one: same name, same low byte of its length, same size of key. */
export function certificateOf(name: CertificateName): Pick<Dials, "certificate" | "rsaBits" | "diffieHellmanBits"> {
  const lowByte = name === "rsaHighLength" ? 0xc0 : 0x40;
  const rsaBits = name === "rsa512" ? 512 : name === "rsa1024" ? 1024 : 2048;
  return {
    rsaBits,
    diffieHellmanBits: 2048,
    certificate: { name: [["CN", "localhost"]], lowByte, recordLength: null, fill: 0 },
  };
}
