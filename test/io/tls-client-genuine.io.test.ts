/**
 * Our TLS client against genuine OpenSSL 1.0.1 inside old Nodes: SSL 3.0, and the suites that no library of today still
 * has. This is also the proof of the SSL 3.0 key schedule and of the export keys, for which no vectors exist.
 */

import { generatePrimeSync } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { suiteName } from "../../src/core/wire/suites.ts";
import { SSL30, TLS10, TLS11, TLS12, versionName } from "../../src/core/wire/version.ts";
import { type Certificate, makeCertificate } from "../../src/tls/certificates/certificate.ts";
import { integer, sequence } from "../../src/tls/certificates/der.ts";
import { generatePrivateKey, type KeyKind } from "../../src/tls/certificates/keys.ts";
import { OLD_NODES, type OldNode } from "../../src/range/genuine/binaries.ts";
import { defaultCacheFolder, fetchOldNode, whyNotHere } from "../../src/range/genuine/fetch.ts";
import { type PageServers, startPageServers } from "../../src/range/genuine/page-servers.ts";
import { ownIdentity } from "../../src/tls/client-identity.ts";
import { story, talk, type TalkOptions } from "./tls-client-talk.ts";

/** OpenSSL's name of a suite, its registered name, the certificate it needs, the first version that has it. */
type Row = readonly [openssl: string, iana: string, key: KeyKind, since: number];

/** Node 0.10 cannot be told to use Diffie-Hellman, on curves or not. */
const STATIC_KEYS: readonly Row[] = [
  ["NULL-MD5", "TLS_RSA_WITH_NULL_MD5", "rsa1024", SSL30],
  ["NULL-SHA", "TLS_RSA_WITH_NULL_SHA", "rsa1024", SSL30],
  ["NULL-SHA256", "TLS_RSA_WITH_NULL_SHA256", "rsa1024", TLS12],
  ["EXP-RC4-MD5", "TLS_RSA_EXPORT_WITH_RC4_40_MD5", "rsa512", SSL30],
  ["EXP-RC2-CBC-MD5", "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5", "rsa512", SSL30],
  ["EXP-DES-CBC-SHA", "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA", "rsa512", SSL30],
  ["RC4-MD5", "TLS_RSA_WITH_RC4_128_MD5", "rsa1024", SSL30],
  ["RC4-SHA", "TLS_RSA_WITH_RC4_128_SHA", "rsa1024", SSL30],
  ["DES-CBC-SHA", "TLS_RSA_WITH_DES_CBC_SHA", "rsa1024", SSL30],
  ["DES-CBC3-SHA", "TLS_RSA_WITH_3DES_EDE_CBC_SHA", "rsa1024", SSL30],
  ["IDEA-CBC-SHA", "TLS_RSA_WITH_IDEA_CBC_SHA", "rsa1024", SSL30],
  ["SEED-SHA", "TLS_RSA_WITH_SEED_CBC_SHA", "rsa1024", SSL30],
  ["CAMELLIA128-SHA", "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA", "rsa1024", SSL30],
  ["AES256-SHA", "TLS_RSA_WITH_AES_256_CBC_SHA", "rsa1024", SSL30],
  ["AES128-SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA256", "rsa1024", TLS12],
  ["AES256-GCM-SHA384", "TLS_RSA_WITH_AES_256_GCM_SHA384", "rsa1024", TLS12],
  ["ECDH-ECDSA-AES128-SHA", "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA", "p256", SSL30],
  ["ECDH-ECDSA-NULL-SHA", "TLS_ECDH_ECDSA_WITH_NULL_SHA", "p256", SSL30],
];
const EPHEMERAL_KEYS: readonly Row[] = [
  ["EXP-EDH-RSA-DES-CBC-SHA", "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA", "rsa512", SSL30],
  ["EXP-EDH-DSS-DES-CBC-SHA", "TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA", "dsa1024", SSL30],
  ["EXP-ADH-RC4-MD5", "TLS_DH_anon_EXPORT_WITH_RC4_40_MD5", "rsa1024", SSL30],
  ["EDH-RSA-DES-CBC-SHA", "TLS_DHE_RSA_WITH_DES_CBC_SHA", "rsa1024", SSL30],
  ["DHE-RSA-SEED-SHA", "TLS_DHE_RSA_WITH_SEED_CBC_SHA", "rsa1024", SSL30],
  ["DHE-RSA-AES128-GCM-SHA256", "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "rsa1024", TLS12],
  ["DHE-DSS-CAMELLIA256-SHA", "TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA", "dsa1024", SSL30],
  ["DHE-DSS-AES128-SHA256", "TLS_DHE_DSS_WITH_AES_128_CBC_SHA256", "dsa1024", TLS12],
  ["ADH-RC4-MD5", "TLS_DH_anon_WITH_RC4_128_MD5", "rsa1024", SSL30],
  ["AECDH-AES128-SHA", "TLS_ECDH_anon_WITH_AES_128_CBC_SHA", "rsa1024", SSL30],
  ["ECDHE-RSA-NULL-SHA", "TLS_ECDHE_RSA_WITH_NULL_SHA", "rsa1024", SSL30],
  ["ECDHE-RSA-DES-CBC3-SHA", "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", "rsa1024", SSL30],
  ["ECDHE-ECDSA-RC4-SHA", "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", "p256", SSL30],
  ["ECDHE-ECDSA-AES256-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "p256", TLS12],
];
const VERSIONS = [SSL30, TLS10, TLS11, TLS12];
const KINDS = ["rsa512", "rsa1024", "dsa1024", "p256"] as const;
const SSL_OP_NO_SSLV2 = 0x01000000;
const HEARTBEAT = Buffer.concat([Buffer.from([1, 0, 4]), Buffer.from("ping"), Buffer.alloc(16)]);

/** The first Node that can do ephemeral keys, and the last whose OpenSSL still speaks SSL 3.0. */
const NODE_0_11: OldNode = {
  version: "0.11.14",
  library: "OpenSSL 1.0.1i",
  truth: "not_vulnerable",
  abilities: ["ssl3", "newer_protocols", "camellia_seed_idea", "des_and_export", "ephemeral_keys"],
  integrity: "sha512-Yh/59+9CFhrZKzN6aPp7l2ULPfxzQojiosF/LzGYqekzFeyqLGkr7IBdT03DAjInJAsqX6DCU4QcN+mTmzsj7Q==",
  packaging: "nested",
};

/** The binary's path, or why there is none. */
async function findBinary(node: OldNode | undefined): Promise<{ readonly path: string } | { readonly why: string }> {
  const nowhere = whyNotHere();
  if (node === undefined || nowhere !== null) return { why: nowhere ?? "the range does not have this binary" };
  return fetchOldNode(node, defaultCacheFolder()).then(
    (path) => ({ path }),
    (error: Error) => ({ why: error.message }),
  );
}

/** A Diffie-Hellman group that export suites may use, as PKCS #3 PEM. */
function weakGroup(): string {
  const der = sequence(integer(Buffer.from(generatePrimeSync(512))), integer(Buffer.of(2)));
  return `-----BEGIN DH PARAMETERS-----\n${der.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END DH PARAMETERS-----\n`;
}

let certificates: ReadonlyMap<KeyKind, Certificate>;
beforeAll(async () => {
  const made = KINDS.map(async (kind) => makeCertificate({ key: await generatePrivateKey(kind), hash: "sha1" }));
  const all = await Promise.all(made);
  certificates = new Map(KINDS.flatMap((kind, i) => (all[i] === undefined ? [] : [[kind, all[i]]])));
});

describe.each([
  { node: OLD_NODES.find(({ version }) => version === "0.10.1"), rows: STATIC_KEYS, heartbeats: true },
  { node: NODE_0_11, rows: EPHEMERAL_KEYS, heartbeats: false },
])("genuine $node.library", async ({ node, rows, heartbeats }) => {
  const binary = await findBinary(node);
  let servers: PageServers | undefined;
  beforeEach(({ skip }) => {
    if ("why" in binary) skip(binary.why);
  });

  beforeAll(async () => {
    if ("why" in binary) return;
    const fixed = {
      secureProtocol: "SSLv23_method",
      secureOptions: SSL_OP_NO_SSLV2,
      dhparam: weakGroup(),
      ecdhCurve: "prime256v1",
    };
    const order = (id: string, key: KeyKind, options: Readonly<Record<string, unknown>>) => {
      const { privateKeyPem, certificatePem } = certificates.get(key) as Certificate;
      const keys = { key: privateKeyPem, cert: certificatePem };
      return { id, address: "127.0.0.1", options: { ...keys, ...fixed, ...options }, visitor: {} };
    };
    const orders = [
      ...rows.map(([openssl, , key]) => order(openssl, key, { ciphers: openssl })),
      order("any", "rsa1024", { ciphers: "ALL" }),
      order("asks", "rsa1024", { ciphers: "ALL", requestCert: true }),
    ];
    servers = await startPageServers(binary.path, orders, () => {});
  });

  afterAll(() => servers?.stop());

  /** Fetches the page with a ceiling of `version`, and says what was negotiated. */
  async function fetchPage(id: string, version: number, options: TalkOptions = {}): Promise<string> {
    const asked = { maxVersion: version, heartbeat: 1, until: "range\n", ...options } as const;
    const done = await talk(servers?.ports.get(id) ?? 0, asked);
    expect(done.handshake, story(done.events)).toBe("completed");
    expect(done.answer).toContain("crosscheck range\n");
    return `${versionName(done.version ?? 0)} ${suiteName(done.suite ?? -1)}`;
  }

  const cases = rows
    .flatMap(([openssl, iana, , since]) =>
      VERSIONS.filter((version) => version >= since).map((version) => ({ openssl, iana, version })),
    )
    .map((one) => ({ ...one, name: `${versionName(one.version)} ${one.openssl}` }));
  it.each(cases)("$name", async ({ openssl, iana, version }) => {
    expect(await fetchPage(openssl, version)).toBe(`${versionName(version)} ${iana}`);
  });

  it.each(VERSIONS)("a request for a client certificate: %i", async (version) => {
    expect(await fetchPage("asks", version)).toContain(versionName(version));
  });

  it.each(VERSIONS)(
    "a request for a client certificate, answered with our own, its proof of key verified: %i",
    async (version) => {
      expect(await fetchPage("asks", version, { identity: ownIdentity() })).toContain(versionName(version));
    },
  );

  it("takes no proof made with another key", async () => {
    const { certificate } = ownIdentity();
    const identity = { certificate, key: await generatePrivateKey("rsa2048") };
    const done = await talk(servers?.ports.get("asks") ?? 0, { maxVersion: SSL30, until: "range\n", identity });
    expect(done.handshake).not.toBe("completed");
  });

  if (!heartbeats) return;
  it("answers a heartbeat after the handshake, under the session's keys", async () => {
    const done = await talk(servers?.ports.get("any") ?? 0, {
      heartbeat: 1,
      until: "range\n",
      heartbeatFirst: HEARTBEAT,
    });
    const answer = done.events.find((event) => event.kind === "record" && event.type === 24);
    expect(answer).toMatchObject({ protected: true, authentic: true });
  });
});
