/** `--with nmap,sslyze`: names into witnesses. */

import { type Parsed, parsed, problem } from "../../core/net/parsed.ts";
import type { RunService } from "../../core/ports/service.ts";
import type { Witness } from "../../core/ports/witness.ts";
import { createHttpService } from "../../io/service/http-service.ts";
import { systemClock } from "../../io/system/clock.ts";
import { systemRandom } from "../../io/system/random.ts";
import type { Service } from "../../scanners/service.ts";
import { SCANNERS, SERVICES } from "../../scanners/catalogue.ts";
import type { ToolEntry } from "./configuration.ts";
import { findProgram } from "./find-program.ts";
import { serviceWitness, toolWitness } from "./witness.ts";

/** `path` of a service is its address, where it is not the customary one. */
function runnerOf(service: Service, entry: ToolEntry): RunService {
  const origin = entry.path ?? service.origin;
  return createHttpService({ ...service.limits, origin, clock: systemClock, random: systemRandom });
}

export interface Chosen {
  readonly witnesses: readonly Witness[];
  /** In one sentence each: who takes part, and who cannot. */
  readonly notes: readonly string[];
}

/**
 * @param names joined by commas; `all`: every program that is there; `nmap@6.45`: whichever configured nmap has that version. A
 *   tool that was named and is missing takes part all the same: its cells say why they are empty.
 */
export async function chooseWitnesses(
  names: string,
  entries: readonly ToolEntry[],
  allowThirdParty: boolean,
): Promise<Parsed<Chosen>> {
  const witnesses: Witness[] = [];
  const notes: string[] = [];
  const wanted = [...new Set(names.split(",").map((name) => name.trim()))].filter((name) => name !== "");
  const all = wanted.includes("all");
  for (const name of wanted) {
    if (name.includes("@")) {
      const found = await ofVersion(name, entries);
      if (!found.ok) return found;
      witnesses.push(found.value.witness);
      notes.push(found.value.note);
    } else if (name !== "all" && !entries.some((entry) => entry.name === name)) {
      return problem(
        `there is no tool ${JSON.stringify(name)}; there are all, ${entries.map((entry) => entry.name).join(", ")}`,
      );
    }
  }
  for (const entry of entries) {
    const named = wanted.includes(entry.name);
    if (!named && !all) continue;
    const service = SERVICES.find(({ id }) => id === entry.tool);
    if (service !== undefined) {
      // Telling a third party is never part of "all".
      if (named) witnesses.push(serviceWitness(service, entry, runnerOf(service, entry), allowThirdParty));
      continue;
    }
    const scanner = SCANNERS.find(({ id }) => id === entry.tool);
    if (scanner === undefined) continue;
    const found = await findProgram(scanner, entry);
    if (!found.ok && !named) continue;
    witnesses.push(toolWitness(scanner, entry, found));
    notes.push(
      found.ok ? `${entry.name} ${found.program.version}: ${found.program.path}` : `${entry.name}: ${found.why}`,
    );
  }
  return parsed({ witnesses, notes });
}

/** @param name a tool or a configured name, `@`, and a version or how it begins: `nmap@6` */
async function ofVersion(
  name: string,
  entries: readonly ToolEntry[],
): Promise<Parsed<{ readonly witness: Witness; readonly note: string }>> {
  const at = name.indexOf("@");
  const [tool, version] = [name.slice(0, at), name.slice(at + 1)];
  const there: string[] = [];
  for (const entry of entries.filter((each) => each.name === tool || each.tool === tool)) {
    const scanner = SCANNERS.find(({ id }) => id === entry.tool);
    const found = scanner === undefined ? null : await findProgram(scanner, entry);
    if (scanner === undefined || found === null || !found.ok) continue;
    const note = `${entry.name} ${found.program.version}: ${found.program.path}`;
    if (isVersion(found.program.version, version)) {
      return parsed({ witness: toolWitness(scanner, entry, found), note });
    }
    there.push(note);
  }
  const known = there.length === 0 ? "none was found" : `there are ${there.join("; ")}`;
  return problem(
    `there is no ${tool} of version ${version}: ${known}. Further ones go under \`tools:\` in crosscheck.yaml`,
  );
}

/** `7.93` is `7.93`, `7.93SVN` and `7.93.1`, and not `7.931`. */
export function isVersion(version: string, wanted: string): boolean {
  return version.startsWith(wanted) && wanted !== "" && !/^\d/.test(version.slice(wanted.length));
}
