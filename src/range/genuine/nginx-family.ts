/** The family of the nginx that is installed here, whichever OpenSSL it runs with: edge-triggered, as most of the web is. */

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CertificateCollection } from "../certificates/collection.ts";
import type { RangeServer } from "../server.ts";
import { loopbackAddress } from "./addresses.ts";
import type { Family } from "./family.ts";
import { NGINX_PROFILES, type NginxServer, nginxConfiguration, nginxLibrary } from "./nginx-config.ts";
import { truthByVersion } from "./openssl-binary.ts";
import { holdPort, startWatched, type WatchedServer } from "./s-server.ts";

const ID = "nginx";
const VISIT_TIMEOUT_MS = 10_000;

export const NGINX_FAMILY: Family = {
  id: ID,
  async start({ place, certificates, onNotice }) {
    if (process.platform === "win32") throw new Error("it is watched by a POSIX shell, which Windows has not");
    const about = await run(["-V"]);
    const library = nginxLibrary(about);
    if (library === null) throw new Error("nginx -V names no library that it runs with");
    const truth = truthByVersion(library, about);
    const title = /nginx\/[\d.]+/.exec(about)?.[0].replace("/", " ") ?? ID;
    const planned = await plan(place);
    const [first] = planned;
    if (first === undefined) throw new Error("it has no profile");
    const running = await startAll(planned, first, certificates, (how) =>
      onNotice(`${title} ended by itself (${how}), its servers are gone`),
    );
    const servers = planned.map(({ profile: { name, condition }, address, port }): RangeServer => {
      const server = { id: `${ID}/${name}`, title: `${title}, ${condition}`, address, port, condition, library, truth };
      return { ...server, group: "genuine", transport: "tcp", serverName: null };
    });
    return {
      servers,
      alive: () =>
        Promise.all(servers.map(async ({ id, address, port }) => ({ id, problem: await visit(address, port) }))),
      stop: () => running.stop(),
    };
  },
};

async function plan(place: number): Promise<readonly NginxServer[]> {
  const held = await Promise.all(
    NGINX_PROFILES.map(async (profile, index) => {
      const address = loopbackAddress(place, index);
      return { server: { profile, address }, ...(await holdPort(address)) };
    }),
  );
  await Promise.all(held.map((one) => one.release()));
  return held.map(({ server, port }) => ({ ...server, port }));
}

/** nginx reads its files once, at its start. */
async function startAll(
  servers: readonly NginxServer[],
  first: NginxServer,
  certificates: CertificateCollection,
  onEnd: (how: string) => void,
): Promise<WatchedServer> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-nginx-"));
  try {
    for (const [name, { certificatePem, privateKeyPem }] of Object.entries(certificates)) {
      await writeFile(join(folder, `${name}.pem`), `${certificatePem}${privateKeyPem}`, { mode: 0o600 });
    }
    await writeFile(join(folder, "nginx.conf"), nginxConfiguration(servers));
    const args = ["-p", folder, "-c", "nginx.conf", "-e", "stderr"];
    const complaint = /^nginx: \[emerg\] .*/m.exec(await run([...args, "-t"]))?.[0];
    if (complaint !== undefined) throw new Error(complaint);
    return await startWatched(["nginx", ...args], first, onEnd);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both outputs together, whatever its exit status says. */
function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("nginx", args, { timeout: VISIT_TIMEOUT_MS, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      if (error?.code === "ENOENT") reject(new Error("nginx is not installed"));
      else if (error?.killed) reject(new Error("nginx does not answer"));
      else resolve(`${stdout}\n${stderr}`);
    });
  });
}

/** Fetches the page; null when it was served, else what went wrong. */
function visit(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const settings = { rejectUnauthorized: false, minVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" } as const;
    const visiting = request({ host, port, timeout: VISIT_TIMEOUT_MS, agent: false, ...settings }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? null : `status ${response.statusCode}`);
    });
    visiting.on("timeout", () => visiting.destroy(new Error("no page in time")));
    visiting.on("error", (error) => resolve(error.message));
    visiting.end();
  });
}
