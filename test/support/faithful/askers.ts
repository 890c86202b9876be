/** The three detectors whose conversations are compared, each asking many servers at once. */

import { toRawAnswer } from "../../../src/app/tools/raw.ts";
import { runProgram } from "../../../src/io/process/run-program.ts";
import type { RangeServer } from "../../../src/range/server.ts";
import { readAnswer } from "../../../src/scanners/read-answer.ts";
import { nmap } from "../../../src/scanners/nmap/index.ts";
import type { Scanner } from "../../../src/scanners/scanner.ts";
import { sslscan } from "../../../src/scanners/sslscan/index.ts";
import { DEFAULT_PROBE, inShort, scanServers } from "../range-scan.ts";

/** Outcome and reason by server id. */
export type Answers = ReadonlyMap<string, string>;

/** `path`: the program's, or empty for the native detector. */
export type Ask = (path: string, servers: readonly RangeServer[]) => Promise<Answers>;

/** One draw: the further draws repeat the same conversation. */
const askNative: Ask = async (_path, servers) => {
  const verdicts = await scanServers(servers, { probe: { ...DEFAULT_PROBE, draws: 1, patientMs: 5000 } });
  return new Map(servers.map(({ id }) => [id, inShort(verdicts.get(id))]));
};

async function run(path: string, args: readonly string[]) {
  const result = await runProgram({
    program: path,
    args,
    stdin: "",
    files: {},
    collects: [],
    environment: {},
    timeoutMs: 120_000,
    maxBytes: 64 << 20,
    signal: new AbortController().signal,
  });
  return toRawAnswer(result);
}

function readBy(scanner: Scanner, raw: Awaited<ReturnType<typeof run>>, { address, port }: RangeServer): string {
  const { outcome, reason } = readAnswer(scanner, raw, { address, port, serverName: null }).finding;
  return `${outcome} ${reason}`;
}

/** All hosts in one call: its start takes longer than its questions. They have one port in common. */
const askNmap: Ask = async (path, servers) => {
  const port = String(servers[0]?.port ?? 0);
  const script = ["--script", "+ssl-heartbleed", "--script-args", "vulns.showall"];
  const hosts = servers.map(({ address }) => address);
  const raw = await run(path, ["-Pn", "-n", "-sT", "--unprivileged", "-p", port, ...script, "-oX", "-", ...hosts]);
  return new Map(servers.map((server) => [server.id, readBy(nmap, raw, server)]));
};

const SSLSCANS_AT_ONCE = 24;

/** With the arguments of our adapter. */
const askSslscan: Ask = async (path, servers) => {
  const answers = new Map<string, string>();
  const waiting = [...servers];
  const worker = async (): Promise<void> => {
    for (let server = waiting.shift(); server !== undefined; server = waiting.shift()) {
      const { address, port } = server;
      const asked = sslscan.ask({ address, port, serverName: null }, {});
      if ("reason" in asked) throw new Error("sslscan is not asked");
      answers.set(server.id, readBy(sslscan, await run(path, asked.args), server));
    }
  };
  await Promise.all(Array.from({ length: SSLSCANS_AT_ONCE }, worker));
  return answers;
};

export interface Asker {
  readonly id: string;
  /** null: the native detector. */
  readonly scanner: Scanner | null;
  /** At which servers chance decides its answer, so that only what was said is compared; null: at none. */
  readonly byChance: RegExp | null;
  readonly ask: Ask;
}

/**
 * Where the length of the Certificate record has a high low byte sslscan takes random bytes of the certificate for the answer
 * (detectors.md, C21).
 */
const CERTIFICATE_LENGTH = /\/certificate-length$/;

export const ASKERS: readonly Asker[] = [
  { id: "native", scanner: null, byChance: null, ask: askNative },
  { id: "nmap", scanner: nmap, byChance: null, ask: askNmap },
  { id: "sslscan", scanner: sslscan, byChance: CERTIFICATE_LENGTH, ask: askSslscan },
];
