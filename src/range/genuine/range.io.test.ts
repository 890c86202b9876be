import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RangeServer } from "../server.ts";
import { OLD_NODES } from "./binaries.ts";
import { defaultCacheFolder, fetchOldNode, whyNotHere } from "./fetch.ts";
import { type GenuineRange, startGenuine } from "./range.ts";

const run = promisify(execFile);
const cacheFolder = defaultCacheFolder();

const has = (program: string): Promise<boolean> =>
  run("sh", ["-c", `command -v ${program}`]).then(
    () => true,
    () => false,
  );
const [nmap, sslscan, openssl] = await Promise.all(["nmap", "sslscan", "openssl"].map(has));
const missing =
  whyNotHere() ??
  (await Promise.all(OLD_NODES.map((node) => fetchOldNode(node, cacheFolder))).then(
    () => null,
    (error: Error) => error.message,
  ));

/** Processes below `pid`, however deep. */
async function descendants(pid: number): Promise<readonly number[]> {
  const { stdout } = await run("ps", ["-eo", "pid=,ppid=,stat="]);
  const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  const living = rows.filter(([, , stat]) => stat !== undefined && !stat.startsWith("Z"));
  const below = (parent: number): readonly number[] =>
    living.filter(([, ppid]) => Number(ppid) === parent).flatMap(([child]) => [Number(child), ...below(Number(child))]);
  return below(pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Polls until `check` holds; false when it does not within ten seconds. */
async function eventually(check: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    if (await check()) return true;
    await sleep(50);
  }
  return false;
}

const problems = async (range: GenuineRange) => (await range.alive()).filter(({ problem }) => problem !== null);

describe.skipIf(missing !== null)(`every genuine server${missing === null ? "" : ` (${missing})`}`, () => {
  let range: GenuineRange;
  beforeAll(async () => {
    range = await startGenuine({ cacheFolder, onNotice: () => {} });
  });
  afterAll(() => range.stop());

  const server = (id: string): RangeServer => {
    const found = range.servers.find((one) => one.id === id);
    if (found === undefined) throw new Error(`${id} is not up`);
    return found;
  };

  test("all are up, each at its own loopback address, and nothing had to be left out", () => {
    // nginx is no part of the package.
    expect(range.notices.filter((notice) => notice !== "nginx is left out: nginx is not installed")).toEqual([]);
    expect(range.servers.length).toBeGreaterThan(200);
    expect(new Set(range.servers.map((one) => one.id)).size).toBe(range.servers.length);
    expect(new Set(range.servers.map((one) => one.address)).size).toBe(range.servers.length);
    for (const { address } of range.servers) expect(address).toMatch(/^127\./);
  });

  test("all serve their page", async () => {
    expect(await range.alive()).toHaveLength(range.servers.length);
    expect(await problems(range)).toEqual([]);
  });

  test("exactly those with OpenSSL 1.0.1e and heartbeats are vulnerable", () => {
    const vulnerable = range.servers.filter((one) => one.truth === "vulnerable").map((one) => one.id.split("/")[0]);
    expect(new Set(vulnerable)).toEqual(new Set(["node-0.10.0", "node-0.10.1"]));
    expect(range.servers.filter((one) => one.truth === null)).toEqual([]);
  });

  const judged = [
    ...OLD_NODES.map((node) => `node-${node.version}/default`),
    "node-current/tls1.2",
    "node-0.10.1/seed-sha",
  ];

  test.skipIf(!nmap).each(judged)("nmap agrees about %s", async (id) => {
    const { address, port, truth } = server(id);
    const { stdout } = await run("nmap", ["-Pn", "-n", "-p", String(port), "--script", "+ssl-heartbleed", address]);
    expect(stdout).toContain(`${port}/tcp open`);
    expect(stdout.includes("State: VULNERABLE")).toBe(truth === "vulnerable");
  });

  test.skipIf(!sslscan).each(["node-0.10.0/default", "node-0.10.1/tls1.0", "node-0.10.2/default"])(
    "sslscan agrees about %s",
    async (id) => {
      const { address, port, truth } = server(id);
      const { stdout } = await run("sslscan", ["--no-colour", "--no-ciphersuites", `${address}:${port}`]);
      expect(/TLSv1\.\d vulnerable to heartbleed/.test(stdout)).toBe(truth === "vulnerable");
      expect(/TLSv1\.\d not vulnerable to heartbleed/.test(stdout)).toBe(truth === "not_vulnerable");
    },
  );

  test.skipIf(!nmap).each([
    ["node-0.8.28/default", ["SSLv3", "TLSv1.0"]],
    ["node-0.10.1/default", ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2"]],
    ["node-0.10.1/ssl3", ["SSLv3"]],
    ["node-0.10.1/tls1.0", ["TLSv1.0"]],
    ["node-0.10.1/tls1.1", ["TLSv1.1"]],
    ["node-0.10.1/tls1.2", ["TLSv1.2"]],
    ["node-0.10.1/to-tls1.0", ["SSLv3", "TLSv1.0"]],
    ["node-0.12.18/to-tls1.1", ["SSLv3", "TLSv1.0", "TLSv1.1"]],
    ["node-0.10.1/from-tls1.0", ["TLSv1.0", "TLSv1.1", "TLSv1.2"]],
    ["node-4.9.1/from-tls1.1", ["TLSv1.1", "TLSv1.2"]],
    ["node-current/tls1.2", ["TLSv1.2"]],
    ["node-current/tls1.3", ["TLSv1.3"]],
  ])("nmap sees at %s the versions %j", async (id, versions) => {
    const { address, port } = server(id);
    const { stdout } = await run("nmap", ["-Pn", "-n", "-p", String(port), "--script", "+ssl-enum-ciphers", address]);
    expect([...new Set(stdout.match(/\b(SSLv3|TLSv1\.\d)(?=:)/g))]).toEqual(versions);
  });

  test.skipIf(!nmap).each([
    ["node-0.10.1/exp-rc4-md5", "TLS_RSA_EXPORT_WITH_RC4_40_MD5"],
    ["node-0.10.1/ecdh-rsa-aes128-sha", "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA"],
    ["node-0.10.2/idea-cbc-sha", "TLS_RSA_WITH_IDEA_CBC_SHA"],
    ["node-0.10.48/null-md5", "TLS_RSA_WITH_NULL_MD5"],
    ["node-4.9.1/dhe-dss-camellia128-sha", "TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA"],
    ["node-4.9.1/aecdh-aes128-sha", "TLS_ECDH_anon_WITH_AES_128_CBC_SHA"],
  ])("nmap sees at %s the suite %s and no other", async (id, suite) => {
    const { address, port } = server(id);
    const { stdout } = await run("nmap", ["-Pn", "-n", "-p", String(port), "--script", "+ssl-enum-ciphers", address]);
    expect([...new Set(stdout.match(/\bTLS_\w+_WITH_\w+/g))]).toEqual([suite]);
  });

  test("clients that send nonsense and reset the connection do not bring a server down", async () => {
    const defaults = range.servers.filter((one) => one.condition === "default");
    for (const { address, port } of [...defaults, ...defaults, ...defaults]) {
      const socket = connect(port, address);
      socket.on("error", () => {});
      await once(socket, "connect");
      socket.write(Buffer.from("16030100050100000100", "hex"));
      await sleep(10);
      socket.resetAndDestroy();
    }
    expect(await problems(range)).toEqual([]);
  });
});

describe.skipIf(missing !== null)("one family", () => {
  test("whose process is killed is reported, by notice and by visit", async () => {
    const notices: string[] = [];
    const before = await descendants(process.pid);
    const range = await startGenuine({
      families: ["node-0.10.2"],
      cacheFolder,
      onNotice: (text) => notices.push(text),
    });
    const own = (await descendants(process.pid)).filter((pid) => !before.includes(pid) && isAlive(pid));
    for (const pid of own) process.kill(pid, "SIGKILL");
    expect(await eventually(() => notices.length > 0)).toBe(true);
    expect(notices).toEqual(["Node 0.10.2: the process ended by itself (signal SIGKILL), its servers are gone"]);
    expect(await problems(range)).toHaveLength(range.servers.length);
    await range.stop();
  });
});

describe("openssl programs of the user's", () => {
  test("one that is none is left out with a sentence, and the rest goes on", async () => {
    const range = await startGenuine({
      families: ["node-current", "node-0.9"],
      openssl: [
        { path: "/nowhere/openssl", truth: null },
        { path: process.execPath, truth: null },
      ],
      cacheFolder,
      onNotice: () => {},
    });
    expect(range.notices).toHaveLength(3);
    expect(range.notices[0]).toBe("there is no family node-0.9");
    expect(range.notices[1]).toMatch(/^\/nowhere\/openssl is left out: .*ENOENT/);
    expect(range.notices[2]).toMatch(/is left out: .* does not say which version of OpenSSL it is$/);
    expect(await problems(range)).toEqual([]);
    await range.stop();
  });

  test.skipIf(!openssl)("the system's serves all it claims to, and twice the same is told apart", async () => {
    const range = await startGenuine({
      families: [],
      openssl: [
        { path: "openssl", truth: null },
        { path: "openssl", truth: "vulnerable" },
      ],
      cacheFolder,
      onNotice: () => {},
    });
    expect(range.notices).toEqual([]);
    expect(await problems(range)).toEqual([]);
    const families = new Map(range.servers.map((one) => [one.id.split("/")[0], one.truth]));
    expect([...families.values()]).toEqual(["not_vulnerable", "vulnerable"]);
    expect(range.servers.map((one) => one.condition)).toContain("PSK-AES128-CBC-SHA only");
    await range.stop();
    for (const { address, port } of range.servers) {
      const [error] = (await once(connect(port, address), "error")) as [NodeJS.ErrnoException];
      expect(error.code).toBe("ECONNREFUSED");
    }
  });
});

test.skipIf(!openssl)("a range whose own process is killed leaves no process behind", async () => {
  const program = `
    const { startGenuine } = await import(${JSON.stringify(new URL("./range.ts", import.meta.url).href)});
    const families = ${JSON.stringify(missing === null ? ["node-0.10.1", "node-current"] : ["node-current"])};
    const openssl = [{ path: "openssl", truth: null }];
    await startGenuine({ families, openssl, cacheFolder: ${JSON.stringify(cacheFolder)}, onNotice() {} });
    console.log("up");
  `;
  const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    cwd: fileURLToPath(new URL("../../..", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(parent.stdout, "data");
  const below = await descendants(parent.pid ?? 0);
  expect(below.length).toBeGreaterThan(30);
  parent.kill("SIGKILL");
  expect(await eventually(() => below.every((pid) => !isAlive(pid)))).toBe(true);
});
