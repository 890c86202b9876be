/** The servers of the contest: each of them on many ports, in processes of their own, so that only clients are measured. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { makeCertificates } from "../src/range/certificates/collection.ts";
import { OLD_NODES } from "../src/range/genuine/binaries.ts";
import { defaultCacheFolder, fetchOldNode } from "../src/range/genuine/fetch.ts";
import { startPageServers } from "../src/range/genuine/page-servers.ts";
import { ADDRESS } from "./job.ts";
import { CLI, end } from "./process.ts";

const GENUINE = "0.10.1";

/** One server, on as many ports as the contest wants endpoints. */
export interface EndpointSet {
  readonly name: string;
  readonly vulnerable: boolean;
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

/** Starts a set; rejects with the reason when it cannot run here. */
export type StartSet = (count: number) => Promise<EndpointSet>;

export const ENDPOINT_SETS: Readonly<Record<string, StartSet>> = {
  genuine: startGenuine,
  C01: (count) => startScripted("C01", true, count),
  C02: (count) => startScripted("C02", false, count),
  nginx: startNginx,
};

async function startGenuine(count: number): Promise<EndpointSet> {
  const binary = OLD_NODES.find((node) => node.version === GENUINE);
  if (binary === undefined) throw new Error(`the range has no Node ${GENUINE}`);
  const { rsa } = await makeCertificates();
  const executable = await fetchOldNode(binary, defaultCacheFolder());
  const options = { key: rsa.privateKeyPem, cert: rsa.certificatePem };
  const orders = Array.from({ length: count }, (_, i) => ({ id: String(i), address: ADDRESS, options, visitor: {} }));
  const servers = await startPageServers(executable, orders, (notice) => console.error(notice));
  const ports = [...servers.ports.values()];
  return { name: `Node ${GENUINE} (${binary.library})`, vulnerable: true, ports, stop: () => servers.stop() };
}

async function startScripted(condition: string, vulnerable: boolean, count: number): Promise<EndpointSet> {
  const wanted = Array.from({ length: count }, () => ["--condition", condition]).flat();
  const child = spawn(CLI, ["range", "up", "--format", "json", ...wanted], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ports: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    ports.push((JSON.parse(line) as { readonly port: number }).port);
    if (ports.length === count) break;
  }
  if (ports.length < count) throw new Error(`crosscheck range up ended: exit status ${child.exitCode}`);
  return { name: `scripted ${condition}`, vulnerable, ports, stop: () => end(child) };
}

async function startNginx(count: number): Promise<EndpointSet> {
  const version = nginxVersion();
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-nginx-"));
  const { rsa } = await makeCertificates();
  const ports = await freePorts(count);
  await writeFile(join(folder, "key.pem"), rsa.privateKeyPem, { mode: 0o600 });
  await writeFile(join(folder, "certificate.pem"), rsa.certificatePem);
  await writeFile(join(folder, "nginx.conf"), nginxConfiguration(ports));
  const child = spawn("nginx", ["-p", folder, "-c", "nginx.conf", "-e", "error.log"], { stdio: "ignore" });
  await reachable(ports.at(-1) ?? 0);
  return {
    name: version,
    vulnerable: false,
    ports,
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true });
    },
  };
}

/** Throws when there is none. */
function nginxVersion(): string {
  try {
    execFileSync("nginx", ["-v"], { stdio: "pipe" });
    return "nginx";
  } catch (cause) {
    throw new Error("nginx is not installed", { cause });
  }
}

function nginxConfiguration(ports: readonly number[]): string {
  return `daemon off; worker_processes 1; pid nginx.pid; error_log error.log;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  server {
    ${ports.map((port) => `listen ${ADDRESS}:${port} ssl;`).join(" ")}
    ssl_certificate certificate.pem; ssl_certificate_key key.pem; ssl_protocols TLSv1.2;
    return 200;
  }
}
`;
}

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, ADDRESS);
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  for (const server of servers) server.close();
  return ports;
}

/** Resolves when somebody listens; rejects after five seconds. */
async function reachable(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, ADDRESS);
    const open = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nobody listens on port ${port}`);
}
