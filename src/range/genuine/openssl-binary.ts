/** What an `openssl` program that the user named can do, asked of itself; tolerant of everything from 0.9.8 to 3.x. */

import { execFile } from "node:child_process";
import type { RangeServer } from "../server.ts";

/** A binary, and what the user vouches for; null: nothing, so its version may speak for it where that is safe. */
export interface OpensslChoice {
  readonly path: string;
  readonly truth: RangeServer["truth"];
}

export interface OpensslBinary {
  readonly path: string;
  /** `OpenSSL 1.0.1f`, `LibreSSL 3.8.2`. */
  readonly library: string;
  readonly truth: RangeServer["truth"];
  /** Option names of its `s_server`, without the dash. */
  readonly flags: ReadonlySet<string>;
  /** Whether `s_server -accept` takes an address; before OpenSSL 1.1.0 it takes a port and listens on all addresses. */
  readonly acceptsAddress: boolean;
  /** Names of the suites it can speak. */
  readonly ciphers: ReadonlySet<string>;
  /** What to append to a cipher list so that old suites and small keys are not refused. */
  readonly cipherSuffix: string;
}

/** Reads the value of `--openssl`: `PATH`, `vulnerable=PATH` or `safe=PATH`. */
export function parseOpensslChoice(text: string): OpensslChoice {
  const vouched = /^(vulnerable|safe)=(.+)$/.exec(text);
  if (vouched?.[2] === undefined) return { path: text, truth: null };
  return { path: vouched[2], truth: vouched[1] === "safe" ? "not_vulnerable" : "vulnerable" };
}

/** Asks the program for its version, its options and its suites; rejects when it does not behave like `openssl`. */
export async function inspectOpenssl({ path, truth }: OpensslChoice): Promise<OpensslBinary> {
  const version = await run(path, ["version", "-a"]);
  const library = parseLibrary(version);
  if (library === null) throw new Error(`${path} does not say which version of OpenSSL it is`);
  const help = await run(path, ["s_server", "-help"]);
  const modern = parseCiphers(await run(path, ["ciphers", "-v", `ALL:COMPLEMENTOFALL:${NO_SECURITY_LEVEL}`]));
  const ciphers = modern.size > 0 ? modern : parseCiphers(await run(path, ["ciphers", "-v", "ALL:COMPLEMENTOFALL"]));
  return {
    path,
    library,
    truth: truth ?? truthByVersion(library, version),
    flags: parseFlags(help),
    acceptsAddress: /^\s*-accept\b.*\bhost\b/m.test(help),
    ciphers,
    cipherSuffix: modern.size > 0 ? `:${NO_SECURITY_LEVEL}` : "",
  };
}

/** Security levels came with 1.1.0; earlier versions refuse a list that names one. */
const NO_SECURITY_LEVEL = "@SECLEVEL=0";

const ANSWER_TIMEOUT_MS = 10_000;

/** Both outputs together: help goes to either, and its exit status means nothing before 1.1.0. */
function run(path: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      path,
      args,
      { timeout: ANSWER_TIMEOUT_MS, killSignal: "SIGKILL" },
      (error, stdout, stderr) => {
        const failedToStart = error !== null && typeof error.code === "string";
        if (failedToStart || error?.killed) reject(new Error(`${path} ${args[0]} failed: ${error.message}`));
        else resolve(`${stdout}\n${stderr}`);
      },
    );
    child.stdin?.end();
  });
}

/** `OpenSSL 1.0.1f` from `OpenSSL 1.0.1f 6 Jan 2014`. */
export function parseLibrary(version: string): string | null {
  return /^(?:OpenSSL|LibreSSL) [0-9][0-9A-Za-z.+-]*/m.exec(version)?.[0] ?? null;
}

/** Option names at the starts of lines, as every version prints them. */
export function parseFlags(help: string): ReadonlySet<string> {
  return new Set(Array.from(help.matchAll(/^\s*-([A-Za-z0-9_]+)/gm), (match) => match[1] ?? ""));
}

/** Names from `ciphers -v`: one suite a line, with its protocol, key exchange and so on after it. */
export function parseCiphers(list: string): ReadonlySet<string> {
  return new Set(Array.from(list.matchAll(/^\s*([A-Z0-9-]+)\s+(?:SSLv|TLSv)/gm), (match) => match[1] ?? ""));
}

/**
 * The truth as far as a version can tell it: one that never had the flaw, or was built without heartbeats, is safe. One
 * that had it may have been patched since without a new version (distributions do), so nothing is known: null.
 */
export function truthByVersion(library: string, version: string): RangeServer["truth"] {
  const flawed = /^OpenSSL (?:1\.0\.1(?:[a-f]|$|-)|1\.0\.2-beta1$)/.test(library);
  return flawed && !version.includes("-DOPENSSL_NO_HEARTBEATS") ? null : "not_vulnerable";
}
