/**
 * Two tests and two populations (Hui and Walter, Biometrics 36, 1980; reference/statistics.md 4.2, 13.3): both equally good in both,
 * independent given the truth, prevalence different. As many parameters as cells: nothing is left that could show an assumption wrong.
 */

import { answerProbabilities, type Design, identifiedAt, jacobian, type Theta } from "./identifiability.ts";
import { mostLikelyTheta } from "./hui-walter-em.ts";
import { at, sum } from "./flat.ts";
import { type Columns, inverse } from "./small-matrix.ts";

/** Counts of `[both 1, first only, second only, both 0]`. */
export type TwoTests = readonly [number, number, number, number];

export interface TwoPopulations<T = number> {
  readonly sensitivity: readonly [T, T];
  readonly specificity: readonly [T, T];
  readonly prevalence: readonly [T, T];
}

export type HuiWalter =
  | (TwoPopulations & {
      readonly known: true;
      /** The closed form, or the most likely values inside [0, 1] where that leads outside. */
      readonly method: "closed form" | "maximum likelihood";
      readonly logLikelihood: number;
      /** From the expected information; absent where an estimate is 0 or 1 or the parameters are not told apart there. */
      readonly standardErrors?: TwoPopulations;
    })
  | { readonly known: false; readonly reason: keyof typeof HUI_WALTER_REFUSALS; readonly detail: string };

export const HUI_WALTER_REFUSALS = {
  no_data: "a population has no counts",
  same_prevalence:
    "a test is positive as often in one population as in the other: nothing tells tests and prevalence apart",
  tests_opposed:
    "one test is positive more often in the first population, the other in the second: both cannot be right",
} as const;

const DESIGN: Design = { blocks: 2, strata: 2 };

/** Never throws, never NaN. Which class is "positive": both tests do better than chance. */
export function huiWalter(first: TwoTests, second: TwoTests): HuiWalter {
  const counted = [...first, ...second];
  if (!counted.every((count) => count >= 0 && count < Number.POSITIVE_INFINITY)) return refused("no_data");
  if (sum(first) === 0 || sum(second) === 0) return refused("no_data");
  const moments = [first, second].map(momentsOf) as [Moments, Moments];
  const [a, b] = [moments[1].first - moments[0].first, moments[1].second - moments[0].second];
  if (Math.abs(a) < 1e-12 || Math.abs(b) < 1e-12) return refused("same_prevalence");
  if (a * b < 0) return refused("tests_opposed");
  const closed = closedForm(moments, a, b);
  const inside = closed?.every((value) => value >= 0 && value <= 1) === true;
  const cells = Float64Array.from([first, second].flatMap(inAnswerOrder));
  const theta = inside && closed !== undefined ? closed : mostLikelyTheta(cells, closed);
  const errors = standardErrors(theta, cells);
  return {
    known: true,
    method: inside ? "closed form" : "maximum likelihood",
    ...named(theta, (share) => 1 - share),
    logLikelihood: logLikelihood(theta, cells),
    ...(errors === undefined ? {} : { standardErrors: named(errors, (error) => error) }),
  };
}

function refused(reason: keyof typeof HUI_WALTER_REFUSALS): HuiWalter {
  return { known: false, reason, detail: HUI_WALTER_REFUSALS[reason] };
}

interface Moments {
  /** Share of positives of each test, and their covariance. */
  readonly first: number;
  readonly second: number;
  readonly covariance: number;
}

function momentsOf([both, firstOnly, secondOnly, neither]: TwoTests): Moments {
  const total = both + firstOnly + secondOnly + neither;
  const [first, second] = [(both + firstOnly) / total, (both + secondOnly) / total];
  return { first, second, covariance: both / total - first * second };
}

/** Bit 0 is the first test's answer: neither, first only, second only, both. */
const inAnswerOrder = ([both, firstOnly, secondOnly, neither]: TwoTests) => [neither, firstOnly, secondOnly, both];

/**
 * With d = sensitivity - false positives: the difference of the populations' shares of positives is a = D d1 and b = D d2, where D
 * is that of the prevalences p; the covariance is d1 d2 p (1 - p). Hence k = covariance / a b = p (1 - p) / D^2 in each population,
 * which two quadratics solve for D; its sign is that of a, since the tests do better than chance.
 */
function closedForm(moments: readonly [Moments, Moments], a: number, b: number): Theta | undefined {
  const [k1, k2] = [moments[0].covariance / (a * b), moments[1].covariance / (a * b)];
  const s = k2 - k1 + 1;
  const square = 4 * k1 + s * s;
  if (!(square > 0)) return undefined;
  const difference = Math.sign(a) / Math.sqrt(square);
  const p1 = (1 - s * difference) / 2;
  const [d1, d2] = [a / difference, b / difference];
  const [f1, f2] = [moments[0].first - p1 * d1, moments[0].second - p1 * d2];
  const theta = Float64Array.of(p1, p1 + difference, f1 + d1, f2 + d2, f1, f2);
  // Rounding: 1 + 1e-16 is 1.
  return theta.map((value) => (value < 0 && value > -1e-12 ? 0 : value > 1 && value < 1 + 1e-12 ? 1 : value));
}

function named(theta: Theta, specificity: (falsePositives: number) => number): TwoPopulations {
  return {
    prevalence: [at(theta, 0), at(theta, 1)],
    sensitivity: [at(theta, 2), at(theta, 3)],
    specificity: [specificity(at(theta, 4)), specificity(at(theta, 5))],
  };
}

function logLikelihood(theta: Theta, cells: Float64Array): number {
  const probabilities = answerProbabilities(DESIGN, theta);
  return sum(cells.map((count, index) => (count > 0 ? count * Math.log(at(probabilities, index)) : 0)));
}

function standardErrors(theta: Theta, cells: Float64Array): Theta | undefined {
  if (theta.some((value) => value < 1e-6 || value > 1 - 1e-6) || !identifiedAt(DESIGN, theta)) return undefined;
  const probabilities = answerProbabilities(DESIGN, theta);
  const totals = [sum(cells.subarray(0, 4)), sum(cells.subarray(4))];
  const slopes = jacobian((moved) => answerProbabilities(DESIGN, moved), theta);
  const information: Columns = slopes.map((column) =>
    Float64Array.from(slopes, (other) =>
      sum(
        column.map((slope, cell) => (at(totals, cell < 4 ? 0 : 1) * slope * at(other, cell)) / at(probabilities, cell)),
      ),
    ),
  );
  const covariance = inverse(information);
  const errors =
    covariance === undefined ? undefined : theta.map((_, index) => Math.sqrt(at(covariance[index] ?? [], index)));
  return errors?.every(Number.isFinite) === true ? errors : undefined;
}
