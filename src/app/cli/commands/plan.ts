/** `crosscheck scan --dry-run`: what would be asked, how often, and what may not be. Resolves names, connects nowhere. */

import type { Plan } from "../../../engine/plan-scan.ts";
import { planScan } from "../../../engine/plan-scan.ts";
import { openStore } from "../../../io/store/open-store.ts";
import { systemClock } from "../../../io/system/clock.ts";
import { findPack } from "../../packs.ts";
import { permission } from "../../permission.ts";
import { loadResolver, loadScope, loadWitnesses, portPlan } from "../context.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { limits, probeOptions } from "../probe-options.ts";
import { badLineSentence, note } from "../say.ts";
import { newRun } from "../../new-run.ts";
import { targetsFrom } from "../target-sources.ts";
import type { ScanOptions } from "./scan.ts";

/** Everything planned is kept here and forgotten. */
const NOWHERE = ":memory:";

export async function plan({ configuration, sources, format }: ScanOptions): Promise<ExitCode> {
  const { settings } = configuration;
  const { decide } = permission(await loadScope(settings), () => systemClock.now());
  const resolver = await loadResolver(settings);
  const { witnesses, notes } = await loadWitnesses(configuration);
  for (const text of notes) note(`would ask too: ${text}`);
  const pack = findPack("heartbleed");
  const store = await openStore(NOWHERE);
  try {
    const planned = await planScan({
      run: await newRun({
        pack,
        vantage: settings.vantage,
        draws: settings.draws,
        resolver: resolver.description,
        options: {},
      }),
      targets: targetsFrom(sources),
      store,
      pack,
      clock: systemClock,
      inventory: { resolver, ports: await portPlan(settings.ports), sni: settings.sni, decide },
      probe: probeOptions(settings),
      witnesses,
      repeats: settings.repeat,
      limits: limits(settings),
      events: (event) => {
        if (event.kind === "target_error") note(badLineSentence(event.error));
      },
      signal: new AbortController().signal,
    });
    process.stdout.write(format === "table" ? inWords(planned) : `${JSON.stringify(planned)}\n`);
    if (planned.targetErrors > 0) return EXIT.badInput;
    return planned.endpoints > 0 && planned.outOfScope === planned.endpoints ? EXIT.outOfScope : EXIT.nothingVulnerable;
  } finally {
    store.close();
  }
}

function inWords(planned: Plan): string {
  const lines = [
    ["targets", planned.targets],
    ["unreadable lines", planned.targetErrors],
    ["endpoints", planned.endpoints],
    ["  asked first (named ports, 443)", planned.first],
    ["  asked then (TLS ports)", planned.further],
    ["  names without an address", planned.unresolved],
    ["  out of scope, not asked", planned.outOfScope],
    ["connections at most", planned.mostConnections],
    ["questions to other scanners at most", planned.mostQuestions],
  ] as const;
  const width = Math.max(...lines.map(([text]) => text.length));
  const rows = lines.map(([text, count]) => `${text.padEnd(width)}  ${String(count).padStart(9)}\n`);
  const others = planned.witnesses.length === 0 ? "none (see --with)" : planned.witnesses.join(", ");
  return `${rows.join("")}detectors: ${planned.detectors.join(", ")}\nother scanners: ${others}\n`;
}
