/** A million observations: the capability model (src/core/latent/capability) from rows to probabilities, and one endpoint judged again. CPU time, as the machine is shared. */

import type * as Capability from "../src/core/latent/capability/index.ts";
import { randomStream } from "../src/core/stats/random-stream.ts";
import { publish, significant } from "./figures.ts";
import { memoryOf, ROOT } from "./process.ts";

const ENDPOINTS = Number(process.env["BENCH_ENDPOINTS"] ?? 100_000);
const TOOLS = 10;
const ROUNDS = 3;

export async function judgement(): Promise<void> {
  // As it is shipped: compiled, without a loader between the modules.
  const {
    believedParameters,
    breakdown,
    bootstrap,
    fit,
    gather,
    makeModel,
    posterior,
    prevalenceOf,
    withObservations,
  } = (await import(`${ROOT}/dist/core/latent/capability/index.js`)) as typeof Capability;
  const model = makeModel(
    Array.from({ length: TOOLS }, (_, tool) => ({
      id: `t${tool}`,
      lineage: "FFFFFEEEHH"[tool] ?? "",
      proves: tool > 6,
    })),
  );
  const { rows, truth } = estate();
  const before = memoryOf(process.pid)?.now ?? 0;
  const lines: string[][] = [];
  const rounds: object[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const timed = <T>(work: () => T): readonly [T, number] => {
      const started = process.cpuUsage();
      const value = work();
      const { user, system } = process.cpuUsage(started);
      return [value, (user + system) / 1000];
    };
    const [structure, gatherMs] = timed(() => gather(model, rows, { endpoints: ENDPOINTS }));
    const [, priorMs] = timed(() => posterior(structure, believedParameters(structure)));
    const [fitted, fitMs] = timed(() => fit(structure));
    const [p, posteriorMs] = timed(() => posterior(structure, fitted.parameters));
    const [, againMs] = timed(() => {
      for (let endpoint = 0; endpoint < 1000; endpoint++) {
        const cells = withObservations(structure, endpoint, [{ tool: endpoint % TOOLS, evidence: 4 }]);
        breakdown(model, fitted.parameters, cells, prevalenceOf(structure, fitted.parameters, endpoint));
      }
    });
    const [, bootstrapMs] = timed(() => bootstrap(structure, fitted, { replicates: 16 }));
    const brier = p.reduce((sum, each, at) => sum + (each - (truth[at] ?? 0)) ** 2, 0) / p.length;
    const peakMb = Math.round(memoryOf(process.pid)?.peak ?? 0);
    lines.push(
      [gatherMs, priorMs, fitMs, posteriorMs, againMs / 1000, bootstrapMs].map(significant).concat(String(peakMb)),
    );
    rounds.push({
      gatherMs,
      priorMs,
      fitMs,
      posteriorMs,
      againMs: againMs / 1000,
      bootstrapMs,
      peakMb,
      patterns: structure.patternSize.length,
      words: structure.wordLineage.length,
      kinds: structure.kindTool.length,
      passes: fitted.passes,
      converged: fitted.converged,
      brier,
    });
  }
  publish("judgement", TITLES, lines, { observations: rows.endpoint.length, rowsMb: Math.round(before), rounds });
}

const TITLES = [
  "gather, ms",
  "as believed, ms",
  "fit, ms",
  "judge all, ms",
  "one again, ms",
  "bootstrap, ms",
  "peak, MB",
];

/** Every tool once on every endpoint; three lineages that are blind or broken together, eight classes. */
function estate() {
  const chance = randomStream(1, "bench judgement");
  const length = ENDPOINTS * TOOLS;
  const rows = { endpoint: new Int32Array(length), tool: new Int32Array(length), evidence: new Uint8Array(length) };
  const truth = new Uint8Array(ENDPOINTS);
  for (let endpoint = 0, at = 0; endpoint < ENDPOINTS; endpoint++) {
    const vulnerable = chance.uniform() < 0.03;
    truth[endpoint] = vulnerable ? 1 : 0;
    const states = [0.35, 0.15, 0.12].map((fails) =>
      chance.uniform() < fails ? (chance.uniform() < 0.6 ? "blind" : "broken") : "works",
    );
    for (let tool = 0; tool < TOOLS; tool++, at++) {
      const state = chance.uniform() < 0.05 ? "blind" : (states[tool < 5 ? 0 : tool < 8 ? 1 : 2] ?? "works");
      rows.endpoint[at] = endpoint;
      rows.tool[at] = tool;
      rows.evidence[at] = answer(chance.uniform(), state, vulnerable, tool > 6);
    }
  }
  return { rows, truth };
}

/** A place in the eight classes. */
function answer(u: number, state: string, vulnerable: boolean, proves: boolean): number {
  if (state === "broken") return u < 0.5 ? 7 : u < 0.95 ? 5 : 6;
  if (state === "works" && vulnerable) return u < 0.04 ? 7 : u < 0.1 ? 4 : u < 0.2 ? 3 : u < 0.5 || !proves ? 2 : 0;
  return u < 0.04 ? 7 : u < 0.043 ? 3 : u < 0.1 ? 6 : u < 0.2 ? 5 : 4;
}
