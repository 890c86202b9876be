/** DTLS over real sockets: the range's own conditions, `openssl s_server` and `gnutls-serv` as servers, their clients against our server. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { TLS12 } from "../../src/core/wire/version.ts";
import { condition } from "../../src/range/conditions/catalogue.ts";
import type { Condition } from "../../src/range/conditions/condition.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import type { RangeServer } from "../../src/range/server.ts";
import { makeCertificate } from "../../src/tls/certificates/certificate.ts";
import { generatePrivateKey } from "../../src/tls/certificates/keys.ts";
import { DEFAULT_PROBE, inShort, scanServers } from "../support/range-scan.ts";

const has = (command: string, ...args: readonly string[]): boolean => {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
};
const openssl = has("openssl", "version");
const gnutlsServer = has("gnutls-serv", "--version");
const gnutlsClient = has("gnutls-cli", "--version");

const named = (id: string): Condition => {
  const found = condition(id);
  if (found === undefined) throw new Error(`no condition ${id}`);
  return found;
};
const C50 = named("C50");
/** What today's clients accept. */
const NEWER: Condition = {
  ...C50,
  id: "newer",
  dials: { ...C50.dials, versions: { min: TLS12, max: TLS12, otherwise: "alert" } },
};

let range: ScriptedRange;
let folder: string;
let key: string;
let certificate: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  range = await startScripted([C50, named("dtls-repaired"), NEWER]);
  folder = await mkdtemp(join(tmpdir(), "crosscheck-dtls-"));
  [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const made = await generatePrivateKey("rsa2048");
  writeFileSync(key, made.export({ type: "pkcs8", format: "pem" }));
  const { der } = makeCertificate({ key: made, subject: [["CN", "localhost"]] });
  const lines = der.toString("base64").replaceAll(/.{64}/g, "$&\n");
  writeFileSync(certificate, `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`);
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await range.stop();
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}

/** Starts a program and waits until its output matches; its output from then on is in `said()`. */
async function start(
  command: string,
  args: readonly string[],
  ready: RegExp,
): Promise<{ readonly said: () => string }> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  children.push(child);
  let text = "";
  await new Promise<void>((resolve, reject) => {
    const hear = (bytes: Buffer): void => {
      text += bytes.toString("latin1");
      if (ready.test(text)) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", () => reject(new Error(`${command} ended: ${text.slice(-2000)}`)));
  });
  return { said: () => text };
}

const serverAt = (port: number): RangeServer => ({
  id: "peer",
  title: "",
  group: "scripted",
  address: "127.0.0.1",
  port,
  transport: "udp",
  serverName: null,
  truth: "not_vulnerable",
  condition: "peer",
  library: "",
});

describe("the range", () => {
  test("says where it is, and is called what it is, without a foreign byte", async () => {
    expect(range.servers.map(({ transport }) => transport)).toEqual(["udp", "udp", "udp"]);
    const verdicts = await scanServers(range.servers);
    expect(range.servers.map(({ id }) => inShort(verdicts.get(id)))).toEqual([
      "vulnerable overread_answered",
      "not_vulnerable malformed_discarded_control_answered",
      "vulnerable overread_answered",
    ]);
    expect(range.servers.map((server) => server.counters().foreignBytesServed)).toEqual([0, 0, 0]);
  });

  test("nobody has the port", async () => {
    const verdicts = await scanServers([serverAt(await freePort())]);
    expect(inShort(verdicts.get("peer"))).toBe("unknown connect_refused");
  });
});

describe("openssl", () => {
  beforeEach(({ skip }) => skip(!openssl, "there is no openssl command"));

  test("s_server without heartbeats: absent, because it refuses the very records", async () => {
    const port = await freePort();
    const keys = ["-key", key, "-cert", certificate];
    const server = await start("openssl", ["s_server", "-dtls", "-accept", `127.0.0.1:${port}`, ...keys], /ACCEPT/);
    const verdicts = await scanServers([serverAt(port)]);
    expect(inShort(verdicts.get("peer"))).toBe("not_vulnerable heartbeat_not_supported");
    expect(server.said()).toMatch(/unexpected record|unexpected message/);
  });

  test("s_client goes through our whole flight and answers it", async () => {
    const port = range.servers.find(({ condition: id }) => id === "newer")?.port ?? 0;
    const args = ["s_client", "-dtls1_2", "-connect", `127.0.0.1:${port}`, "-state"];
    const client = await start("openssl", args, /SSLv3\/TLS write client key exchange/);
    expect(client.said()).toMatch(/DTLS1 read hello verify request[^]*read server hello[^]*read server done/);
  });
});

describe("gnutls", () => {
  test("gnutls-cli goes through our whole flight and answers it", async ({ skip }) => {
    skip(!gnutlsClient, "there is no gnutls-cli command");
    const port = range.servers.find(({ condition: id }) => id === "newer")?.port ?? 0;
    const priority = ["--priority", "NORMAL:+RSA", "--insecure"];
    const args = ["--udp", "--heartbeat", "-d", "4", ...priority, "-p", `${port}`, "127.0.0.1"];
    const client = await start("gnutls-cli", args, /CLIENT KEY EXCHANGE was queued/);
    expect(client.said()).toMatch(/HELLO VERIFY REQUEST[^]*SERVER HELLO[^]*SERVER HELLO DONE/);
    expect(client.said()).toMatch(/Parsing extension 'Heartbeat\/15'/);
  });

  test("gnutls-serv, which has heartbeats but none before the handshake is done: nothing is concluded", async ({
    skip,
  }) => {
    skip(!gnutlsServer, "there is no gnutls-serv command");
    const port = await freePort();
    const keys = ["--x509keyfile", key, "--x509certfile", certificate];
    const server = await start("gnutls-serv", ["--udp", "--heartbeat", "-p", `${port}`, ...keys], /listening/);
    const verdicts = await scanServers([serverAt(port)], { probe: { ...DEFAULT_PROBE, quickMs: 1500, patientMs: 0 } });
    expect(inShort(verdicts.get("peer"))).toBe("unknown silent_after_probe");
    expect(server.said()).toMatch(/unexpected TLS packet/i);
  });
});
