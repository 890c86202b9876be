/**
 * `crosscheck demo`: the range up, scanned, and the verdicts printed with the truth beside them. The installed scanners
 * are asked about the genuine servers, beside our own detectors; of the scripted ones they would fetch filler as if it were memory.
 */

import { rm } from "node:fs/promises";
import { cellText, type MatrixRow } from "../../../core/matrix/matrix.ts";
import { OUTCOME_SYMBOL, type Outcome } from "../../../core/model/outcome.ts";
import type { Witness } from "../../../core/ports/witness.ts";
import { openStore } from "../../../io/store/open-store.ts";
import { systemClock } from "../../../io/system/clock.ts";
import { condition } from "../../../range/conditions/catalogue.ts";
import { defaultCacheFolder } from "../../../range/genuine/fetch.ts";
import { type Range, startRange } from "../../../range/range.ts";
import type { RangeServer } from "../../../range/server.ts";
import { newRun } from "../../new-run.ts";
import { OUTCOME_STYLE, outcomeCell } from "../../output/formats.ts";
import { findPack } from "../../packs.ts";
import { scanRange } from "../../range/scan-range.ts";
import { rowsOf } from "../../rows.ts";
import { paintFor } from "../../text/paint.ts";
import { ProgressDisplay } from "../../text/progress-display.ts";
import { progressLine } from "../../text/progress-line.ts";
import { type Cell, renderTable } from "../../text/table.ts";
import { type Configuration, loadWitnesses } from "../context.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { probeOptions } from "../probe-options.ts";
import { note } from "../say.ts";

const DATABASE = "crosscheck-demo.db";
/** Genuine servers worth seeing at a glance: one of each kind that fools scanners. The whole range: `range score`. */
const KINDS = [
  "default",
  "ssl3",
  "tls1.0",
  "tls1.2",
  "tls1.3",
  "aes128-gcm-sha256",
  "camellia256-sha",
  "seed-sha",
  "null-sha",
  "exp-rc4-md5",
  "client-certificate",
];
const FAMILIES = ["node-0.10.1", "node-0.10.2", "node-current"];
/** Conditions that split scanners: heartbeats eaten on the way, echo, honest but slow, only after the handshake … */
const CONDITIONS = ["C02", "C14", "C16", "C24", "C33", "C35", "C37", "C38", "C41"];

/** Scanners that answer within seconds: asked where they are installed and the user names no others. */
const QUICK = ["nmap", "sslscan", "heartbleeder", "sslyze"];

export async function demo(configuration: Configuration, signal: AbortSignal): Promise<ExitCode> {
  const witnesses = await witnessesFor(configuration);
  note("starting genuine servers (OpenSSL 1.0.1e and today's, fetched once) and scripted ones, on 127.0.0.0/8 only");
  const range = await startRange({
    families: FAMILIES,
    openssl: [],
    conditions: CONDITIONS.map(condition).filter((found) => found !== undefined),
    cacheFolder: defaultCacheFolder(),
    onNotice: note,
  });
  try {
    const servers = range.servers.filter(
      ({ group, id }) => group === "scripted" || KINDS.includes(id.split("/")[1] ?? ""),
    );
    note(`scanning ${servers.length} servers${asTheyAre(witnesses)}`);
    const startedAt = systemClock.monotonic();
    const rows = await scanAll(servers, witnesses, configuration.settings, signal);
    const wrong = show(rows, servers, witnesses, systemClock.monotonic() - startedAt);
    process.stdout.write(epilogue(foreignBytes(range)));
    if (signal.aborted) return EXIT.interrupted;
    return wrong > 0 ? EXIT.internal : EXIT.nothingVulnerable;
  } finally {
    await range.stop();
  }
}

async function witnessesFor(configuration: Configuration): Promise<readonly Witness[]> {
  const named = configuration.settings.with;
  const settings = { ...configuration.settings, with: named === "" ? "all" : named };
  const { witnesses } = await loadWitnesses({ ...configuration, settings });
  return named === "" ? witnesses.filter(({ identity }) => QUICK.includes(identity.id)) : witnesses;
}

/** `, the genuine ones with nmap 7.93 and sslscan 2.0.7 too`. */
function asTheyAre(witnesses: readonly Witness[]): string {
  const names = witnesses.map(({ identity: { id, version } }) => (version === "unknown" ? id : `${id} ${version}`));
  if (names.length === 0) return "; no other scanner is installed (tools/setup.sh --peers installs some)";
  return `, the genuine ones with ${names.join(", ")} too`;
}

async function scanAll(
  servers: readonly RangeServer[],
  witnesses: readonly Witness[],
  settings: Configuration["settings"],
  signal: AbortSignal,
): Promise<readonly MatrixRow[]> {
  await Promise.all(["", "-wal", "-shm"].map((suffix) => rm(DATABASE + suffix, { force: true })));
  const store = await openStore(DATABASE);
  const progress = new ProgressDisplay(process.stderr, () => systemClock.monotonic(), progressLine);
  try {
    const pack = findPack("heartbleed");
    const startedAt = systemClock.monotonic();
    const tally = emptyTally();
    const scanGroup = async (group: RangeServer["group"], asked: readonly Witness[]): Promise<readonly MatrixRow[]> => {
      const run = await newRun({
        id: `demo-${group}`,
        pack,
        vantage: settings.vantage,
        draws: settings.draws,
        resolver: "none",
        options: {},
      });
      await scanRange({
        run,
        store,
        servers: servers.filter((server) => server.group === group),
        pack,
        probe: probeOptions(settings),
        witnesses: asked,
        signal,
        events: (event) => {
          if (event.kind !== "verdict") return;
          tally[event.verdict.outcome]++;
          const { vulnerable, not_vulnerable: notVulnerable, unknown } = tally;
          const done = vulnerable + notVulnerable + unknown;
          const elapsedMs = systemClock.monotonic() - startedAt;
          progress.update({ done, total: servers.length, vulnerable, notVulnerable, unknown, elapsedMs });
        },
      });
      const stored = store.run(run.id);
      return stored === null ? [] : [...rowsOf(store, stored)];
    };
    return [...(await scanGroup("genuine", witnesses)), ...(await scanGroup("scripted", []))];
  } finally {
    progress.finish();
    store.close();
  }
}

/** Prints the matrix with the truth beside it; returns how many verdicts were wrong. */
function show(
  rows: readonly MatrixRow[],
  servers: readonly RangeServer[],
  witnesses: readonly Witness[],
  elapsedMs: number,
): number {
  const byId = new Map(servers.map((server) => [server.id, server]));
  const detectors = [...findPack("heartbleed").detectors, ...witnesses.map(({ identity }) => identity)]
    .map(({ id }) => id)
    .filter((id) => rows.some((row) => row.cells.has(id)));
  const tally = emptyTally();
  let wrong = 0;
  const lines = rows.map((row): Cell[] => {
    const server = byId.get(row.names[0] ?? "");
    const truth = server?.truth ?? null;
    const { outcome, reason } = row.verdict;
    tally[outcome]++;
    const isWrong = outcome !== "unknown" && outcome !== truth;
    if (isWrong) wrong++;
    return [
      label(server),
      truth === null ? "?" : { text: OUTCOME_SYMBOL[truth], style: OUTCOME_STYLE[truth] },
      outcomeCell(outcome),
      ...detectors.map((id): Cell => {
        const cell = row.cells.get(id);
        if (cell === undefined) return { text: "·", style: "dim" };
        const mistaken = cell.outcome !== "unknown" && cell.outcome !== truth;
        return {
          text: `${cellText(cell)}${mistaken ? " ✗" : ""}`,
          style: mistaken ? "red" : OUTCOME_STYLE[cell.outcome],
        };
      }),
      isWrong ? { text: `WRONG: ${reason}`, style: "red" } : reason,
    ];
  });
  const columns = ["server", "truth", "verdict", ...detectors.map((id) => id.slice(id.indexOf("/") + 1)), "because"];
  const table = renderTable(
    columns.map((title) => ({ title })),
    lines,
    { width: process.stdout.columns ?? null, paint: paintFor(process.stdout) },
  );
  const { vulnerable, not_vulnerable, unknown } = tally;
  const seconds = (elapsedMs / 1000).toFixed(1);
  process.stdout.write(
    `${table.join("\n")}\n\n${vulnerable} vulnerable, ${not_vulnerable} not vulnerable, ${unknown} unknown, ${wrong} wrong; ${seconds} s\n`,
  );
  process.stdout.write(`${othersInWords(rows, byId, witnesses)}\n`);
  return wrong;
}

/** `sslscan 2.0.7: 9 of 11 vulnerable servers found, 2 called safe`: what the scanners themselves said. */
function othersInWords(
  rows: readonly MatrixRow[],
  servers: ReadonlyMap<string, RangeServer>,
  witnesses: readonly Witness[],
): string {
  const bleeding = rows.filter((row) => servers.get(row.names[0] ?? "")?.truth === "vulnerable");
  const sentences = witnesses.map(({ identity: { id, version } }) => {
    const cells = bleeding.flatMap(({ cells: byDetector }) => byDetector.get(id) ?? []);
    const count = (outcome: Outcome) => cells.filter((cell) => cell.outcome === outcome).length;
    const [found, safe, silent] = [count("vulnerable"), count("not_vulnerable"), count("unknown")];
    return `${id}${version === "unknown" ? "" : ` ${version}`}: of ${cells.length} servers that bleed, ${found} found, ${safe} called safe, ${silent} without an answer\n`;
  });
  return sentences.join("");
}

function emptyTally(): Record<Outcome, number> {
  return { vulnerable: 0, not_vulnerable: 0, unknown: 0 };
}

/** `C33 vulnerable, a device on the path eats heartbeats`, `Node 0.10.1, SSL 3.0 only`. */
function label(server: RangeServer | undefined): string {
  if (server === undefined) return "";
  return server.group === "scripted" ? `${server.condition} ${server.title}` : server.title;
}

/** Bytes beyond the client's own that the scripted servers, which count them, gave away. */
function foreignBytes(range: Range): number {
  return range.scripted.reduce((sum, server) => sum + server.counters().foreignBytesServed, 0);
}

function epilogue(foreign: number): string {
  return `Bytes of foreign memory read, as counted by the scripted servers: ${foreign}

1: proven by an answer that only a vulnerable server gives. 0: proven by a refusal between two signs of life.
?: a device on the path eats heartbeats; crosscheck says so instead of calling the host safe. ✗: another scanner is wrong.

Try next:
  npm start --silent -- explain scripted/C33 --db ${DATABASE}    who sent what, when, and why this decides
  npm start --silent -- range score --only scripted                     every condition that fools scanners
  npm start --silent -- scan HOST --scope scope.yaml                    your own hosts (docs/operations.md)
`;
}
