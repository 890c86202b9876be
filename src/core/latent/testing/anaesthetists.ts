/**
 * 45 patients, five observers, fitness for anaesthesia in four classes; observer 1 answered three times. Dawid and Skene,
 * Applied Statistics 28 (1979), table 1, as in reference/statistics.md 13.1 (the NumPyro example and dallascard/dawid_skene
 * agree; the R package `rater` has a 1 for patient 7's first 2: 16, trap 2).
 */

import { type VotePatterns, type Vote, votePatterns } from "../votes.ts";

const ROWS = `111 1 1 1 1|333 4 3 3 4|112 2 1 2 2|222 3 1 2 1|222 3 2 2 2|222 3 3 2 2|122 2 1 1 1|333 3 4 3 3|222 2 2 2 3|232 2 2 2 3
444 4 4 4 4|222 3 3 4 3|111 1 1 1 1|222 3 2 1 2|121 1 1 1 1|111 2 1 1 1|111 1 1 1 1|111 1 1 1 1|222 2 2 2 1|222 1 3 2 2
222 2 2 2 2|222 2 2 2 1|222 3 2 2 2|221 2 2 2 2|111 1 1 1 1|111 1 1 1 1|232 2 2 2 2|111 1 1 1 1|111 1 1 1 1|112 1 1 2 1
111 1 1 1 1|333 3 2 3 3|111 1 1 1 1|222 2 2 2 2|222 3 2 3 2|433 4 3 4 3|221 2 2 3 2|232 3 2 3 3|333 3 4 3 2|111 1 1 1 1
111 1 1 1 1|121 2 1 1 1|232 2 2 2 2|121 1 1 1 1|222 2 2 2 2`;

export const anaesthetistVotes: readonly Vote[] = ROWS.split(/[|\n]/).flatMap((row, item) =>
  row
    .split(" ")
    .flatMap((answers, observer) => Array.from(answers, (said) => ({ item, observer, said: Number(said) - 1 }))),
);

export const anaesthetists: VotePatterns = votePatterns(anaesthetistVotes, { items: 45, observers: 5, classes: 4 });
