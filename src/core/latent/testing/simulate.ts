/**
 * Estates of known truth for tests and the bench (reference/statistics.md 12.1). Everything follows from the seed.
 * World A: capability states, as the judgement's model has them. B: Gaussian scores instead, not its model. C: every run for itself.
 */

import { type RandomStream, randomStream } from "../../stats/random-stream.ts";
import { at } from "../flat.ts";
import { CAPABILITIES, type LineageName, type Row, type SimulatedTool, TOOLS } from "./world.ts";

export interface EstateOptions {
  readonly world: "A" | "B" | "C";
  /** dense: 15 % of tool-endpoint pairs not run, 1 to 3 runs; sparse: 65 %, 1 to 2 runs. */
  readonly coverage: "dense" | "sparse";
  readonly seed: number;
  /** Proofs are recorded as positives without proof. Default false. */
  readonly noProof?: boolean;
  /** Default 400. */
  readonly endpoints?: number;
  /** Default 0.03. */
  readonly prevalence?: number;
  /** Default: the ten of the reference. */
  readonly tools?: readonly SimulatedTool[];
  /** Share of tool-endpoint pairs not run, instead of the coverage's. */
  readonly notRun?: number;
}

export interface Estate {
  readonly endpoints: number;
  readonly tools: readonly SimulatedTool[];
  /** By endpoint: 1 is vulnerable. */
  readonly truth: Uint8Array;
  /** `[endpoint][tool][answer]`, flat, answers as in ANSWERS: number of runs. */
  readonly counts: Uint8Array;
}

/** How one tool answers on one endpoint, run by run. */
type Answering = (tool: SimulatedTool, stream: RandomStream) => () => number;

export function simulateEstate(options: EstateOptions): Estate {
  const { endpoints = 400, prevalence = 0.03, tools = TOOLS } = options;
  const notRun = options.notRun ?? (options.coverage === "dense" ? 0.15 : 0.65);
  const mostRuns = options.coverage === "dense" ? 3 : 2;
  const stream = randomStream(options.seed, "estate");
  const truth = new Uint8Array(endpoints).map(() => (stream.uniform() < prevalence ? 1 : 0));
  const counts = new Uint8Array(endpoints * tools.length * 4);
  for (let endpoint = 0; endpoint < endpoints; endpoint++) {
    const answering = WORLDS[options.world](at(truth, endpoint) === 1, stream);
    for (const [index, tool] of tools.entries()) {
      const answer = answering(tool, stream);
      const runs = stream.uniform() < notRun ? 0 : 1 + stream.below(mostRuns);
      for (let run = 0; run < runs; run++) {
        const said = answer();
        const cell = (endpoint * tools.length + index) * 4 + (options.noProof === true && said === 0 ? 1 : said);
        counts[cell] = at(counts, cell) + 1;
      }
    }
  }
  return { endpoints, tools, truth, counts };
}

/** The index of the row's answer. */
function draw(row: Row, stream: RandomStream): number {
  let left = stream.uniform();
  for (const [index, share] of row.entries()) {
    left -= share;
    if (left < 0) return index;
  }
  return row.length - 1;
}

/** Drawn once by key: whatever is common to a lineage or to clones. */
function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

const [WORKS, BLIND, BROKEN] = [0, 1, 2];

/** Common blindness on 1 % of the endpoints, a state for each lineage, tools that deviate into blind or broken. */
function capabilityWorld(vulnerable: boolean, stream: RandomStream): Answering {
  const allBlind = stream.uniform() < 0.01;
  const lineageState = once((lineage: LineageName) => draw(CAPABILITIES[lineage], stream));
  const toolState = once(({ lineage, deviates }: Pick<SimulatedTool, "lineage" | "deviates" | "id">) => {
    const inherited = lineageState(lineage);
    return stream.uniform() < deviates ? (stream.uniform() < 0.5 ? BLIND : BROKEN) : inherited;
  });
  const first = new Map<string, SimulatedTool>();
  return (tool) => {
    const original = first.get(tool.cloneOf ?? tool.id) ?? tool;
    first.set(original.id, original);
    const state = allBlind ? BLIND : toolState(original);
    const { S, N, X, D } = tool.behaviour;
    const row = state === WORKS && vulnerable ? S : state === WORKS || state === BLIND ? N : state === BROKEN ? X : D;
    return () => draw(row, stream);
  };
}

/** Deviations of the endpoint, the lineage, the tool and the run, as the reference gives them. */
const SPREAD = { endpoint: 0.45, lineage: { F: 1.3, E: 1.1, H: 1 }, tool: 0.5, run: 0.6 } as const;
/**
 * Where a score becomes a detection and where, below that, it becomes a ?: the reference does not print them. Chosen so that a run
 * finds 72 % (F), 85 % (E) and 87 % (H), and 5 to 8 % of all runs end in ?, more often where the lineage finds less.
 */
const DETECTS = { F: -0.92, E: -1.44, H: -1.5 } as const;
const FAILS = { F: -2.4, E: -2.3, H: -2.2 } as const;

/** Scores with Gaussian effects; ? where the same effects are low, on safe endpoints too; false positives of E together. */
function gaussianWorld(vulnerable: boolean, stream: RandomStream): Answering {
  const endpoint = SPREAD.endpoint * stream.normal();
  const lineageEffect = once((lineage: LineageName) => SPREAD.lineage[lineage] * stream.normal());
  const toolEffect = once((_id: string) => SPREAD.tool * stream.normal());
  const deceived = once((lineage: LineageName) => lineage === "E" && stream.uniform() < 0.02);
  return (tool) => {
    const level = endpoint + lineageEffect(tool.lineage) + toolEffect(tool.cloneOf ?? tool.id);
    const misled = deceived(tool.lineage);
    return () => {
      const score = level + SPREAD.run * stream.normal();
      if (score < FAILS[tool.lineage]) return 3;
      if (stream.uniform() < 0.02) return 3;
      if (!vulnerable) return stream.uniform() < (misled ? 0.7 : 0.003) ? 1 : 2;
      if (score < DETECTS[tool.lineage]) return 2;
      const { S } = tool.behaviour;
      return stream.uniform() < S[0] / (S[0] + S[1]) ? 0 : 1;
    };
  };
}

/** The world in which plain Dawid and Skene is right: every run by itself, ? at random. */
function independentWorld(vulnerable: boolean, stream: RandomStream): Answering {
  return (tool) => {
    const row = vulnerable ? tool.alone.S : tool.alone.N;
    return () => draw(row, stream);
  };
}

const WORLDS = { A: capabilityWorld, B: gaussianWorld, C: independentWorld } as const;
