/** Diffie-Hellman parameters for servers that need to be given some. */

import { getDiffieHellman } from "node:crypto";
import { integer, sequence } from "../../tls/certificates/der.ts";
import { pem } from "../../tls/certificates/pem.ts";

/** The 2048-bit group 14 of RFC 3526, as the PEM that OpenSSL reads (PKCS #3 DHParameter). */
export function diffieHellmanPem(): string {
  const group = getDiffieHellman("modp14");
  return pem("DH PARAMETERS", sequence(integer(group.getPrime()), integer(group.getGenerator())));
}
