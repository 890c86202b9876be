/** Estates as other code wants them: as votes for the reference models, as answers for the rules of thumb. */

import type { ToolAnswers } from "../baselines.ts";
import { at } from "../flat.ts";
import { type Vote, type VotePatterns, votePatterns } from "../votes.ts";
import type { Estate } from "./simulate.ts";

/** Each run a vote of its tool, proofs as good as claims, ? dropped: what plain Dawid and Skene sees. Class 1 is vulnerable. */
export function plainVotes({ endpoints, tools, counts }: Estate): VotePatterns {
  const votes: Vote[] = [];
  for (let item = 0; item < endpoints; item++)
    for (let observer = 0; observer < tools.length; observer++) {
      const { positive, negative } = answersAt(counts, item * tools.length + observer);
      votes.push({ item, observer, said: 1, count: positive }, { item, observer, said: 0, count: negative });
    }
  return votePatterns(votes, { items: endpoints, observers: tools.length, classes: 2 });
}

/** Of one endpoint, by tool. */
export function toolAnswers({ tools, counts }: Estate, endpoint: number): readonly ToolAnswers[] {
  return tools.map((_, tool) => answersAt(counts, endpoint * tools.length + tool));
}

function answersAt(counts: Uint8Array, cell: number): ToolAnswers {
  return {
    positive: at(counts, cell * 4) + at(counts, cell * 4 + 1),
    negative: at(counts, cell * 4 + 2),
    unknown: at(counts, cell * 4 + 3),
  };
}
