/** An incident to look at: real servers of the range on loopback, really scanned, with one report of somebody else's. */

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CONDITIONS } from "../../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../../src/range/scripted/start-scripted.ts";
import { crosscheck } from "../../support/cli.ts";
import type { Folder } from "../../support/folder.ts";

/** Vulnerable, repaired, mute, slow and odd: enough for every word and sign, few enough for some seconds. */
const WANTED = ["C01", "C02", "C04", "C08", "C14", "C15", "C24", "C30", "C35", "C46", "C49", "C51"];

const SAMPLE = fileURLToPath(
  new URL("../../../../shared/samples/reports/nessus/dd_nessus_v_unknown.xml", import.meta.url),
);

export interface Incident {
  readonly db: string;
  /** They stay up, so that a re-test has somebody to ask. */
  readonly range: ScriptedRange;
  readonly targets: readonly string[];
}

function onPath(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** Rejects where the scan ends with an exit code of its failures (from 64). */
export async function makeIncident(folder: Folder): Promise<Incident> {
  const db = folder.fresh(".db");
  const range = await startScripted(CONDITIONS.filter(({ id }) => WANTED.includes(id)));
  const targets = range.servers.map(({ port }) => `127.0.0.1:${port}`);
  const tools = ["nmap", "sslscan"].filter(onPath);
  const asking = tools.length === 0 ? [] : ["--with", tools.join(",")];
  await succeed(["scan", ...targets, ...asking, "--skip-controls", "--db", db]);
  if (existsSync(SAMPLE)) await succeed(["import", SAMPLE, "--db", db]);
  return { db, range, targets };
}

async function succeed(args: readonly string[]): Promise<void> {
  const { code, stderr } = await crosscheck(args);
  if (code === null || code >= 64) throw new Error(`crosscheck ${args.join(" ")} ended with ${code}: ${stderr}`);
}
