/** How `s_server` is configured, one dial at a time. What a binary cannot do is not asked of it. */

import type { CertificateName } from "../certificates/collection.ts";
import type { OpensslBinary } from "./openssl-binary.ts";

export interface OpensslProfile {
  readonly name: string;
  readonly condition: string;
  /** null: none, for anonymous suites and pre-shared keys. */
  readonly certificate: CertificateName | null;
  /** Its only suite; null: all that it offers by itself. */
  readonly cipher: string | null;
  /** Option that fixes the protocol version; null: all. */
  readonly version: string | null;
  readonly presharedKey: boolean;
  /** Option that asks for (`verify`) or insists on (`Verify`) a client certificate. */
  readonly clientCertificate: "verify" | "Verify" | null;
}

function dial(name: string, condition: string, parts: Partial<OpensslProfile> = {}): OpensslProfile {
  return {
    name,
    condition,
    certificate: "rsa",
    cipher: null,
    version: null,
    presharedKey: false,
    clientCertificate: null,
    ...parts,
  };
}

/** The suite's own name tells which certificate and which key it needs. */
function suite(cipher: string): OpensslProfile {
  const presharedKey = cipher.includes("PSK-");
  return dial(cipher.toLowerCase(), `${cipher} only`, { cipher, presharedKey, certificate: certificateFor(cipher) });
}

function certificateFor(cipher: string): CertificateName | null {
  if (cipher.includes("ECDSA")) return "ecdsa";
  if (cipher.includes("DSS")) return "dsa";
  if (cipher.startsWith("ECDH-RSA")) return "ecdhRsa";
  if (/^(EXP-)?(ADH|AECDH|PSK|DHE-PSK|ECDHE-PSK)-/.test(cipher)) return null;
  return "rsa";
}

const SUITES = `
  AES128-SHA AES256-SHA AES128-SHA256 AES128-GCM-SHA256 AES256-GCM-SHA384 AES128-CCM
  CAMELLIA128-SHA CAMELLIA256-SHA SEED-SHA IDEA-CBC-SHA ARIA128-GCM-SHA256
  RC4-SHA RC4-MD5 DES-CBC3-SHA DES-CBC-SHA NULL-SHA NULL-MD5 NULL-SHA256
  EXP-RC4-MD5 EXP-RC2-CBC-MD5 EXP-DES-CBC-SHA EXP-EDH-RSA-DES-CBC-SHA
  DHE-RSA-AES128-SHA DHE-RSA-AES128-GCM-SHA256 EDH-RSA-DES-CBC3-SHA EDH-RSA-DES-CBC-SHA
  DHE-DSS-AES128-SHA DHE-DSS-CAMELLIA128-SHA EDH-DSS-DES-CBC3-SHA EXP-EDH-DSS-DES-CBC-SHA
  ECDHE-RSA-AES128-SHA ECDHE-RSA-AES128-GCM-SHA256 ECDHE-RSA-RC4-SHA ECDHE-RSA-CHACHA20-POLY1305
  ECDHE-ECDSA-AES128-SHA ECDHE-ECDSA-AES128-GCM-SHA256 ECDH-ECDSA-AES128-SHA ECDH-RSA-AES128-SHA
  ADH-AES128-SHA ADH-RC4-MD5 ADH-DES-CBC-SHA EXP-ADH-RC4-MD5 AECDH-AES128-SHA AECDH-NULL-SHA
  PSK-AES128-CBC-SHA PSK-RC4-SHA DHE-PSK-AES128-CBC-SHA ECDHE-PSK-AES128-CBC-SHA RSA-PSK-AES128-CBC-SHA
`
  .trim()
  .split(/\s+/);

/** Every profile; `profilesFor` leaves out what a binary cannot do. */
export const PROFILES: readonly OpensslProfile[] = [
  dial("default", "default"),
  dial("ssl3", "SSL 3.0 only", { version: "ssl3" }),
  dial("tls1.0", "TLS 1.0 only", { version: "tls1" }),
  dial("tls1.1", "TLS 1.1 only", { version: "tls1_1" }),
  dial("tls1.2", "TLS 1.2 only", { version: "tls1_2" }),
  dial("tls1.3", "TLS 1.3 only", { version: "tls1_3" }),
  dial("dsa", "DSA certificate", { certificate: "dsa", version: "tls1" }),
  dial("ecdsa", "ECDSA certificate", { certificate: "ecdsa" }),
  dial("certificate-length", "Certificate message length ends in a byte above 0x7f", {
    certificate: "rsaHighLength",
  }),
  dial("client-certificate-asked", "client certificate asked for", { clientCertificate: "verify" }),
  dial("client-certificate", "client certificate required", { clientCertificate: "Verify" }),
  ...SUITES.map(suite),
];

/** Those that this binary claims to be able to serve. */
export function profilesFor({ flags, ciphers }: OpensslBinary): readonly OpensslProfile[] {
  return PROFILES.filter(
    ({ version, cipher, presharedKey }) =>
      (version === null || flags.has(version)) &&
      (cipher === null || ciphers.has(cipher)) &&
      (!presharedKey || flags.has("psk")),
  );
}

const PRESHARED_KEY = "63726f7373636865636b";

/** Where the files are that s_server and s_client read their certificates from. */
export type FileOf = (name: CertificateName | "dh") => string;

/** Arguments for `s_server`, all but the place to listen on. `-www` serves a status page to every visitor. */
export function serverArguments(profile: OpensslProfile, binary: OpensslBinary, fileOf: FileOf): readonly string[] {
  const { certificate, clientCertificate } = profile;
  const identity = certificate === null ? ["-nocert"] : ["-cert", fileOf(certificate)];
  const asks = clientCertificate === null ? [] : [`-${clientCertificate}`, "1"];
  return ["-www", ...identity, "-dhparam", fileOf("dh"), ...asks, ...commonArguments(profile, binary)];
}

/** Arguments for `s_client` to be served by it. */
export function clientArguments(profile: OpensslProfile, binary: OpensslBinary, fileOf: FileOf): readonly string[] {
  const identity = profile.clientCertificate === null ? [] : ["-cert", fileOf("rsa")];
  // IDEA and DES are not part of TLS 1.2 (RFC 5469). OpenSSL 1.1.0 heeds that only after it has agreed on 1.2.
  const upToTls11 = /IDEA|DES-CBC-/.test(profile.cipher ?? "") && binary.flags.has("tls1_1");
  return ["-quiet", ...identity, ...commonArguments(upToTls11 ? { ...profile, version: "tls1_1" } : profile, binary)];
}

function commonArguments(
  { cipher, version, presharedKey }: OpensslProfile,
  { cipherSuffix, flags }: OpensslBinary,
): readonly string[] {
  // Old keys and old versions are refused at the default security level, whatever the suite.
  const list = cipher ?? (cipherSuffix === "" ? null : "ALL");
  // TLS 1.3 chooses its suites apart from the list, so it would be served beside the one suite.
  const belowTls13 = cipher !== null && version === null && flags.has("no_tls1_3");
  return [
    ...(list === null ? [] : ["-cipher", `${list}${cipherSuffix}`]),
    ...(belowTls13 ? ["-no_tls1_3"] : []),
    ...(version === null ? [] : [`-${version}`]),
    ...(presharedKey ? ["-psk", PRESHARED_KEY] : []),
  ];
}
