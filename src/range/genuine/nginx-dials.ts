/** The dials of nginx's twins, with OpenSSL 3 at the security level that Debian sets. Measured by test/io/faithful.test.ts. */

import { TLS10, TLS11, TLS12, TLS13 } from "../../core/wire/version.ts";
import type { Dials } from "../conditions/dials.ts";
import { NGINX_PROFILES } from "./nginx-config.ts";
import { certificateOf, LOCALHOST_BYTES } from "./twin-certificate.ts";

/** `openssl ciphers -V 'HIGH:!aNULL:!MD5'` without Diffie-Hellman over numbers, for which nginx is given no parameters. */
const RSA_SUITES = [
  0xc030, 0xcca8, 0xc061, 0xc02f, 0xc060, 0xc028, 0xc077, 0xc027, 0xc076, 0xc014, 0xc013, 0x009d, 0xc0a1, 0xc09d,
  0xc051, 0x009c, 0xc0a0, 0xc09c, 0xc050, 0x003d, 0x00c0, 0x003c, 0x00ba, 0x0035, 0x0084, 0x002f, 0x0041,
];
const ECDSA_SUITES = [
  0xc02c, 0xcca9, 0xc0af, 0xc0ad, 0xc05d, 0xc02b, 0xc0ae, 0xc0ac, 0xc05c, 0xc024, 0xc073, 0xc023, 0xc072, 0xc00a,
  0xc009,
];
/** Of `ALL:@SECLEVEL=0`, what TLS 1.0 and 1.1 have. */
const OLD_SUITES = [0xc014, 0xc019, 0xc013, 0xc018, 0x0035, 0x0084, 0x002f, 0x0041];
const X25519 = 29;

const NGINX: Partial<Dials> = {
  serverName: "acknowledged",
  extension: "none",
  heartbeat: "fatal_alert",
  sessions: "kept",
  curves: [X25519, 23, 30, 25, 24],
  extendedMasterSecret: true,
  supportedVersions: "heeded",
  sha1Signatures: "refused",
  authoritiesBytes: LOCALHOST_BYTES,
  certificateRequest: { algorithms: 20, alone: true },
};

const ONLY: Readonly<Record<string, number>> = { "tls1.0": TLS10, "tls1.1": TLS11, "tls1.3": TLS13 };

/** By the profile's name; null: there is no such profile. */
export function nginxDials(name: string): Partial<Dials> | null {
  const profile = NGINX_PROFILES.find((each) => each.name === name);
  if (profile === undefined) return null;
  const { certificate } = profile;
  const version = ONLY[name] ?? TLS12;
  return {
    ...NGINX,
    versions: { min: version, max: version, otherwise: "alert" },
    suites: version < TLS12 ? OLD_SUITES : certificate === "ecdsa" ? ECDSA_SUITES : RSA_SUITES,
    ...certificateOf(certificate),
    clientCertificate: name === "client-certificate-asked" ? "requested" : "not_requested",
  };
}
