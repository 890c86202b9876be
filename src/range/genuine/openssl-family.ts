/** The family of one `openssl` program: an `s_server` per profile. */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CertificateCollection } from "../certificates/collection.ts";
import { diffieHellmanPem } from "../certificates/diffie-hellman.ts";
import type { RangeServer } from "../server.ts";
import { loopbackAddress } from "./addresses.ts";
import type { Family, FamilyContext, RunningFamily } from "./family.ts";
import type { OpensslBinary } from "./openssl-binary.ts";
import { clientArguments, type FileOf, type OpensslProfile, profilesFor, serverArguments } from "./openssl-profiles.ts";
import { type SServer, startSServer, visitSServer } from "./s-server.ts";

interface Running {
  readonly profile: OpensslProfile;
  readonly server: RangeServer;
  readonly process: SServer;
}

export function opensslFamily(id: string, binary: OpensslBinary): Family {
  return {
    id,
    async start(context) {
      if (process.platform === "win32") throw new Error("s_server is watched by a POSIX shell, which Windows has not");
      announce(binary, context.onNotice);
      const profiles = profilesFor(binary);
      const started = await withFiles(context.certificates, (fileOf) =>
        Promise.all(profiles.map((profile, index) => startOne(id, binary, profile, index, fileOf, context))),
      );
      const running = started.filter((one): one is Running => one !== null);
      return runningFamily(binary, running, context.certificates);
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

async function startOne(
  family: string,
  binary: OpensslBinary,
  profile: OpensslProfile,
  index: number,
  fileOf: FileOf,
  { place, onNotice }: FamilyContext,
): Promise<Running | null> {
  const id = `${family}/${profile.name}`;
  const address = loopbackAddress(place, index);
  const { path, acceptsAddress, library, truth } = binary;
  try {
    const process = await startSServer(
      path,
      serverArguments(profile, binary, fileOf),
      { address, acceptsAddress },
      (how) => onNotice(`${id} ended by itself (${how})`),
    );
    const { condition } = profile;
    const title = `${library} s_server, ${condition}`;
    const { port } = process;
    const server = { id, title, group: "openssl", address, port, serverName: null, truth, condition, library } as const;
    return { profile, server, process };
  } catch (error) {
    onNotice(`${id} is left out: ${(error as Error).message}`);
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
