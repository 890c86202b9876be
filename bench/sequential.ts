/**
 * How many probes until it is sure (reference/statistics.md 12.4): parameters learned from sparse pilots, then fresh endpoints asked one
 * run at a time until P(vulnerable) is at most 0.1 % or at least 95 %, 30 runs at most. Every policy meets the same endpoints.
 */

import { withRuns } from "../src/core/latent/capability/cells.ts";
import {
  BALANCED,
  type Beliefs,
  type Cell,
  type FitOptions,
  fit,
  gather,
  makeModel,
  type Model,
  OPTIMISTIC,
  type Parameters,
  PESSIMISTIC,
  worthOf,
} from "../src/core/latent/capability/index.ts";
import { FOUR_CLASSES } from "../src/core/latent/capability/testing/golden.ts";
import { jointOf } from "../src/core/latent/capability/tree.ts";
import { fitDawidSkene } from "../src/core/latent/dawid-skene.ts";
import { type Estate, type EstateOptions, simulateEstate } from "../src/core/latent/testing/simulate.ts";
import { plainVotes } from "../src/core/latent/testing/views.ts";
import { type LineageName, TOOLS } from "../src/core/latent/testing/world.ts";
import { type RandomStream, randomStream } from "../src/core/stats/random-stream.ts";
import { publish } from "./figures.ts";

const PILOTS = Number(process.env["BENCH_REPLICATES"] ?? 8);
const FRESH = 1000;
const MOST = 30;
const [CLEAR, TREAT] = [0.001, 0.95];
const COSTS: Readonly<Record<LineageName, number>> = { F: 1, E: 5, H: 2 };
/** Places in FOUR_CLASSES, which are the answers of the simulated world. */
const [PROOF, WEAK, NEGATIVE] = [0, 1, 2];
const NO_GATE: FitOptions = { gate: { vulnerable: 0, confirmed: 0 } };

/** Runs that exist before anybody asks for them: the n-th of a tool is the same for every policy. */
interface FreshEndpoint {
  readonly vulnerable: boolean;
  /** By tool. */
  readonly runs: readonly (readonly number[])[];
}

type End = "clear" | "flag" | "open";
interface Outcome {
  readonly end: End;
  /** P(vulnerable) when it ended; null: the policy has none. */
  readonly probability: number | null;
  /** Tools in the order asked. */
  readonly asked: readonly number[];
}
type Policy = (endpoint: FreshEndpoint) => Outcome;

/** Three names for every tool, one behaviour: three to nine runs of each. */
function freshEndpoints(options: Omit<EstateOptions, "coverage" | "endpoints">): readonly FreshEndpoint[] {
  const tools = TOOLS.flatMap((tool) => [
    tool,
    ...["again", "third"].map((name) => ({ ...tool, id: `${tool.id} ${name}`, cloneOf: tool.id })),
  ]);
  const { truth, counts } = simulateEstate({ ...options, coverage: "dense", notRun: 0, endpoints: FRESH, tools });
  const chance = randomStream(options.seed, "order of runs");
  return Array.from(truth, (is, endpoint) => ({
    vulnerable: is === 1,
    runs: TOOLS.map((_, tool) => {
      const answers = [0, 1, 2].flatMap((copy) =>
        [0, 1, 2, 3].flatMap((answer) => {
          const cell = ((endpoint * TOOLS.length + tool) * 3 + copy) * 4 + answer;
          return Array.from({ length: counts[cell] ?? 0 }, () => answer);
        }),
      );
      return answers
        .map((answer) => ({ answer, key: chance.uniform() }))
        .toSorted((a, b) => a.key - b.key)
        .map(({ answer }) => answer);
    }),
  }));
}

/** One run of each tool. @param flagged how many of the conclusive ones must be positive */
const once =
  (tools: readonly number[], flagged: (positive: number, conclusive: number) => boolean): Policy =>
  ({ runs }) => {
    const said = tools.map((tool) => runs[tool]?.[0] ?? 3);
    const positive = said.filter((answer) => answer === PROOF || answer === WEAK).length;
    const conclusive = positive + said.filter((answer) => answer === NEGATIVE).length;
    const end = conclusive === 0 ? "open" : flagged(positive, conclusive) ? "flag" : "clear";
    return { end, probability: null, asked: tools };
  };

/** What is believed after some answers. */
interface Belief {
  readonly probability: number;
  /** Bits that one more run of each tool is worth. */
  readonly bits: readonly number[];
}

type Believing = (answers: readonly (readonly [tool: number, answer: number])[]) => Belief;

/** @param order draws the next tool; absent: the one worth most bits */
function untilSure(believe: Believing, order?: RandomStream): Policy {
  return ({ runs }) => {
    const answers: (readonly [number, number])[] = [];
    const asked: number[] = [];
    for (;;) {
      const { probability, bits } = believe(answers);
      const ask = (end: End): Outcome => ({ end, probability, asked });
      if (probability <= CLEAR) return ask("clear");
      if (probability >= TREAT) return ask("flag");
      const left = TOOLS.map((_, tool) => tool).filter(
        (tool) => asked.filter((each) => each === tool).length < (runs[tool]?.length ?? 0),
      );
      const best = left.reduce((a, b) => ((bits[b] ?? 0) > (bits[a] ?? 0) ? b : a), left[0] ?? -1);
      const tool = order === undefined ? best : (left[order.below(Math.max(left.length, 1))] ?? -1);
      if (asked.length >= MOST || tool === -1) return ask("open");
      answers.push([tool, runs[tool]?.[asked.filter((each) => each === tool).length] ?? 3]);
      asked.push(tool);
    }
  };
}

/** The same answers in another order are the same belief. */
function remembered(believe: (counts: Float64Array) => Belief): Believing {
  const known = new Map<string, Belief>();
  return (answers) => {
    const counts = new Float64Array(TOOLS.length * 4);
    for (const [tool, answer] of answers) counts[tool * 4 + answer] = (counts[tool * 4 + answer] ?? 0) + 1;
    const key = counts.join("");
    const belief = known.get(key) ?? believe(counts);
    known.set(key, belief);
    return belief;
  };
}

/** The capability model. @param lineages false: every tool its own */
function capability(pilot: Estate, lineages: boolean, beliefs: Beliefs, options: FitOptions): Believing {
  const model: Model = makeModel(
    TOOLS.map(({ id, lineage }, tool) => ({ id, lineage: lineages ? lineage : id, proves: hasProved(pilot, tool) })),
    FOUR_CLASSES,
  );
  const cells = [...pilot.counts.entries()].filter(([, count]) => count > 0);
  const rows = {
    endpoint: cells.map(([cell]) => Math.floor(cell / 4 / TOOLS.length)),
    tool: cells.map(([cell]) => Math.floor(cell / 4) % TOOLS.length),
    evidence: cells.map(([cell]) => cell % 4),
    count: cells.map(([, count]) => count),
  };
  const { parameters } = fit(gather(model, rows, { endpoints: pilot.endpoints }), { beliefs, ...options });
  return remembered((counts) => believed(model, parameters, counts));
}
/** Whoever never proved anything is no tool that proves: its claims would be taken for decoys. */
const hasProved = ({ counts, endpoints }: Estate, tool: number): boolean =>
  Array.from({ length: endpoints }, (_, endpoint) => counts[(endpoint * TOOLS.length + tool) * 4 + PROOF] ?? 0).some(
    (proofs) => proofs > 0,
  );

function believed(model: Model, parameters: Parameters, counts: Float64Array): Belief {
  const pi = parameters.pi[0] ?? 0.5;
  let cells: readonly Cell[] = [];
  for (const [place, count] of counts.entries())
    if (count > 0) cells = withRuns(model, cells, Math.floor(place / 4), place % 4, count);
  return {
    probability: jointOf(model, parameters, cells, pi).probability,
    bits: TOOLS.map((_, tool) => worthOf(model, parameters, cells, pi, { tool, runs: 1, cost: 0 }, BALANCED).bits),
  };
}

const entropy = (p: number) => (p > 0 && p < 1 ? -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p)) : 0);

/** Plain Dawid and Skene: each run a vote, ? none. */
function dawidSkene(pilot: Estate): Believing {
  const { prevalence, confusion } = fitDawidSkene(plainVotes(pilot), { classPseudoCount: 1, votePseudoCount: 1 });
  const says = (tool: number, is: number, yes: number) => confusion[(tool * 2 + is) * 2 + yes] ?? 0.5;
  const after = (p: number, tool: number, yes: number) => {
    const joint = p * says(tool, 1, yes);
    const all = joint + (1 - p) * says(tool, 0, yes);
    return { p: joint / all, all };
  };
  return remembered((counts) => {
    let p = prevalence[1] ?? 0.5;
    for (const [place, count] of counts.entries()) {
      if (place % 4 === 3) continue;
      for (let run = 0; run < count; run++) p = after(p, Math.floor(place / 4), place % 4 === NEGATIVE ? 0 : 1).p;
    }
    const expected = (tool: number) =>
      [0, 1].reduce((sum, yes) => {
        const next = after(p, tool, yes);
        return sum + next.all * entropy(next.p);
      }, 0);
    return { probability: p, bits: TOOLS.map((_, tool) => entropy(p) - expected(tool)) };
  });
}

const place = (id: string) => TOOLS.findIndex((tool) => tool.id === id);
const ALL = TOOLS.map((_, tool) => tool);
const any = (positive: number) => positive > 0;

const POLICIES: Readonly<Record<string, (pilot: Estate, seed: number) => Policy>> = {
  "two free clones, any positive": () => once([place("f1"), place("f2")], any),
  "one per lineage, any positive": () => once([place("f1"), place("e1"), place("h1")], any),
  "majority of all ten": () => once(ALL, (positive, conclusive) => 2 * positive > conclusive),
  "any positive of all ten": () => once(ALL, any),
  "Dawid-Skene + EIG": (pilot) => untilSure(dawidSkene(pilot)),
  "evidence classes + EIG, no lineage": (pilot) => untilSure(capability(pilot, false, OPTIMISTIC, NO_GATE)),
  "both, random order": (pilot, seed) =>
    untilSure(capability(pilot, true, OPTIMISTIC, NO_GATE), randomStream(seed, "any tool")),
  "both + EIG": (pilot) => untilSure(capability(pilot, true, OPTIMISTIC, NO_GATE)),
  "both + EIG, pessimistic prior": (pilot) => untilSure(capability(pilot, true, PESSIMISTIC, NO_GATE)),
  "the same with the gate for small data (crosscheck)": (pilot) => untilSure(capability(pilot, true, PESSIMISTIC, {})),
};

const WORLDS: Readonly<Record<string, Pick<EstateOptions, "world" | "noProof">>> = {
  A: { world: "A" },
  B: { world: "B" },
  C: { world: "C" },
  "A, no proof": { world: "A", noProof: true },
};

export async function sequential(): Promise<void> {
  const lines = Object.entries(WORLDS).flatMap(([worldName, world]) => {
    const rounds = Array.from({ length: PILOTS }, (_, seed) => ({
      seed,
      pilot: simulateEstate({ ...world, coverage: "sparse", seed }),
      fresh: freshEndpoints({ ...world, seed: seed + 1000 }),
    }));
    return Object.entries(POLICIES).map(([name, make]) => {
      const ends = rounds.flatMap(({ seed, pilot, fresh }) => {
        const policy = make(pilot, seed);
        return fresh.map((endpoint) => ({ ...policy(endpoint), vulnerable: endpoint.vulnerable }));
      });
      return [worldName, name, ...figures(ends)];
    });
  });
  publish("sequential", TITLES, lines, { pilots: PILOTS, fresh: FRESH, lines });
}

const TITLES = ["world", "policy", "probes", "cost", "vulnerable", "missed", "predicted", "flagged", "open"];

function figures(ends: readonly (Outcome & { readonly vulnerable: boolean })[]): readonly string[] {
  const safe = ends.filter(({ vulnerable }) => !vulnerable);
  const cleared = ends.filter(({ end }) => end === "clear");
  const probes = ends.reduce((sum, { asked }) => sum + asked.length, 0);
  const cost = ends.reduce((sum, { asked }) => sum + asked.reduce((all, tool) => all + costOf(tool), 0), 0);
  const shareOf = (end: End) =>
    `${((100 * safe.filter((each) => each.end === end).length) / safe.length).toFixed(1)} %`;
  const predicted = cleared.some(({ probability }) => probability === null)
    ? ""
    : cleared.reduce((sum, { probability }) => sum + (probability ?? 0), 0).toFixed(1);
  return [
    (probes / ends.length).toFixed(2),
    (cost / ends.length).toFixed(1),
    String(ends.length - safe.length),
    String(cleared.filter(({ vulnerable }) => vulnerable).length),
    predicted,
    shareOf("flag"),
    shareOf("open"),
  ];
}

const costOf = (tool: number): number => COSTS[TOOLS[tool]?.lineage ?? "F"];
