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
  /** Which servers it is asked about. */
  readonly servers: RegExp;
  readonly ask: Ask;
}

const ALL = /./;
/**
 * sslscan makes a dozen connections and waits its three seconds in three of them. Never where the length of the Certificate record
 * has a high low byte: there it takes random bytes of the certificate for the answer (detectors.md, C21), and chance decides.
 */
const CHANCE = /\/certificate-length$/;
const FEW = /node-0\.10\.1\/(?!certificate-length)|\/(?:default|ssl3|tls1\.[012]|client-certificate|seed-sha)$/;

/** `CROSSCHECK_TEST_FAITHFUL=all`: every server, which shows differences that are not mended yet (docs/faithfulness.md). */
const SSLSCANNED = process.env["CROSSCHECK_TEST_FAITHFUL"] === "all" ? new RegExp(`^(?!.*${CHANCE.source})`) : FEW;

export const ASKERS: readonly Asker[] = [
  { id: "native", scanner: null, servers: ALL, ask: askNative },
  { id: "nmap", scanner: nmap, servers: ALL, ask: askNmap },
  { id: "sslscan", scanner: sslscan, servers: SSLSCANNED, ask: askSslscan },
];
