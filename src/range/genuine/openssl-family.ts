/** The family of one `openssl` program: an `s_server` per profile. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CertificateCollection } from "../certificates/collection.ts";
import { diffieHellmanPem } from "../certificates/diffie-hellman.ts";
import type { RangeServer } from "../server.ts";
import { loopbackAddress } from "./addresses.ts";
import type { Family, RunningFamily } from "./family.ts";
import type { OpensslBinary } from "./openssl-binary.ts";
import { clientArguments, type FileOf, type OpensslProfile, profilesFor, serverArguments } from "./openssl-profiles.ts";
import { holdPort, startSServer, visitSServer, type WatchedServer } from "./s-server.ts";

/** A server as it is meant to be: everything about it is known before it is started. */
interface Plan {
  readonly profile: OpensslProfile;
  readonly server: RangeServer;
}

interface Running extends Plan {
  readonly process: WatchedServer;
}

export function opensslFamily(id: string, binary: OpensslBinary): Family {
  return {
    id,
    async start({ place, certificates, onNotice }) {
      if (process.platform === "win32") throw new Error("s_server is watched by a POSIX shell, which Windows has not");
      announce(binary, onNotice);
      const plans = await planServers(id, binary, place);
      const started = await withFiles(certificates, (fileOf) =>
        Promise.all(plans.map((plan) => startOne(plan, binary, fileOf, onNotice))),
      );
      return runningFamily(
        binary,
        started.filter((one) => one !== null),
        certificates,
      );
    },
  };
}

function announce({ path, library, truth, acceptsAddress }: OpensslBinary, onNotice: (text: string) => void): void {
  if (truth === null) {
    onNotice(
      `${path} is ${library}, vulnerable unless patched since: say vulnerable=${path} or safe=${path} to score against it`,
    );
  }
  if (!acceptsAddress) {
    onNotice(`${library} s_server can only listen on all addresses: other machines reach it while the range is up`);
  }
}

async function planServers(family: string, binary: OpensslBinary, place: number): Promise<readonly Plan[]> {
  const { library, truth, acceptsAddress } = binary;
  const held = await Promise.all(
    profilesFor(binary).map(async (profile, index) => {
      const address = loopbackAddress(place, index);
      return { profile, address, ...(await holdPort(acceptsAddress ? address : "0.0.0.0")) };
    }),
  );
  await Promise.all(held.map((one) => one.release()));
  return held.map(({ profile, address, port }) => {
    const { name, condition } = profile;
    const title = `${library} s_server, ${condition}`;
    const server = { id: `${family}/${name}`, title, address, port, truth, condition, library } as const;
    return { profile, server: { ...server, group: "openssl", transport: "tcp", serverName: null } };
  });
}

/** null, with a notice, when this binary will not be what it claims it can be. */
async function startOne(
  { profile, server }: Plan,
  binary: OpensslBinary,
  fileOf: FileOf,
  onNotice: (text: string) => void,
): Promise<Running | null> {
  try {
    const { path, acceptsAddress } = binary;
    const { address, port, id } = server;
    const listenAt = { address, port, acceptsAddress };
    const process = await startSServer(path, serverArguments(profile, binary, fileOf), listenAt, (how) =>
      onNotice(`${id} ended by itself (${how})`),
    );
    return { profile, server, process };
  } catch (error) {
    onNotice(`${server.id} is left out: ${(error as Error).message}`);
    return null;
  }
}

function runningFamily(
  binary: OpensslBinary,
  running: readonly Running[],
  certificates: CertificateCollection,
): RunningFamily {
  return {
    servers: running.map((one) => one.server),
    alive: () =>
      withFiles(certificates, (fileOf) =>
        Promise.all(
          running.map(async ({ profile, server: { id, address, port } }) => {
            const problem = await visitSServer(binary.path, clientArguments(profile, binary, fileOf), address, port);
            return { id, problem };
          }),
        ),
      ),
    stop: async () => void (await Promise.all(running.map((one) => one.process.stop()))),
  };
}

/** Certificates with their keys, in files for as long as `use` takes: OpenSSL reads them once, at its start. */
async function withFiles<T>(certificates: CertificateCollection, use: (fileOf: FileOf) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-range-"));
  const fileOf: FileOf = (name) => join(folder, `${name}.pem`);
  try {
    for (const [name, { certificatePem, privateKeyPem }] of Object.entries(certificates)) {
      await writeFile(join(folder, `${name}.pem`), `${certificatePem}${privateKeyPem}`, { mode: 0o600 });
    }
    await writeFile(fileOf("dh"), diffieHellmanPem());
    return await use(fileOf);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
