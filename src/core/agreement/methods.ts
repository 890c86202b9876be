/** How each number of an agreement report is computed: the words for people and the reference for whoever wants to check. */

export interface Method {
  readonly name: string;
  readonly formula: string;
  /** Which endpoints are its rows. */
  readonly over: string;
  /** How its interval is made; null: it has none. */
  readonly interval: string | null;
  readonly reference: string;
}

const BOOTSTRAP =
  "95 %: percentiles of 2000 resamples of endpoints, fixed seed; none where more than 5 % of them are undefined";
const EXACT = "95 %, exact: Clopper-Pearson";

const BOTH = "endpoints where both said 1 or 0";
const GROUP = "endpoints with two answers of 1 or 0, or more";

/** By the key that a number carries as its `method`. a: both say 1; b, c: only the first, only the second; d: both say 0. */
export const METHODS = {
  positive_agreement: {
    name: "positive agreement",
    formula: "2a / (2a + b + c)",
    over: BOTH,
    interval: `${EXACT} for a of a + b + c, carried over`,
    reference: "Cicchetti and Feinstein, J. Clin. Epidemiol. 43 (1990)",
  },
  negative_agreement: {
    name: "negative agreement",
    formula: "2d / (2d + b + c)",
    over: BOTH,
    interval: `${EXACT} for d of d + b + c, carried over`,
    reference: "Cicchetti and Feinstein, J. Clin. Epidemiol. 43 (1990)",
  },
  raw_agreement: {
    name: "raw agreement",
    formula:
      "endpoints (of a group: pairs of answers about an endpoint, averaged over endpoints) on which both say the same, of all",
    over: `of a pair: ${BOTH}; of a group: ${GROUP}; under unknownAsAnswer, ? counts as an answer`,
    interval: `of a pair ${EXACT}; of a group ${BOOTSTRAP}`,
    reference: "Gwet, Handbook of Inter-Rater Reliability (2014)",
  },
  cohen_kappa: {
    name: "Cohen's kappa",
    formula: "(pa - pe) / (1 - pe), pe = sum of p(k, first) p(k, second)",
    over: `${BOTH}; under unknownAsAnswer, those that both were asked about`,
    interval: BOOTSTRAP,
    reference: "Cohen, Educ. Psychol. Meas. 20 (1960)",
  },
  fleiss_kappa: {
    name: "Fleiss' kappa, missing answers allowed",
    formula: "(pa - pe) / (1 - pe), pe = sum of p(k)^2, each endpoint weighted by its own number of answers",
    over: GROUP,
    interval: BOOTSTRAP,
    reference: "Fleiss, Psychol. Bull. 76 (1971); Gwet, Handbook of Inter-Rater Reliability (2014)",
  },
  conger_kappa: {
    name: "Conger's kappa",
    formula:
      "(pa - pe) / (1 - pe), pe = sum of mean p(k)^2 less the variance of p(k) between detectors over their number",
    over: GROUP,
    interval: null,
    reference: "Conger, Psychol. Bull. 88 (1980); Gwet, Handbook of Inter-Rater Reliability (2014)",
  },
  gwet_ac1: {
    name: "Gwet's AC1",
    formula: "(pa - pe) / (1 - pe), pe = sum of p(k) (1 - p(k)) / (q - 1)",
    over: `of a pair: ${BOTH}; of a group: ${GROUP}; under unknownAsAnswer, ? counts as an answer`,
    interval: BOOTSTRAP,
    reference: "Gwet, Br. J. Math. Stat. Psychol. 61 (2008)",
  },
  brennan_prediger: {
    name: "Brennan and Prediger's coefficient (of two categories: PABAK)",
    formula: "(pa - 1/q) / (1 - 1/q)",
    over: GROUP,
    interval: BOOTSTRAP,
    reference: "Brennan and Prediger, Educ. Psychol. Meas. 41 (1981)",
  },
  krippendorff_alpha: {
    name: "Krippendorff's alpha, nominal, missing answers allowed",
    formula: "1 - (n - 1) sum o(c, k) / sum n(c) n(k), c other than k",
    over: `of a pair: ${BOTH}; of a group: ${GROUP}; under unknownAsAnswer, ? counts as an answer`,
    interval: BOOTSTRAP,
    reference: "Krippendorff, Computing Krippendorff's Alpha-Reliability (2011)",
  },
  mcnemar: {
    name: "McNemar's test",
    formula:
      "2 P(Bin(b + c, 1/2) <= min(b, c)), at most 1; mid-p takes away P(Bin = min); several at once: Holm's correction",
    over: `${BOTH}; changeOfUnknown: those where exactly one said ?`,
    interval: `${EXACT} for b of b + c`,
    reference: "McNemar, Psychometrika 12 (1947); Holm, Scand. J. Statist. 6 (1979)",
  },
  cochran_q: {
    name: "Cochran's Q",
    formula: "(k - 1) (k sum G(j)^2 - T^2) / (k T - sum L(i)^2), over endpoints that all answered",
    over: "endpoints that every column answered with 1 or 0",
    interval: null,
    reference: "Cochran, Biometrika 37 (1950)",
  },
  discordance: {
    name: "discordance of repeats",
    formula: "sum 2 y (n - y) / sum n (n - 1), over endpoints asked n times with y answers of 1",
    over: "endpoints that a detector answered more than once with 1 or 0 in one version, from one vantage, without a gap of more than a day",
    interval: `${EXACT} where all were asked twice, otherwise ${BOOTSTRAP}`,
    reference: "Fleiss and Cuzick, Appl. Psychol. Meas. 3 (1979)",
  },
  flake_rate: {
    name: "rate of flaking f",
    formula: "2 f (1 - f) = discordance",
    over: "endpoints that a detector answered more than once with 1 or 0 in one version, from one vantage, without a gap of more than a day",
    interval: null,
    reference: "Fleiss and Cuzick, Appl. Psychol. Meas. 3 (1979)",
  },
  intraclass: {
    name: "intraclass correlation of repeats",
    formula: "1 - [sum y (n - y) / n] / [(N - K) p (1 - p)]",
    over: "endpoints that a detector answered more than once with 1 or 0 in one version, from one vantage, without a gap of more than a day",
    interval: null,
    reference: "Fleiss and Cuzick, Appl. Psychol. Meas. 3 (1979)",
  },
  clusters: {
    name: "tree of detectors",
    formula:
      "average linkage of 1 - positive agreement, over endpoints that somebody calls vulnerable; fewer than 5 of them in common, or none called vulnerable by either: distance 1; ties by detector id",
    over: "endpoints that at least one detector calls vulnerable",
    interval: "support: share of resamples of endpoints with the same branch",
    reference: "Sokal and Michener (1958); Lance and Williams, Comput. J. 9 (1967)",
  },
} as const satisfies Record<string, Method>;

export type MethodId = keyof typeof METHODS;

/** A number of a report. Where there is none, `because` says why; an interval may be missing beside a number. */
export interface Estimate {
  readonly method: MethodId;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly because: string | null;
  /** Endpoints it rests on. */
  readonly rows: number;
  /** Of its bootstrap: how many resamples, and in how many of them it was undefined; null: the interval is exact, or there is none. */
  readonly resamples: { readonly all: number; readonly undefined: number } | null;
}
