/** The certificates of one start of the range: one key of each kind, made together. */

import { type Certificate, makeCertificate, type Name } from "../../tls/certificates/certificate.ts";
import { generatePrivateKey } from "../../tls/certificates/keys.ts";

/**
 * `rsa`: 2048 bits, SHA-256. `rsa1024`: SHA-1, as before 2014. `rsa512`: small enough for export suites without a
 * temporary key. `dsa`: 1024 bits. `ecdsa`: P-256, signed by itself. `ecdhRsa`: P-256, signed by an RSA key, as the
 * static ECDH_RSA suites want it. `rsaHighLength`: as `rsa`, but its Certificate message has a length whose low byte
 * is above 0x7f; all the others stay below, so that only this one meets that mistake of some detectors.
 */
export type CertificateName = "rsa" | "rsa1024" | "rsa512" | "dsa" | "ecdsa" | "ecdhRsa" | "rsaHighLength";

export type CertificateCollection = Readonly<Record<CertificateName, Certificate>>;

const LOW = 0x40;
const HIGH = 0xc0;
const AUTHORITY: Name = [["CN", "crosscheck range"]];

export async function makeCertificates(): Promise<CertificateCollection> {
  const [rsa, rsa1024, rsa512, dsa, ec] = await Promise.all([
    generatePrivateKey("rsa2048"),
    generatePrivateKey("rsa1024"),
    generatePrivateKey("rsa512"),
    generatePrivateKey("dsa1024"),
    generatePrivateKey("p256"),
  ]);
  return {
    rsa: makeCertificate({ key: rsa, messageLengthLowByte: LOW }),
    rsa1024: makeCertificate({ key: rsa1024, hash: "sha1", messageLengthLowByte: LOW }),
    rsa512: makeCertificate({ key: rsa512, hash: "sha1", messageLengthLowByte: LOW }),
    dsa: makeCertificate({ key: dsa, hash: "sha1", messageLengthLowByte: LOW }),
    ecdsa: makeCertificate({ key: ec, messageLengthLowByte: LOW }),
    ecdhRsa: makeCertificate({ key: ec, issuer: AUTHORITY, issuerKey: rsa, messageLengthLowByte: LOW }),
    rsaHighLength: makeCertificate({ key: rsa, messageLengthLowByte: HIGH }),
  };
}
