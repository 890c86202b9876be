/** The scripted servers behind real sockets, asked by real clients and by the scanners installed here. */

import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { connect, type ConnectionOptions } from "node:tls";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeClientHello } from "../../core/wire/client-hello.ts";
import { encodeHandshake, HANDSHAKE } from "../../core/wire/handshake.ts";
import { CONTENT, encodeRecord } from "../../core/wire/record.ts";
import { TLS12 } from "../../core/wire/version.ts";
import { CONDITIONS } from "../conditions/catalogue.ts";
import type { Condition } from "../conditions/condition.ts";
import type { Crowd } from "../conditions/dials.ts";
import { type ScriptedRange, type ScriptedServer, startScripted } from "./start-scripted.ts";

const run = promisify(execFile);
const installed = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;

const CLIENT_HELLO = {
  version: TLS12,
  random: new Uint8Array(32),
  sessionId: new Uint8Array(0),
  suites: [0x002f],
  compressions: [0],
  extensions: null,
};

const HELLO = encodeRecord(
  CONTENT.handshake,
  TLS12,
  encodeHandshake(HANDSHAKE.clientHello, encodeClientHello(CLIENT_HELLO)),
);
const SERVER_HELLO_DONE = encodeHandshake(HANDSHAKE.serverHelloDone, new Uint8Array(0));
/** A ClientHello, an empty heartbeat request, and a message that must be refused, in one segment. */
const WITH_HEARTBEAT = Buffer.concat([
  HELLO,
  encodeRecord(CONTENT.heartbeat, TLS12, Uint8Array.of(1, 0, 0)),
  encodeRecord(CONTENT.handshake, TLS12, SERVER_HELLO_DONE),
]);

let range: ScriptedRange;
beforeAll(async () => {
  range = await startScripted(CONDITIONS);
});
afterAll(() => range.stop());

function server(id: string): ScriptedServer {
  const found = range.servers.find(({ condition }) => condition === id);
  if (found === undefined) throw new Error(`no server ${id}`);
  return found;
}

test("one server per condition, on loopback, with its truth", () => {
  expect(range.servers.map(({ condition }) => condition)).toEqual(CONDITIONS.map(({ id }) => id));
  expect(new Set(range.servers.map(({ address }) => address))).toEqual(new Set(["127.0.0.1"]));
  expect(server("C02")).toMatchObject({ id: "scripted/C02", group: "scripted", truth: "not_vulnerable" });
  expect([server("C40").truth, server("C16").serverName, server("C01").serverName]).toEqual([null, "localhost", null]);
});

/** Connects, sends, and tells how it ended and what came. */
function exchange(
  id: string,
  bytes: Uint8Array,
  then: "stay" | "and leave" = "stay",
): Promise<{ readonly end: string; readonly received: Buffer }> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = createConnection({ host: "127.0.0.1", port: server(id).port }, () => {
      socket.write(bytes);
      if (then === "and leave") socket.end();
    });
    const finish = (end: string) => resolve({ end, received: Buffer.concat(received) });
    socket.on("data", (chunk) => received.push(chunk));
    socket.on("end", () => finish("fin"));
    socket.on("error", (error) => finish((error as NodeJS.ErrnoException).code ?? "error"));
  });
}

describe("what is no TLS server", () => {
  const nonsense = Buffer.from("\x16\x03\x01\x00\x01\x01");

  test("a closed port refuses", async () => {
    expect((await exchange("C40", nonsense)).end).toBe("ECONNREFUSED");
  });

  test("plain text answers in plain text", async () => {
    expect((await exchange("C49", nonsense)).received.toString()).toMatch(/^HTTP\/1.1 400/);
  });

  test("the honeypot says what it always says", async () => {
    const socket = createConnection({ host: "127.0.0.1", port: server("C36").port });
    const answers: string[] = [];
    await new Promise<void>((resolve) => {
      socket.on("data", (chunk) => {
        answers.push(chunk.subarray(0, 3).toString("hex"));
        socket.write("again");
      });
      socket.on("end", resolve);
      socket.write("hello");
    });
    expect(answers).toEqual(["160301", "180301"]);
  });
});

describe("node:tls completes its handshake", () => {
  test.each([
    "C01",
    "C03",
    "C08",
    "C13",
    "C18",
    "C19",
    "C20",
    "C22",
    "C45",
    "C48",
    "C51",
    "latency",
    "jitter",
    "small-mss",
    "loss",
  ])("%s", async (id) => {
    const page = await new Promise<string>((resolve, reject) => {
      const options = {
        host: "127.0.0.1",
        port: server(id).port,
        rejectUnauthorized: false,
        maxVersion: "TLSv1.2" as const,
        // C13 has a group of 1024 bits, as servers had in 2014; Node 24 would refuse it.
        ciphers: "DEFAULT:@SECLEVEL=0",
      };
      const socket = connect(options, () => socket.write("GET / HTTP/1.1\r\n\r\n"));
      socket.on("error", reject);
      socket.on("data", (chunk) => {
        resolve(chunk.toString());
        socket.destroy();
      });
    });
    expect(page).toMatch(/crosscheck range$/);
  });
});

/** s_client's report of the suite it agreed on; its own errors are not errors here. */
async function sClient(id: string, ...options: readonly string[]): Promise<string> {
  const to = `127.0.0.1:${server(id).port}`;
  const talk = run("openssl", ["s_client", "-connect", to, "-servername", "localhost", ...options]);
  talk.child.stdin?.end();
  const { stdout } = await talk.catch((error: { stdout: string }) => error);
  return /Cipher is (\S+)/.exec(stdout)?.[1] ?? "none";
}

describe.skipIf(!installed("openssl"))("openssl s_client", () => {
  test.each([
    ["C01", ["-tls1_2"], /^ECDHE-RSA-AES256-GCM/],
    ["C04", ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], /^ECDHE-RSA-AES256-SHA$/],
    ["C05", ["-tls1", "-cipher", "AES128-SHA@SECLEVEL=0"], /^AES128-SHA$/],
    ["C09", ["-tls1_2"], /^ECDHE-ECDSA/],
    ["C10", ["-tls1_2", "-cipher", "CAMELLIA256-SHA"], /^CAMELLIA256-SHA$/],
    ["C12", ["-tls1_2", "-cipher", "ARIA256-GCM-SHA384"], /^ARIA256-GCM-SHA384$/],
    [
      "C11",
      ["-tls1_2", "-psk", Buffer.from("crosscheck").toString("hex"), "-cipher", "PSK-AES128-CBC-SHA"],
      /^PSK-AES128-CBC-SHA$/,
    ],
    ["C03", ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], /\(NONE\)/],
    ["C16", ["-tls1_2"], /^ECDHE/],
  ] as const)("%s %j", async (id, options, suite) => {
    expect(await sClient(id, ...options)).toMatch(suite);
  });
});

async function nmap(id: string): Promise<string> {
  const script = ["--script", "+ssl-heartbleed", "--script-args", "vulns.showall"];
  const { stdout } = await run("nmap", ["-Pn", "-n", "-p", String(server(id).port), ...script, "127.0.0.1"]);
  return /State: (.*)/.exec(stdout)?.[1] ?? "nothing";
}

/** The table of reference/detectors.md, section 0. */
describe.skipIf(!installed("nmap"))("nmap's ssl-heartbleed", { concurrent: true }, () => {
  test.each([
    ["C01", "VULNERABLE"],
    ["C02", "NOT VULNERABLE"],
    ["C03", "VULNERABLE"],
    ["C06", "NOT VULNERABLE"],
    ["C14", "NOT VULNERABLE"],
  ])("%s: %s", async (id, state) => {
    expect(await nmap(id)).toBe(state);
  });
});

/** Its verdicts, one per version, without doubles. */
async function sslscan(id: string): Promise<readonly string[]> {
  const { stdout } = await run("sslscan", ["--no-colour", "--heartbleed", `127.0.0.1:${server(id).port}`]);
  const verdicts = [...stdout.matchAll(/^TLSv1\.\d (not vulnerable|vulnerable) to heartbleed/gm)];
  return [...new Set(verdicts.map(([, verdict]) => verdict ?? ""))];
}

describe.skipIf(!installed("sslscan"))("sslscan", { concurrent: true }, () => {
  test.each([
    ["C01", ["vulnerable"]],
    ["C02", ["not vulnerable"]],
    ["C03", ["vulnerable"]],
    ["C06", []],
    ["C14", ["vulnerable"]],
  ])("%s: %j", async (id, verdicts) => {
    expect(await sslscan(id)).toEqual(verdicts);
  });
});

describe("what a server remembers", () => {
  const ANSWER = Buffer.of(CONTENT.heartbeat, 3, 3, 0, 19, 2, 0, 0);

  test("a pool: one of three connections meets the vulnerable back end", async () => {
    const answered: boolean[] = [];
    for (let i = 0; i < 6; i++) {
      const { received } = await exchange("C41", WITH_HEARTBEAT);
      answered.push(received.includes(ANSWER));
    }
    expect(answered).toEqual([true, false, false, true, false, false]);
  });

  test("a device that has locked up answers nobody, and lets go of those who leave", async () => {
    const goodbye = (bytes: Uint8Array) => exchange("ilo", bytes, "and leave");
    expect((await goodbye(WITH_HEARTBEAT)).end).toBe("fin");
    expect(await goodbye(WITH_HEARTBEAT)).toEqual({ end: "fin", received: Buffer.alloc(0) });
  });

  test("a ban after the first heartbeat", async () => {
    expect((await exchange("C47", WITH_HEARTBEAT)).end).toBe("fin");
    expect((await exchange("C47", WITH_HEARTBEAT)).end).toBe("ECONNRESET");
    expect(server("C47").counters()).toEqual({ connections: 2, heartbeats: 1, foreignBytesServed: 0 });
  });
});

/** What today's Node makes of a server that it lets choose: its version of TLS; "none": no handshake. */
function agreedVersion(id: string, options: ConnectionOptions = {}): Promise<string> {
  return new Promise((resolve) => {
    const to = { host: "127.0.0.1", port: server(id).port, rejectUnauthorized: false, ...options };
    const socket = connect(to, () => {
      resolve(socket.getProtocol() ?? "none");
      socket.destroy();
    });
    socket.on("error", () => resolve("none"));
  });
}

describe("a pool with a TLS stack of today in it", () => {
  test("C42: in turn, TLS 1.2 at most and TLS 1.3", async () => {
    const versions = [await agreedVersion("C42"), await agreedVersion("C42"), await agreedVersion("C42")];
    expect(versions.toSorted()).toEqual(expect.arrayContaining(["TLSv1.2", "TLSv1.3"]));
    expect(versions[2]).toBe(versions[0]);
  });

  test("its heartbeats are counted at either node", async () => {
    const before = server("C42").counters();
    await exchange("C42", WITH_HEARTBEAT);
    await exchange("C42", WITH_HEARTBEAT);
    const { connections, heartbeats } = server("C42").counters();
    expect([connections - before.connections, heartbeats - before.heartbeats]).toEqual([2, 2]);
  });
});

test("C52: a reset instead of every answer", async () => {
  expect((await exchange("C52", WITH_HEARTBEAT)).end).toBe("ECONNRESET");
});

describe("a host too small for its visitors", () => {
  const crowded = (beyond: Crowd["beyond"]): Condition => ({
    id: beyond,
    title: "",
    question: "",
    truth: "not_vulnerable",
    dials: { heartbeat: "bounds_checked", crowd: { atOnce: 1, beyond } },
    source: "",
  });
  let small: ScriptedRange;
  beforeAll(async () => {
    small = await startScripted([crowded("wait"), crowded("reset"), crowded("starve")]);
  });
  afterAll(() => small.stop());
  const portOf = (beyond: Crowd["beyond"]): number =>
    small.servers.find(({ condition }) => condition === beyond)?.port ?? 0;

  /** Takes the only place, then greets on a second connection, then leaves the first. What the second got before and after that. */
  async function second(beyond: Crowd["beyond"]): Promise<readonly [number, string]> {
    const first = createConnection({ host: "127.0.0.1", port: portOf(beyond) });
    first.write(HELLO);
    await once(first, "data");
    let received = 0;
    const other = createConnection({ host: "127.0.0.1", port: portOf(beyond) });
    other.write(HELLO);
    const end = new Promise<string>((resolve) => {
      other.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
      other.on("data", (piece) => {
        received += piece.length;
        if (Buffer.from(piece).subarray(-4).equals(SERVER_HELLO_DONE)) resolve("served");
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = received;
    first.destroy();
    const how = await end;
    other.destroy();
    return [before, how];
  }

  test("a visitor waits until another has left", async () => expect(await second("wait")).toEqual([0, "served"]));

  test("a visitor is turned away", async () => expect(await second("reset")).toEqual([0, "ECONNRESET"]));

  test("a visitor is served a little at a time", async () => expect((await second("starve"))[1]).toBe("served"));
});
