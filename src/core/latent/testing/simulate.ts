/**
 * Estates of known truth for tests and the bench (reference/statistics.md 12.1). Everything follows from the seed.
 * World A: capability states, as the judgement's model has them. B: Gaussian scores instead, not its model. C: every run for itself.
 */

import { type RandomStream, randomStream } from "../../stats/random-stream.ts";
import { at } from "../flat.ts";
import { CAPABILITIES, type Row, type SimulatedTool, TOOLS } from "./world.ts";

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

/** How one tool answers on one endpoint, run by run. @param runs the tool's own chance, so that a clone more changes nobody else */
type Answering = (tool: SimulatedTool, runs: RandomStream) => () => number;

export function simulateEstate(options: EstateOptions): Estate {
  const { endpoints = 400, prevalence = 0.03, tools = TOOLS } = options;
  const notRun = options.notRun ?? (options.coverage === "dense" ? 0.15 : 0.65);
  const mostRuns = options.coverage === "dense" ? 3 : 2;
  const states = randomStream(options.seed, "states");
  const runsOf = tools.map(({ id }) => randomStream(options.seed, `runs of ${id}`));
  const truthStream = randomStream(options.seed, "truth");
  const truth = new Uint8Array(endpoints).map(() => (truthStream.uniform() < prevalence ? 1 : 0));
  const counts = new Uint8Array(endpoints * tools.length * 4);
  for (let endpoint = 0; endpoint < endpoints; endpoint++) {
    const answering = WORLDS[options.world](at(truth, endpoint) === 1, states);
    for (const [index, stream] of runsOf.entries()) {
      const tool = tools[index];
      if (tool === undefined) continue;
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

/** What is common to a lineage, or to a tool and its clones: drawn when first asked for. */
function once(make: (tool: SimulatedTool) => number, keyOf: (tool: SimulatedTool) => string) {
  const made = new Map<string, number>();
  return (tool: SimulatedTool): number => {
    const known = made.get(keyOf(tool)) ?? make(tool);
    made.set(keyOf(tool), known);
    return known;
  };
}
const lineageOf = ({ lineage }: SimulatedTool) => lineage;
const originalOf = ({ id, cloneOf }: SimulatedTool) => cloneOf ?? id;

const [WORKS, BLIND, BROKEN] = [0, 1, 2];
const [PROOF, WEAK, NEGATIVE, UNKNOWN] = [0, 1, 2, 3];

/** Common blindness on 1 % of the endpoints, a state for each lineage, tools that deviate into blind or broken. */
function capabilityWorld(vulnerable: boolean, states: RandomStream): Answering {
  const allBlind = states.uniform() < 0.01;
  const lineageState = once(({ lineage }) => draw(CAPABILITIES[lineage], states), lineageOf);
  const toolState = once((tool) => {
    const inherited = lineageState(tool);
    return states.uniform() < tool.deviates ? (states.uniform() < 0.5 ? BLIND : BROKEN) : inherited;
  }, originalOf);
  return (tool, runs) => {
    const own = toolState(tool);
    const state = allBlind ? BLIND : own;
    const { S, N, X, D } = tool.behaviour;
    const row = state === WORKS && vulnerable ? S : state === WORKS || state === BLIND ? N : state === BROKEN ? X : D;
    return () => draw(row, runs);
  };
}

/** Deviations of the endpoint, the lineage, the tool and the run, as the reference gives them. */
const SPREAD = { endpoint: 0.45, lineage: { F: 1.3, E: 1.1, H: 1 }, tool: 0.5, run: 0.6 } as const;
/**
 * Where a score is a detection, and where it is so low that the run ends in ?: the reference does not print them. Chosen so that a
 * run finds about 66 % (F), 78 % (E) and 80 % (H), 7 to 8 % of the runs end in ?, and the rules of thumb come out near its 12.3.
 */
const DETECTS = { F: -0.65, E: -1.1, H: -1.13 } as const;
const FAILS = { F: -2.4, E: -2.3, H: -2.2 } as const;

/** Scores with Gaussian effects; ? where the same effects are low, on safe endpoints too; false positives of E come together. */
function gaussianWorld(vulnerable: boolean, states: RandomStream): Answering {
  const endpoint = SPREAD.endpoint * states.normal();
  const lineageEffect = once(({ lineage }) => SPREAD.lineage[lineage] * states.normal(), lineageOf);
  const toolEffect = once(() => SPREAD.tool * states.normal(), originalOf);
  const falsePositives = states.uniform() < 0.03 ? { F: 0.006, E: 0.7, H: 0.006 } : { F: 0.006, E: 0.006, H: 0.006 };
  return (tool, runs) => {
    const { lineage, behaviour } = tool;
    const level = endpoint + lineageEffect(tool) + toolEffect(tool);
    return () => {
      const score = level + SPREAD.run * runs.normal();
      if (score < FAILS[lineage] || runs.uniform() < 0.02) return UNKNOWN;
      if (!vulnerable) return runs.uniform() < falsePositives[lineage] ? WEAK : NEGATIVE;
      if (score < DETECTS[lineage]) return NEGATIVE;
      const [proof, weak] = behaviour.S;
      return runs.uniform() * (proof + weak) < proof ? PROOF : WEAK;
    };
  };
}

/** The world in which plain Dawid and Skene is right: every run by itself, ? at random. */
function independentWorld(vulnerable: boolean): Answering {
  return ({ alone }, runs) => {
    const row = vulnerable ? alone.S : alone.N;
    return () => draw(row, runs);
  };
}

const WORLDS = { A: capabilityWorld, B: gaussianWorld, C: independentWorld } as const;
