/**
 * How the page servers are configured: one dial turned at a time. What each binary can be asked for is its abilities.
 *
 * Left out because Node cannot serve it: PSK before 12 and SRP ever; SSL 2.0 (compiled out); DSS and anonymous suites
 * before 0.12. `s_server` (openssl-profiles.ts) has them.
 */

import type { CertificateName } from "../certificates/collection.ts";
import type { Ability } from "./binaries.ts";

/** Node's own TLS options, as `https.createServer` takes them. */
export interface TlsSettings {
  readonly secureProtocol?: string;
  readonly secureOptions?: number;
  readonly ciphers?: string;
  readonly ecdhCurve?: string;
  readonly minVersion?: string;
  readonly maxVersion?: string;
}

export interface Profile {
  /** Last part of the server's id. */
  readonly name: string;
  readonly condition: string;
  readonly certificate: CertificateName;
  readonly settings: TlsSettings;
  readonly needs: readonly Ability[];
  readonly clientCertificate: "no" | "asked" | "required";
}

/** Bits of SSL_CTX_set_options (openssl/ssl.h of 1.0.1); Node 0.10 has them in `require("constants")`. */
const NO_SSL3 = 0x02000000;
const NO_TLS10 = 0x04000000;
const NO_TLS12 = 0x08000000;
const NO_TLS11 = 0x10000000;

function dial(name: string, condition: string, parts: Partial<Profile> = {}): Profile {
  return { name, condition, certificate: "rsa", settings: {}, needs: [], clientCertificate: "no", ...parts };
}

/** Every version this binary knows, less those in `without`. */
function versions(name: string, condition: string, without: number, ...needs: readonly Ability[]): Profile {
  const settings = { secureProtocol: "SSLv23_method", secureOptions: without };
  return dial(name, condition, { settings, needs: ["newer_protocols", ...needs] });
}

/** One suite, in every version. */
function suite(cipher: string, parts: Partial<Profile> = {}): Profile {
  const settings = { secureProtocol: "SSLv23_method", ciphers: cipher, ...parts.settings };
  return dial(cipher.toLowerCase(), `${cipher} only`, { ...parts, settings });
}

const newer = { needs: ["newer_protocols"] } as const;
const rarer = { needs: ["camellia_seed_idea"] } as const;
const weak = { needs: ["des_and_export"] } as const;
const weakest = { ...weak, certificate: "rsa512" } as const;

/** Ephemeral and anonymous suites; those who need them are also given Diffie-Hellman parameters. */
function ephemeral(cipher: string, certificate: CertificateName = "rsa"): Profile {
  return suite(cipher, { certificate, needs: ["ephemeral_keys"], settings: { ecdhCurve: "prime256v1" } });
}

export const OLD_PROFILES: readonly Profile[] = [
  dial("default", "default"),
  dial("certificate-length", "Certificate message length ends in a byte above 0x7f", {
    certificate: "rsaHighLength",
  }),
  dial("rsa1024", "1024-bit RSA key, SHA-1 signature", { certificate: "rsa1024" }),
  dial("client-certificate-asked", "client certificate asked for", { clientCertificate: "asked" }),
  dial("client-certificate", "client certificate required", { clientCertificate: "required" }),

  dial("ssl3", "SSL 3.0 only", { settings: { secureProtocol: "SSLv3_method" }, needs: ["ssl3"] }),
  dial("tls1.0", "TLS 1.0 only", { settings: { secureProtocol: "TLSv1_method" } }),
  versions("tls1.1", "TLS 1.1 only", NO_SSL3 | NO_TLS10 | NO_TLS12),
  versions("tls1.2", "TLS 1.2 only", NO_SSL3 | NO_TLS10 | NO_TLS11),
  versions("to-tls1.0", "SSL 3.0 to TLS 1.0", NO_TLS11 | NO_TLS12, "ssl3"),
  versions("to-tls1.1", "SSL 3.0 to TLS 1.1", NO_TLS12, "ssl3"),
  versions("from-tls1.0", "TLS 1.0 to TLS 1.2", NO_SSL3),
  versions("from-tls1.1", "TLS 1.1 to TLS 1.2", NO_SSL3 | NO_TLS10),

  suite("AES128-SHA"),
  suite("AES256-SHA"),
  suite("AES128-SHA256", newer),
  suite("AES128-GCM-SHA256", newer),
  suite("AES256-GCM-SHA384", newer),
  suite("RC4-SHA"),
  suite("RC4-MD5"),
  suite("DES-CBC3-SHA"),
  suite("CAMELLIA128-SHA", rarer),
  suite("CAMELLIA256-SHA", rarer),
  suite("SEED-SHA", rarer),
  suite("IDEA-CBC-SHA", rarer),
  suite("NULL-SHA"),
  suite("NULL-MD5"),
  suite("NULL-SHA256", newer),
  suite("DES-CBC-SHA", weak),
  suite("EXP-RC4-MD5", weakest),
  suite("EXP-RC2-CBC-MD5", weakest),
  suite("EXP-DES-CBC-SHA", weakest),
  suite("ECDH-ECDSA-AES128-SHA", { certificate: "ecdsa" }),
  suite("ECDH-RSA-AES128-SHA", { certificate: "ecdhRsa" }),
  ephemeral("DHE-RSA-AES128-GCM-SHA256"),
  ephemeral("EDH-RSA-DES-CBC3-SHA"),
  ephemeral("DHE-DSS-AES128-SHA", "dsa"),
  ephemeral("DHE-DSS-CAMELLIA128-SHA", "dsa"),
  ephemeral("ECDHE-RSA-AES128-GCM-SHA256"),
  ephemeral("ECDHE-RSA-RC4-SHA"),
  ephemeral("ECDHE-ECDSA-AES128-GCM-SHA256", "ecdsa"),
  ephemeral("ADH-AES128-SHA"),
  ephemeral("ADH-RC4-MD5"),
  ephemeral("AECDH-AES128-SHA"),
];

/** For the Node that runs us: the control that is neither old nor ever had heartbeats. */
export const CURRENT_PROFILES: readonly Profile[] = [
  dial("default", "default"),
  dial("tls1.2", "TLS 1.2 only", { settings: { minVersion: "TLSv1.2", maxVersion: "TLSv1.2" } }),
  dial("tls1.3", "TLS 1.3 only", { settings: { minVersion: "TLSv1.3" } }),
  dial("ecdsa", "ECDSA certificate", { certificate: "ecdsa" }),
  dial("client-certificate", "client certificate required", { clientCertificate: "required" }),
];
