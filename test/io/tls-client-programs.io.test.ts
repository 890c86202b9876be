/** Our TLS client against servers that may be installed here: `openssl s_server` with its legacy provider, `gnutls-serv`. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ALL_SUITES, type Suite } from "../../src/core/wire/suites.ts";
import { TLS10, TLS11, TLS12, versionName } from "../../src/core/wire/version.ts";
import { makeCertificate } from "../../src/tls/certificates/certificate.ts";
import { generatePrivateKey } from "../../src/tls/certificates/keys.ts";
import { suiteProtection } from "../../src/tls/key-schedule.ts";
import { story, talk } from "./tls-client-talk.ts";

const psk = { identity: Buffer.from("probe"), key: Buffer.from("000102030405060708090a0b0c0d0e0f", "hex") };
const has = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;
const openssl = has("openssl", "list", "-providers", "-provider", "legacy");
const gnutls = has("gnutls-serv", "--version");

const folder = mkdtempSync(join(tmpdir(), "crosscheck-tls-"));
const file = (name: string): string => join(folder, name);
const children: ChildProcess[] = [];

beforeAll(async () => {
  const { certificatePem, privateKeyPem } = makeCertificate({ key: await generatePrivateKey("rsa2048") });
  writeFileSync(file("cert.pem"), certificatePem);
  writeFileSync(file("key.pem"), privateKeyPem);
  writeFileSync(file("psk.txt"), `probe:${psk.key.toString("hex")}\n`);
});

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/** Starts a program that listens on `port` once it is ready. */
async function start(
  program: string,
  args: readonly string[],
  port: number,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const child = spawn(program, args, { stdio: "ignore", env: { ...process.env, ...env } });
  children.push(child);
  for (let tries = 0; child.exitCode === null && tries < 300; tries++) {
    if (await accepts(port)) return;
    await sleep(50);
  }
  throw new Error(`${program} does not listen`);
}

function named(pattern: RegExp): readonly Suite[] {
  return ALL_SUITES.filter(({ name }) => pattern.test(name));
}

/** Every suite in every version that has it and that our client can do. */
function withVersions(suites: readonly Suite[]): readonly { name: string; suite: Suite; version: number }[] {
  return suites.flatMap((suite) =>
    [TLS10, TLS11, TLS12]
      .filter((version) => suiteProtection(suite, version) !== null)
      .map((version) => ({ name: `${versionName(version)} ${suite.name}`, suite, version })),
  );
}

describe("openssl s_server with the legacy provider", () => {
  let port = 0;
  beforeEach(({ skip }) => skip(!openssl, "there is no openssl command with a legacy provider"));
  beforeAll(async () => {
    if (!openssl) return;
    port = await freePort();
    const keys = ["-key", file("key.pem"), "-cert", file("cert.pem")];
    const weak = ["-cipher", "ALL:COMPLEMENTOFALL:@SECLEVEL=0", "-provider", "legacy", "-provider", "default"];
    await start("openssl", ["s_server", "-accept", `127.0.0.1:${port}`, "-www", "-quiet", ...keys, ...weak], port);
  });

  const suites = named(/^TLS_(RSA|DHE_RSA|DH_anon)_WITH_(SEED|AES_128)_CBC_SHA$/);
  it.each(withVersions(suites))("$name", async ({ suite, version }) => {
    const done = await talk(port, { suites: [suite.id], maxVersion: version, until: "</HTML>" });
    expect(done.handshake, story(done.events)).toBe("completed");
    expect(done).toMatchObject({ suite: suite.id, version });
    expect(done.answer.toLowerCase()).toContain("</html>");
  });
});

describe("gnutls-serv", () => {
  let port = 0;
  beforeEach(({ skip }) => skip(!gnutls, "there is no gnutls-serv command"));
  beforeAll(async () => {
    if (!gnutls) return;
    port = await freePort();
    const keys = ["--x509keyfile", file("key.pem"), "--x509certfile", file("cert.pem"), "--pskpasswd", file("psk.txt")];
    const versions = "+VERS-TLS1.2:+VERS-TLS1.1:+VERS-TLS1.0";
    const ciphers =
      "+CIPHER-ALL:+ARCFOUR-128:+3DES-CBC:+CAMELLIA-128-CBC:+CAMELLIA-128-GCM:+CAMELLIA-256-GCM:+AES-256-CCM-8:+NULL";
    const exchanges = "+RSA:+DHE-RSA:+ECDHE-RSA:+ANON-DH:+ANON-ECDH:+PSK:+DHE-PSK:+ECDHE-PSK:+RSA-PSK";
    const rest = "+MAC-ALL:+MD5:+SHA1:+SIGN-ALL:+SIGN-RSA-SHA1:+GROUP-ALL:+COMP-NULL:+CTYPE-ALL";
    const priority = `NONE:${versions}:${ciphers}:${exchanges}:${rest}`;
    await start("gnutls-serv", ["--port", `${port}`, "--echo", "--quiet", ...keys, "--priority", priority], port);
  });

  const anyVersion = [
    ...named(/^TLS_(RSA|DH_anon)_WITH_RC4_128_MD5$/),
    ...named(/^TLS_(RSA|ECDHE_RSA|ECDH_anon|PSK|DHE_PSK|RSA_PSK)_WITH_(RC4_128|3DES_EDE_CBC|AES_128_CBC)_SHA$/),
    ...named(/^TLS_(RSA|DHE_RSA|DH_anon)_WITH_(3DES_EDE|CAMELLIA_128)_CBC_SHA$/),
  ];
  const since12 = named(
    /^TLS_(RSA|DHE_RSA|PSK|DHE_PSK|PSK_DHE)_WITH_(AES_128_CCM|AES_256_CCM_8|(AES|CAMELLIA)_(128|256)_GCM_SHA(256|384))$/,
  );
  it.each(withVersions([...anyVersion, ...since12]))("$name", async ({ suite, version }) => {
    const done = await talk(port, { suites: [suite.id], maxVersion: version, psk, request: "hello\n" });
    expect(done.handshake, story(done.events)).toBe("completed");
    expect(done).toMatchObject({ suite: suite.id, version, answer: "hello\n" });
  });
});
