/**
 * The codec against OpenSSL (Node's): real servers answer our hellos and we read their flights; a real client's hello is
 * read and written back. That the signatures verify over what we take for the signed bytes proves these to be right.
 */

import { spawnSync } from "node:child_process";
import { createHash, publicDecrypt, verify, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls, createServer as createTlsServer, type TlsOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALERT } from "./alert.ts";
import { concat } from "./bytes.ts";
import { type ClientHello, decodeClientHello, encodeClientHello } from "./client-hello.ts";
import {
  decodeServerName,
  ecPointFormatsExtension,
  EXTENSION,
  keyShareExtension,
  renegotiationInfoExtension,
  serverNameExtension,
  signatureAlgorithmsExtension,
  supportedGroupsExtension,
  supportedVersionsExtension,
} from "./extensions.ts";
import { encodeHandshake, HANDSHAKE, HandshakeAssembler, type HandshakeMessage } from "./handshake.ts";
import { CONTENT, encodeRecord, RecordDecoder } from "./record.ts";
import { ServerFlight } from "./server-flight.ts";
import { isHelloRetryRequest } from "./server-hello.ts";
import { ALL_SUITES, suite } from "./suites.ts";
import { TLS10, TLS11, TLS12, TLS13 } from "./version.ts";

const RSA_SHA256 = 0x0401;
const RSA_PSS_SHA256 = 0x0804;
const X25519 = 29;
const SECP256R1 = 23;

/** Offers everything there is, up to TLS 1.2. */
const hello: ClientHello = {
  version: TLS12,
  random: Uint8Array.from({ length: 32 }, (_, i) => i),
  sessionId: new Uint8Array(0),
  suites: ALL_SUITES.map(({ id }) => id),
  compressions: [0],
  extensions: [
    serverNameExtension("range.test"),
    supportedGroupsExtension([X25519, SECP256R1]),
    ecPointFormatsExtension(),
    signatureAlgorithmsExtension([RSA_SHA256]),
    renegotiationInfoExtension(),
  ],
};

const hello13: ClientHello = {
  ...hello,
  sessionId: new Uint8Array(32),
  extensions: [
    supportedVersionsExtension([TLS13]),
    supportedGroupsExtension([X25519, SECP256R1]),
    signatureAlgorithmsExtension([RSA_PSS_SHA256]),
    keyShareExtension([{ group: X25519, key: new Uint8Array(32).fill(9) }]),
  ],
};

const folder = mkdtempSync(join(tmpdir(), "crosscheck-wire-"));
const made = spawnSync(
  "openssl",
  "req -x509 -newkey rsa:2048 -nodes -subj /O=Wire/CN=range.test -keyout key.pem -out cert.pem".split(" "),
  { cwd: folder },
);
afterAll(() => rmSync(folder, { recursive: true }));

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

/** Listens until the tests are over; then the server and every connection to it are closed. */
function listen(server: Server): Promise<number> {
  closing.push(() => server.close());
  server.on("connection", (socket) => closing.push(() => socket.destroy()));
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

/** Everything a server says to these bytes until its flight is done, broken, or it closes. */
function ask(port: number, ...messages: readonly ClientHello[]): Promise<ServerFlight> {
  return new Promise((resolve) => {
    const flight = new ServerFlight();
    const socket = connect(port, "127.0.0.1", () => {
      for (const message of messages) {
        const body = encodeHandshake(HANDSHAKE.clientHello, encodeClientHello(message));
        socket.write(encodeRecord(CONTENT.handshake, TLS10, body));
      }
    });
    socket.on("data", (bytes) => {
      flight.push(bytes);
      // After a retry, the answer to our second hello is still to come.
      const waiting = messages.length > 1 && flight.hello !== null && isHelloRetryRequest(flight.hello);
      if ((flight.done && !waiting) || flight.defect !== null) socket.end();
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(flight));
  });
}

describe.skipIf(made.status !== 0)("servers", () => {
  let identity: TlsOptions = {};
  let certificate: X509Certificate;

  beforeAll(() => {
    const cert = readFileSync(join(folder, "cert.pem"));
    identity = { key: readFileSync(join(folder, "key.pem")), cert };
    certificate = new X509Certificate(cert);
  });

  async function serve(options: TlsOptions): Promise<number> {
    const server = createTlsServer(options);
    // Our hellos are never followed by a handshake: what the server thinks of that is no concern here.
    server.on("tlsClientError", () => undefined);
    return listen(server);
  }

  /** Checks the RSA signature over both randoms and the parameters: SHA-256 in TLS 1.2, MD5 and SHA-1 before. */
  function expectSigned(flight: ServerFlight): void {
    const message = flight.keyExchange;
    if (message === null || !("signed" in message) || message.signed === null || flight.hello === null) {
      throw new Error(`not signed: ${JSON.stringify(message)}`);
    }
    const { algorithm, signature } = message.signed;
    const signedBytes = concat([hello.random, flight.hello.random, message.params]);
    if (flight.version === TLS12) {
      expect(algorithm).toBe(RSA_SHA256);
      expect(verify("sha256", signedBytes, certificate.publicKey, signature)).toBe(true);
    } else {
      expect(algorithm).toBeNull();
      const digests = ["md5", "sha1"].map((digest) => createHash(digest).update(signedBytes).digest());
      expect(publicDecrypt(certificate.publicKey, signature)).toEqual(Buffer.concat(digests));
    }
  }

  test("ECDHE in TLS 1.2, with a certificate request", async () => {
    const port = await serve({
      ...identity,
      maxVersion: "TLSv1.2",
      ciphers: "ECDHE-RSA-AES128-GCM-SHA256",
      requestCert: true,
    });
    const flight = await ask(port, hello);
    expect([flight.defect, flight.done, flight.version]).toEqual([null, true, TLS12]);
    expect(flight.certificates).toEqual([new Uint8Array(certificate.raw)]);
    expect(flight.keyExchange).toMatchObject({ kind: "ecdhe", group: X25519 });
    expect(flight.certificateRequest?.types).toContain(1);
    expect(flight.certificateRequest?.signatureAlgorithms).toContain(RSA_SHA256);
    expectSigned(flight);
  });

  test("DHE in TLS 1.0, with a certificate request", async () => {
    const port = await serve({
      ...identity,
      minVersion: "TLSv1",
      maxVersion: "TLSv1",
      ciphers: "DHE-RSA-AES256-SHA:@SECLEVEL=0",
      dhparam: "auto",
      requestCert: true,
    });
    const flight = await ask(port, hello);
    expect([flight.defect, flight.done, flight.version]).toEqual([null, true, TLS10]);
    expect(flight.keyExchange?.kind).toBe("dhe");
    expect(flight.certificateRequest?.signatureAlgorithms).toBeNull();
    expectSigned(flight);
  });

  test("plain RSA in TLS 1.1 has no key exchange message", async () => {
    const port = await serve({
      ...identity,
      minVersion: "TLSv1.1",
      maxVersion: "TLSv1.1",
      ciphers: "AES128-SHA:@SECLEVEL=0",
    });
    const flight = await ask(port, hello);
    expect([flight.defect, flight.done, flight.version, flight.keyExchange]).toEqual([null, true, TLS11, null]);
    expect(suite(flight.hello?.suite ?? 0)?.name).toBe("TLS_RSA_WITH_AES_128_CBC_SHA");
  });

  test("anonymous DH is not signed, and needs no certificate", async () => {
    const port = await serve({ maxVersion: "TLSv1.2", ciphers: "ADH-AES128-SHA256:@SECLEVEL=0", dhparam: "auto" });
    const flight = await ask(port, hello);
    expect([flight.defect, flight.done, flight.certificates]).toEqual([null, true, null]);
    expect(flight.keyExchange).toMatchObject({ kind: "dhe", signed: null });
  });

  test.each([
    ["PSK-AES128-CBC-SHA256", "psk"],
    ["ECDHE-PSK-AES128-CBC-SHA256", "ecdhe_psk"],
    ["DHE-PSK-AES128-GCM-SHA256", "dhe_psk"],
  ])("%s", async (ciphers, kind) => {
    const pskCallback = () => Buffer.alloc(16);
    const port = await serve({ maxVersion: "TLSv1.2", ciphers, pskCallback, pskIdentityHint: "hint", dhparam: "auto" });
    const flight = await ask(port, hello);
    expect([flight.defect, flight.done]).toEqual([null, true]);
    expect(flight.keyExchange).toMatchObject({ kind, hint: new TextEncoder().encode("hint") });
  });

  test("TLS 1.3", async () => {
    const flight = await ask(await serve({ ...identity, minVersion: "TLSv1.3" }), hello13);
    expect([flight.defect, flight.done, flight.version, flight.helloRetry]).toEqual([null, true, TLS13, false]);
    expect(suite(flight.hello?.suite ?? 0)?.keyExchange).toBe("TLS13");
  });

  test("TLS 1.3 with a retry, then the hello", async () => {
    const port = await serve({ ...identity, minVersion: "TLSv1.3", ecdhCurve: "X25519" });
    const others = (hello13.extensions ?? []).filter(({ type }) => type !== EXTENSION.keyShare);
    const first = { ...hello13, extensions: [...others, keyShareExtension([])] };
    const retry = await ask(port, first);
    expect([retry.defect, retry.done, retry.version, retry.helloRetry]).toEqual([null, true, TLS13, true]);
    const both = await ask(port, first, hello13);
    expect([both.defect, both.done, both.helloRetry]).toEqual([null, true, true]);
    expect(both.hello?.random).not.toEqual(retry.hello?.random);
  });

  test("a refusal", async () => {
    const port = await serve({ ...identity, maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" });
    const flight = await ask(port, { ...hello, suites: [0x0005] });
    expect(flight.alerts).toEqual([{ level: 2, description: ALERT.handshakeFailure }]);
    expect([flight.defect, flight.hello]).toEqual([null, null]);
  });
});

test("a plain-text server", async () => {
  const port = await listen(createServer((socket) => socket.end("220 ready\r\n")));
  expect((await ask(port, hello)).defect).toBe("not_tls");
});

test.each(["TLSv1", "TLSv1.2", "TLSv1.3"] as const)("the hello of a real %s client, both ways", async (maxVersion) => {
  const message = await new Promise<HandshakeMessage>((resolve) => {
    const server = createServer((socket) => {
      const decoder = new RecordDecoder();
      const assembler = new HandshakeAssembler();
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => {
        const [first] = decoder.push(bytes).flatMap((record) => assembler.push(record.body));
        if (first === undefined) return;
        resolve(first);
        socket.destroy();
      });
    });
    void listen(server).then((port) => {
      const options = { host: "127.0.0.1", port, servername: "range.test", minVersion: "TLSv1", maxVersion } as const;
      connectTls({ ...options, ciphers: "DEFAULT:@SECLEVEL=0" }).on("error", () => undefined);
    });
  });
  expect(message.type).toBe(HANDSHAKE.clientHello);
  const read = decodeClientHello(message.body);
  if (read === null) throw new Error("not read");
  const name = read.extensions?.find(({ type }) => type === EXTENSION.serverName);
  expect(decodeServerName(name?.data ?? new Uint8Array(0))).toBe("range.test");
  expect(encodeClientHello(read)).toEqual(message.body);
  expect(encodeHandshake(message.type, message.body)).toEqual(message.raw);
});
