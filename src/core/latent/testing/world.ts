/**
 * The tools of the simulated estates (reference/statistics.md 12.1): ten detectors in three lineages, five free clones (F), three
 * commercial ones of which one proves (E), two of our own (H).
 */

/** What a run says: proof, a positive without proof, a negative, ?. */
export const ANSWERS = ["proof", "weak", "negative", "unknown"] as const;
/** Probabilities in the order of ANSWERS. */
export type Row = readonly [number, number, number, number];

/** How a check behaves where it works on a vulnerable (S) or safe endpoint (N), is broken (X), or is deceived (D). */
export interface Behaviour {
  readonly S: Row;
  readonly N: Row;
  readonly X: Row;
  readonly D: Row;
}

export type LineageName = "F" | "E" | "H";

export interface SimulatedTool {
  readonly id: string;
  readonly lineage: LineageName;
  /** How often it is blind or broken where its lineage is not: 4 to 10 %. */
  readonly deviates: number;
  readonly behaviour: Behaviour;
  /** In world C: on vulnerable endpoints as often as in world A but run by run; on safe ones 0.75 % false positives. */
  readonly alone: { readonly S: Row; readonly N: Row };
  /** Proves what it finds, rather than claiming it. */
  readonly proves: boolean;
  /** The same code under another name: whatever happens to the first of its name happens to it. */
  readonly cloneOf?: string;
}

/** Working, silently blind, broken, decoy. */
export const CAPABILITIES: Readonly<Record<LineageName, Row>> = {
  F: [0.62, 0.22, 0.14, 0.02],
  E: [0.84, 0.06, 0.06, 0.04],
  H: [0.86, 0.06, 0.08, 0],
};

const FREE: Behaviour = {
  S: [0.9, 0, 0.06, 0.04],
  N: [0, 0.003, 0.96, 0.037],
  X: [0, 0, 0.55, 0.45],
  D: [0, 0.85, 0.12, 0.03],
};
const COMMERCIAL: Behaviour = {
  S: [0.55, 0.38, 0.04, 0.03],
  N: [0, 0.004, 0.966, 0.03],
  X: [0, 0, 0.25, 0.75],
  D: FREE.D,
};
const CLAIMING: Behaviour = { ...COMMERCIAL, S: [0, 0.93, 0.04, 0.03] };
const OWN: Behaviour = {
  S: [0.92, 0, 0.03, 0.05],
  N: [0, 0.001, 0.95, 0.049],
  X: [0, 0, 0.1, 0.9],
  D: [0, 0.5, 0.47, 0.03],
};

const tool = (id: string, lineage: LineageName, deviates: number, behaviour: Behaviour): SimulatedTool => ({
  id,
  lineage,
  deviates,
  behaviour,
  alone: { S: marginal(lineage, behaviour), N: independentNegative(marginal(lineage, behaviour)[3]) },
  proves: behaviour.S[0] > 0,
});

const independentNegative = (unknown: number): Row => [0, 0.0075, 1 - 0.0075 - unknown, unknown];

/** A run's answer on a vulnerable endpoint when the state is not known: blind looks like safe. */
function marginal(lineage: LineageName, { S, N, X, D }: Behaviour): Row {
  const [works, blind, broken, decoy] = CAPABILITIES[lineage];
  const at = (k: 0 | 1 | 2 | 3) => works * S[k] + blind * N[k] + broken * X[k] + decoy * D[k];
  return [at(0), at(1), at(2), at(3)];
}

export const TOOLS: readonly SimulatedTool[] = [
  tool("f1", "F", 0.04, FREE),
  tool("f2", "F", 0.05, FREE),
  tool("f3", "F", 0.06, FREE),
  tool("f4", "F", 0.08, FREE),
  tool("f5", "F", 0.1, FREE),
  tool("e1", "E", 0.04, COMMERCIAL),
  tool("e2", "E", 0.07, CLAIMING),
  tool("e3", "E", 0.1, CLAIMING),
  tool("h1", "H", 0.04, OWN),
  tool("h2", "H", 0.08, OWN),
];

/** The ten, and so many more names for one of them: a judgement must not gain by it. */
export function withClones(of: string, clones: number): readonly SimulatedTool[] {
  const original = TOOLS.filter(({ id }) => id === of);
  const copies = original.flatMap((first) =>
    Array.from({ length: clones }, (_, index) => ({ ...first, id: `${of}-clone${index + 1}`, cloneOf: of })),
  );
  return [...TOOLS, ...copies];
}
