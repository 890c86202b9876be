/** The parameters of the golden vectors (statistics.md, 13.7): four tools of three lineages, four classes. */

import type { Cell } from "../cells.ts";
import type { EvidenceClass } from "../evidence.ts";
import { makeModel, type Parameters } from "../model.ts";

const f = 1e-6;

export const FOUR_CLASSES: readonly EvidenceClass[] = [
  { code: "proof", role: "proof", meaning: "proof", phi: f, verified: true },
  { code: "weak", role: "positive", meaning: "weak positive" },
  { code: "neg", role: "negative", meaning: "negative", controlled: true, whenBroken: 1 },
  { code: "?", role: "inconclusive", meaning: "inconclusive" },
];

export const GOLDEN_MODEL = makeModel(
  [
    { id: "a1", lineage: "F", proves: true },
    { id: "a2", lineage: "F", proves: true },
    { id: "b1", lineage: "E", proves: false },
    { id: "h1", lineage: "H", proves: true },
  ],
  FOUR_CLASSES,
);

const a = [0.9, f, 0.06 - f, 0.04, f, 0.003, 0.957 - f, 0.04, f, f, 0.55 - f, 0.45 - f, f, 0.85 - f, 0.12, 0.03];
const b = [f, 0.93 - f, 0.04, 0.03, f, 0.004, 0.966 - f, 0.03, f, f, 0.25 - f, 0.75 - f, f, 0.85 - f, 0.12, 0.03];
const h = [0.92, f, 0.03 - f, 0.05, f, 0.001, 0.949 - f, 0.05, f, f, 0.1 - f, 0.9 - f, f, 0.5 - f, 0.47, 0.03];

export const GOLDEN: Parameters = {
  pi: Float64Array.of(0.03),
  chi: 0.005,
  rho: Float64Array.of(0.62, 0.22, 0.14, 0.02, 0.84, 0.06, 0.06, 0.04, 0.86, 0.06, 0.08, 0),
  kappa: Float64Array.of(0.05, 0.05, 0, 0),
  tau: Float64Array.from({ length: 16 }, (_, i) => (i % 4 === 3 ? 0.1 : 0.3)),
  rows: Float64Array.from([...a, ...a, ...b, ...h]),
};

export const [A1, A2, B1, H1] = [0, 1, 2, 3] as const;

/** `cells([A1, [0, 0, 1, 0]])` */
export const cells = (...given: readonly (readonly [number, readonly number[]])[]): readonly Cell[] =>
  given.map(([tool, counts]) => ({ tool, counts: Float64Array.from(counts) }));

const NEG = [0, 0, 1, 0];

/** Name, cells, P(vulnerable). */
export const GOLDEN_VECTORS: readonly (readonly [string, readonly Cell[], number])[] = [
  ["G1", [], 0.03],
  ["G2", cells([A1, NEG]), 0.011769724235139322],
  ["G3", cells([A1, [0, 0, 3, 0]]), 0.00913868536515664],
  ["G4", cells([A1, NEG], [A2, NEG]), 0.009251246300649461],
  ["G5", cells([A1, NEG], [B1, NEG]), 0.0016241807953337472],
  ["G6", cells([A1, NEG], [B1, NEG], [H1, NEG]), 0.00030616007210780544],
  ["G7", cells([A1, [0, 0, 1, 2]]), 0.02858418329485516],
  ["G8", cells([B1, [0, 1, 0, 0]]), 0.4003139168124634],
  ["G9", cells([A1, NEG], [B1, [0, 1, 0, 0]], [H1, NEG]), 0.025730282611426222],
  ["G10", cells([A1, [0, 0, 2, 0]], [A2, [0, 0, 2, 0]], [B1, [0, 0, 2, 0]], [H1, [1, 0, 1, 0]]), 0.9419568625900056],
  ["G11", cells([A1, [0, 0, 0, 2]], [B1, [0, 0, 0, 2]], [H1, [0, 0, 0, 2]]), 0.03],
];
