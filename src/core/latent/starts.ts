/** Where EM begins: memberships `[pattern][class]`, flat. EM ends where its start leads it, so tests fix the start (13.1). */

import type { RandomStream } from "../stats/random-stream.ts";
import { normalise } from "./dawid-skene-steps.ts";
import { add, at } from "./flat.ts";
import type { VotePatterns } from "./votes.ts";

/** The shares of an item's own votes; of all votes, where it has none. */
export function voteShareStart(votes: VotePatterns): Float64Array {
  const { classes } = votes;
  const memberships = new Float64Array(votes.weight.length * classes);
  const pooled = new Float64Array(classes);
  for (const [pattern, weight] of votes.weight.entries())
    for (let cell = at(votes.starts, pattern); cell < at(votes.starts, pattern + 1); cell++) {
      add(memberships, pattern * classes + at(votes.said, cell), at(votes.count, cell));
      add(pooled, at(votes.said, cell), weight * at(votes.count, cell));
    }
  normalise(pooled, 0, classes);
  for (const pattern of votes.weight.keys()) {
    if (at(votes.starts, pattern) === at(votes.starts, pattern + 1)) memberships.set(pooled, pattern * classes);
    normalise(memberships, pattern * classes, classes);
  }
  return memberships;
}

/** Memberships drawn evenly from all that are possible (Dirichlet with ones). */
export function randomStart(votes: VotePatterns, stream: RandomStream): Float64Array {
  const memberships = new Float64Array(votes.weight.length * votes.classes).map(() => stream.exponential());
  for (const pattern of votes.weight.keys()) normalise(memberships, pattern * votes.classes, votes.classes);
  return memberships;
}
