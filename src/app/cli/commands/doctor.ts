/** `crosscheck doctor`: what this machine has, what is missing, and the command that brings it. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { openStore } from "../../../io/store/open-store.ts";
import { defaultCacheFolder, whyNotHere } from "../../../range/genuine/fetch.ts";
import { paintFor, type Style } from "../../text/paint.ts";
import { type Cell, renderTable } from "../../text/table.ts";
import { SCANNERS, SERVICES } from "../../../scanners/catalogue.ts";
import { readTools, type ToolEntry } from "../../tools/configuration.ts";
import { findProgram } from "../../tools/find-program.ts";
import { CommandError, EXIT, type ExitCode } from "../exit.ts";
import { type Configuration, loadWitnesses } from "../context.ts";
import { note } from "../say.ts";
import { tallyInWords } from "../../range/sheet.ts";

const run = promisify(execFile);

interface Check {
  readonly what: string;
  /** `changed`: a tool does not answer as it was measured although its version is the same. */
  readonly state: "ok" | "optional" | "missing" | "changed";
  readonly found: string;
  /** How to mend it. */
  readonly advice: string;
}

/** Programs that only some features or tests want. */
const PROGRAMS = [
  {
    name: "openssl",
    argument: "version",
    why: "a farm of s_servers in the range (--openssl)",
    advice: "apt-get install openssl",
  },
  {
    name: "gnutls-serv",
    argument: "--version",
    why: "a genuine repaired heartbeat server in tests",
    advice: "apt-get install gnutls-bin",
  },
  { name: "nginx", argument: "-v", why: "a genuine server in tests", advice: "apt-get install nginx-light" },
] as const;

export interface DoctorOptions {
  readonly configuration: Configuration;
  /** A sheet of scores; null: the one that ships. */
  readonly scores: string | null;
  readonly skipDrift: boolean;
  readonly format: "table" | "json";
}

export async function doctor(options: DoctorOptions, signal: AbortSignal): Promise<ExitCode> {
  const { format, configuration } = options;
  const { settings, tools, file } = configuration;
  const entries = readTools(tools);
  if (!entries.ok) throw new CommandError(EXIT.badInput, `${file ?? ""}: ${entries.problem}`);
  const checks = [
    checkNode(),
    await checkStore(settings.db),
    ...(await Promise.all(PROGRAMS.map(checkProgram))),
    checkRange(),
    ...(await Promise.all(entries.value.map(checkTool))),
    ...(options.skipDrift ? [] : await checkAnswers(options, signal)),
  ];
  if (format === "json") process.stdout.write(`${JSON.stringify(checks, null, 2)}\n`);
  else {
    const style: Readonly<Record<Check["state"], Style>> = {
      ok: "green",
      optional: "yellow",
      missing: "red",
      changed: "red",
    };
    const sign: Readonly<Record<Check["state"], string>> = {
      ok: "✓ ok",
      optional: "– absent",
      missing: "✗ missing",
      changed: "✗ changed",
    };
    const lines = checks.map(({ what, state, found, advice }): Cell[] => [
      what,
      { text: sign[state], style: style[state] },
      found,
      advice,
    ]);
    const columns = ["what", "state", "found", "advice"].map((title) => ({ title }));
    const table = renderTable(columns, lines, {
      width: process.stdout.columns ?? null,
      paint: paintFor(process.stdout),
    });
    process.stdout.write(`${table.join("\n")}\n`);
  }
  if (signal.aborted) return EXIT.interrupted;
  const states = new Set(checks.map(({ state }) => state));
  return states.has("missing") ? EXIT.missing : states.has("changed") ? EXIT.internal : EXIT.nothingVulnerable;
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    what: "Node",
    state: ok ? "ok" : "missing",
    found: process.versions.node,
    advice: ok ? "" : "Node 20.19 or newer",
  };
}

async function checkStore(db: string): Promise<Check> {
  try {
    const store = await openStore(":memory:");
    const { driver } = store;
    store.close();
    return { what: "database", state: "ok", found: `${driver}, file ${db}`, advice: "" };
  } catch (error) {
    return { what: "database", state: "missing", found: "none", advice: (error as Error).message };
  }
}

async function checkProgram({ name, argument, why, advice }: (typeof PROGRAMS)[number]): Promise<Check> {
  try {
    const { stdout, stderr } = await run(name, [argument], { timeout: 10_000, maxBuffer: 2 ** 20 });
    const version = /\d+(?:\.\d+)+[\w.+~-]*/.exec(`${stdout}\n${stderr}`);
    return { what: name, state: "ok", found: version?.[0] ?? "of an unknown version", advice: "" };
  } catch {
    return { what: name, state: "optional", found: `not found; for ${why}`, advice };
  }
}

/** A scanner of the catalogue, or one that the configuration adds. */
async function checkTool(entry: ToolEntry): Promise<Check> {
  const what = `--with ${entry.name}`;
  const service = SERVICES.find(({ id }) => id === entry.tool);
  if (service !== undefined) {
    const found = `a service at ${entry.path ?? service.origin}, not asked now`;
    return { what, state: "ok", found, advice: "tells a third party your hosts' names: needs --allow-third-party" };
  }
  const scanner = SCANNERS.find(({ id }) => id === entry.tool);
  if (scanner === undefined) return { what, state: "optional", found: "not known", advice: "" };
  const found = await findProgram(scanner, entry);
  if (!found.ok) {
    const advice =
      scanner.install ?? `get it from ${scanner.homepage}, then tools.${entry.name}.path in crosscheck.yaml`;
    return { what, state: "optional", found: found.why, advice };
  }
  const { path, version } = found.program;
  const raw = scanner.needs === "raw_sockets" && process.getuid?.() !== 0;
  const advice = raw ? "needs raw sockets: run as root, or give it CAP_NET_RAW" : "";
  return { what, state: "ok", found: `${version}, ${path}`, advice };
}

function checkRange(): Check {
  const why = whyNotHere();
  return why === null
    ? { what: "genuine range", state: "ok", found: `binaries are kept in ${defaultCacheFolder()}`, advice: "" }
    : {
        what: "genuine range",
        state: "optional",
        found: why,
        advice: "the scripted half of the range runs everywhere",
      };
}

/** Asks every tool that is here about a few servers of known conditions. */
async function checkAnswers({ configuration, scores }: DoctorOptions, signal: AbortSignal): Promise<readonly Check[]> {
  const { readSheetFile, SHIPPED_SCORES } = await import("../../range/read-sheet-file.ts");
  const { checkDrift } = await import("../../range/drift-check.ts");
  const { witnessCandidate } = await import("../../range/measure.ts");
  const { CONDITIONS } = await import("../../../range/conditions/catalogue.ts");
  const sheet = await readSheetFile(scores ?? SHIPPED_SCORES);
  if (!sheet.ok) throw new CommandError(EXIT.badInput, `--scores: ${sheet.problem}`);
  const settings = { ...configuration.settings, with: "all" };
  const { witnesses } = await loadWitnesses({ ...configuration, settings });
  if (witnesses.length > 0)
    note(`asking ${witnesses.length} tools about servers of known truth; --skip-drift leaves that out`);
  return Promise.all(
    witnesses.map(async (witness): Promise<Check> => {
      const { id, version } = witness.identity;
      const what = `answers of ${id}`;
      const drift = await checkDrift(witnessCandidate(witness, DRIFT_AT_ONCE), sheet.value, CONDITIONS, signal);
      if (drift.kind === "not_measured") {
        const others = drift.versions.length === 0 ? "" : `, only ${drift.versions.join(", ")}`;
        const advice = `crosscheck range score --with ${id} --save FILE`;
        return { what, state: "optional", found: `version ${version} was not measured${others}`, advice };
      }
      const { asked, changes } = drift;
      if (asked.length === 0)
        return { what, state: "optional", found: "no condition tells anything about it", advice: "" };
      if (changes.length === 0) return { what, state: "ok", found: `as measured, in ${asked.join(", ")}`, advice: "" };
      const differ = changes.map(
        ({ condition, before, after }) => `${condition}: ${tallyInWords(before)} became ${tallyInWords(after)}`,
      );
      const advice = `the tool or what it stands on has changed: crosscheck range score --with ${id} --against FILE`;
      return { what, state: "changed", found: `${version} without a new version: ${differ.join("; ")}`, advice };
    }),
  );
}

const DRIFT_AT_ONCE = 4;
