/** Our TLS client against today's OpenSSL inside this Node: every suite it still has, TLS 1.0 to 1.2. */

import { type AddressInfo } from "node:net";
import { constants } from "node:crypto";
import { createServer, type Server, type TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NAMED_GROUPS } from "../../src/core/wire/groups.ts";
import { ALL_SUITES, type Suite } from "../../src/core/wire/suites.ts";
import { TLS10, TLS11, TLS12, versionName } from "../../src/core/wire/version.ts";
import { makeCertificate } from "../../src/tls/certificates/certificate.ts";
import { generatePrivateKey, type KeyKind } from "../../src/tls/certificates/keys.ts";
import { COMPLETABLE_GROUPS } from "../../src/tls/ephemeral.ts";
import { ownIdentity } from "../../src/tls/client-identity.ts";
import { story, talk, type TalkOptions } from "./tls-client-talk.ts";

const psk = { identity: Buffer.from("probe"), key: Buffer.from("000102030405060708090a0b0c0d0e0f", "hex") };
const servers: Server[] = [];

/** Starts an echoing server with one certificate of each kind; returns its port. */
async function serve(kinds: readonly KeyKind[], options: TlsOptions = {}): Promise<number> {
  const made = await Promise.all(kinds.map(async (kind) => makeCertificate({ key: await generatePrivateKey(kind) })));
  const server = createServer(
    {
      key: made.map(({ privateKeyPem }) => privateKeyPem),
      cert: made.map(({ certificatePem }) => certificatePem),
      ciphers: "ALL:COMPLEMENTOFALL:@SECLEVEL=0",
      minVersion: "TLSv1",
      dhparam: "auto",
      secureOptions: constants.SSL_OP_NO_TLSv1_3,
      ...options,
    },
    (socket) => {
      socket.on("error", () => {});
      socket.pipe(socket);
    },
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Expects a complete handshake with exactly this suite and version, and an echo of our line. */
async function completes(port: number, suite: Suite, version: number, options: TalkOptions = {}): Promise<void> {
  const done = await talk(port, { suites: [suite.id], maxVersion: version, request: "hello\n", ...options });
  expect(done.handshake, story(done.events)).toBe("completed");
  expect(done).toMatchObject({ suite: suite.id, version, answer: "hello\n" });
}

function named(pattern: RegExp): readonly Suite[] {
  return ALL_SUITES.filter(({ name }) => pattern.test(name));
}

afterAll(() => {
  for (const server of servers) server.close();
});

describe("suites", () => {
  let port = 0;
  beforeAll(async () => {
    port = await serve(["rsa2048", "dsa1024", "p256"], { pskCallback: () => psk.key });
  });

  const modern =
    /^TLS_(RSA|DHE_RSA|ECDHE_RSA|ECDHE_ECDSA|DHE_DSS|DH_anon|PSK|RSA_PSK|DHE_PSK|ECDHE_PSK)_WITH_AES_(128|256)_GCM_SHA/;
  const since12 = [
    ...named(modern).filter(({ keyExchange }) => keyExchange !== "ECDHE_PSK"),
    ...named(/^TLS_(RSA|DHE_RSA|ECDHE_ECDSA)_WITH_AES_(128|256)_CCM(_8)?$/),
    ...named(/^TLS_(RSA|DHE_RSA|ECDHE_RSA|ECDHE_ECDSA|DHE_DSS|DH_anon)_WITH_AES_(128|256)_CBC_SHA(256|384)$/),
    ...named(/^TLS_(RSA|DHE_RSA|ECDHE_RSA|ECDHE_ECDSA|DHE_DSS)_WITH_CAMELLIA_(128|256)_CBC_SHA(256|384)$/),
    ...named(/^TLS_(RSA|DHE_RSA|DHE_DSS|ECDHE_RSA|ECDHE_ECDSA)_WITH_ARIA_(128|256)_GCM_SHA/),
    ...named(/^TLS_(DHE_RSA|ECDHE_RSA|ECDHE_ECDSA|PSK|ECDHE_PSK|DHE_PSK|RSA_PSK)_WITH_CHACHA20_POLY1305_SHA256$/),
    ...named(/^TLS_RSA_WITH_NULL_SHA256$/),
  ];
  it.each(since12.map((suite) => ({ name: suite.name, suite })))("TLS 1.2 $name", ({ suite }) =>
    completes(port, suite, TLS12, { psk }),
  );

  const older = [
    ...named(/^TLS_(RSA|DHE_RSA|DHE_DSS|DH_anon)_WITH_(AES|CAMELLIA)_(128|256)_CBC_SHA$/),
    ...named(/^TLS_(ECDHE_RSA|ECDHE_ECDSA|ECDH_anon|PSK|RSA_PSK|DHE_PSK|ECDHE_PSK)_WITH_AES_(128|256)_CBC_SHA$/),
    ...named(/^TLS_(ECDHE_RSA|ECDHE_ECDSA|ECDH_anon|RSA|PSK|ECDHE_PSK)_WITH_NULL_SHA$/),
  ];
  const cases = older.flatMap((suite) =>
    [TLS10, TLS11, TLS12].map((version) => ({ name: `${versionName(version)} ${suite.name}`, suite, version })),
  );
  it.each(cases)("$name", ({ suite, version }) => completes(port, suite, version, { psk }));

  it("a suite that needs a pre-shared key fails without one, and says so", async () => {
    const [suite] = named(/^TLS_PSK_WITH_AES_128_CBC_SHA$/);
    const done = await talk(port, { suites: [suite?.id ?? 0] });
    expect(done.handshake).toBe("failed: unsupported (TLS_PSK_WITH_AES_128_CBC_SHA needs a pre-shared key)");
  });
});

describe("groups", () => {
  const curves = "X25519:P-256:X448:P-521:P-384:brainpoolP512r1:secp256k1:P-224:P-192:secp160r1:sect571r1:sect163k1";
  const names = NAMED_GROUPS.filter(({ id }) => COMPLETABLE_GROUPS.includes(id));
  const wanted = /^(x25519|x448|secp(160r1|192r1|224r1|256k1|256r1|384r1|521r1)|sect(163k1|571r1)|brainpoolP512r1)$/;
  let port = 0;
  beforeAll(async () => {
    port = await serve(["rsa2048"], { ecdhCurve: curves });
  });

  it.each(names.filter(({ name }) => wanted.test(name)))("$name", async ({ id }) => {
    const [suite] = named(/^TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256$/);
    await completes(port, suite as Suite, TLS12, { groups: [id] });
  });

  it("all the groups this test wants are there", () => {
    expect(names.filter(({ name }) => wanted.test(name))).toHaveLength(12);
  });
});

describe("client certificates", () => {
  it.each([TLS10, TLS11, TLS12])("a request is answered with an empty list: %i", async (version) => {
    const port = await serve(["rsa2048"], { requestCert: true, rejectUnauthorized: false });
    const [suite] = named(/^TLS_RSA_WITH_AES_128_CBC_SHA$/);
    await completes(port, suite as Suite, version);
  });

  it.each([TLS10, TLS11, TLS12])("our own is shown, and its proof of key verified: %i", async (version) => {
    const port = await serve(["rsa2048"], { requestCert: true, rejectUnauthorized: false });
    const shown = new Promise((resolve) => {
      servers.at(-1)?.once("secureConnection", (socket) => resolve(socket.getPeerCertificate().subject?.CN));
    });
    const [suite] = named(/^TLS_RSA_WITH_AES_128_CBC_SHA$/);
    await completes(port, suite as Suite, version, { identity: ownIdentity() });
    expect(await shown).toBe("crosscheck");
  });
});

describe("keys no validating client would take", () => {
  it("RSA with 512 bits", async () => {
    const port = await serve(["rsa512"]);
    const [suite] = named(/^TLS_RSA_WITH_AES_128_CBC_SHA$/);
    await completes(port, suite as Suite, TLS12);
  });
});

describe("refusals", () => {
  it("no common suite: the server's alert, by name", async () => {
    const port = await serve(["rsa2048"], { ciphers: "AES256-SHA256" });
    const done = await talk(port, { suites: [0x002f] });
    expect(done.handshake).toBe("failed: alert (handshake_failure)");
  });

  it("a version that is too low for the server: its alert", async () => {
    const port = await serve(["rsa2048"], { minVersion: "TLSv1.2" });
    const done = await talk(port, { maxVersion: TLS11 });
    expect(done.handshake).toBe("failed: alert (protocol_version)");
  });
});
