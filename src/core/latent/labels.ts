/**
 * A latent class has no name: a fit with two classes swapped is as likely. A start drawn by chance may end in either, so the
 * names are given afterwards, by what most votes for the class said.
 */

import { expectedVotes, type Parameters } from "./dawid-skene-steps.ts";
import { add, at, sum } from "./flat.ts";
import type { VotePatterns } from "./votes.ts";

export interface Named extends Parameters {
  /** `[observer][class]`, flat. */
  readonly votesBehind: Float64Array;
  /** `[pattern][class]`, flat. */
  readonly classOf: Float64Array;
}

/** Renames classes until no exchange of two names makes more votes agree with the class they are about. */
export function alignLabels(votes: VotePatterns, parameters: Parameters, memberships: Float64Array): Named {
  const { classes, observers } = votes;
  const expected = expectedVotes(votes, memberships);
  const agreement = new Float64Array(classes * classes);
  for (const [index, amount] of expected.entries()) add(agreement, index % (classes * classes), amount);
  const named = exchange(agreement, classes);
  const votesBehind = new Float64Array(observers * classes);
  const prevalence = new Float64Array(classes);
  const confusion = new Float64Array(observers * classes * classes);
  const classOf = new Float64Array(memberships.length);
  for (const [name, hidden] of named.entries()) {
    prevalence[name] = at(parameters.prevalence, hidden);
    for (let pattern = 0; pattern < votes.weight.length; pattern++)
      classOf[pattern * classes + name] = at(memberships, pattern * classes + hidden);
    for (let observer = 0; observer < observers; observer++) {
      const from = (observer * classes + hidden) * classes;
      const row = observer * classes + name;
      confusion.set(parameters.confusion.subarray(from, from + classes), row * classes);
      for (let said = 0; said < classes; said++) add(votesBehind, row, at(expected, from + said));
    }
  }
  return { prevalence, confusion, votesBehind, classOf };
}

/** `[name]`: the hidden class that bears it. Each exchange gains, so it ends. */
function exchange(agreement: Float64Array, classes: number): readonly number[] {
  const named = Array.from({ length: classes }, (_, index) => index);
  const least = 1e-9 * Math.max(1, sum(agreement));
  const agreeing = (name: number, hidden: number) => at(agreement, hidden * classes + name);
  for (let again = true; again; ) {
    again = false;
    for (let a = 0; a < classes; a++)
      for (let b = a + 1; b < classes; b++) {
        const [x, y] = [at(named, a), at(named, b)];
        const gain = agreeing(a, y) + agreeing(b, x) - agreeing(a, x) - agreeing(b, y);
        if (gain > least) {
          [named[a], named[b]] = [y, x];
          again = true;
        }
      }
  }
  return named;
}
