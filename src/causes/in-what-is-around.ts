/** Causes that lie neither in what a tool sends nor in how it reads: who else asked, who asked before, which address it asked (annex C: C-14, C-16). */

import { type CauseAround, type Known, type Scene, type Staging, scene } from "./around.ts";
import type { Seen, SeenConnection } from "./seen.ts";

/** Copies beside it where nobody knows how many there were. */
const SOME_BESIDE = 7;
/** How much quiet may lift a ban, ms: the least first. */
const QUIET_MS = [3000, 15_000, 45_000] as const;
const MOST_ADDRESSES = 4;
const TURNS = [0, 1, 2] as const;

/** No word of TLS on it, not even a refusal. */
const shut = ({ chosen, alerts }: SeenConnection): boolean => chosen === null && alerts === 0;
const letIn = ({ connections }: Seen): boolean => connections.some(({ chosen }) => chosen !== null);
const turnedAway = ({ connections }: Seen): boolean => connections.length > 0 && connections.every(shut);
/** First let in, then no longer. */
const shutOnTheWay = (seen: Seen): boolean => {
  const last = seen.connections.at(-1);
  return letIn(seen) && last !== undefined && shut(last);
};
/** The unchanged conversation comes to the verdict now, every time. */
const saysTheVerdict = ({ own, split }: Known): boolean =>
  own.length > 0 && own.every(({ outcome }) => outcome === split.wanted);

export const WHAT_IS_AROUND: readonly CauseAround[] = [
  {
    id: "order",
    annex: ["C-16"],
    factor: "order (a ban or a rate limit)",
    stagings: ({ own, possible }) => {
      const away = own.some(({ seen }) => turnedAway(seen));
      const onTheWay = own.some(({ seen }) => shutOnTheWay(seen));
      if (!possible.sources) return away ? QUIET_MS.map(afterQuiet) : [];
      return [...(away ? [fromElsewhere()] : []), ...(onTheWay ? [eachFromElsewhere()] : [])];
    },
  },
  {
    id: "other_address",
    annex: ["C-14"],
    factor: "other addresses of the name",
    stagings: (known) =>
      saysTheVerdict(known)
        ? (known.split.circumstances?.otherAddresses ?? []).slice(0, MOST_ADDRESSES).map(atAnotherAddress)
        : [],
  },
  {
    id: "parallel",
    annex: ["C-16"],
    factor: "parallel or alone",
    stagings: (known) => {
      const beside = known.split.circumstances?.beside ?? null;
      // The last turn takes two more than the first.
      const most = Math.min(beside ?? SOME_BESIDE, known.possible.beside - 2);
      return saysTheVerdict(known) && beside !== 0 && most > 0 ? [besideOthers(most)] : [];
    },
  },
];

/**
 * A-B-A on addresses that had asked nothing before: let in at first, turned away from then on, while the next is let in. No balancer that
 * counts connections gives this order of answers.
 */
function fromElsewhere(): Staging {
  const first = (from: number): Scene => scene("wanted", { from }, letIn);
  const again = (from: number): Scene => scene("observed", { from }, turnedAway);
  return {
    value: "another source address",
    scenes: [first(1), again(1), first(2), again(1), again(2), first(3), again(2), again(3)],
    words: {
      because: "its address was turned away after an earlier test (a ban or a rate limit)",
      same: "the same from an address that had asked nothing before, which then was turned away too",
    },
  };
}

/** Its own first connections are what it is banned for. */
function eachFromElsewhere(): Staging {
  return {
    value: "every connection from another source address",
    scenes: TURNS.flatMap((turn) => [
      // Not those of `fromElsewhere`.
      scene("observed", { from: turn + 4 }, shutOnTheWay),
      scene("wanted", { from: "each" }),
    ]),
    words: {
      because: "its first connection gets its later ones turned away (a ban or a rate limit)",
      same: "the same with every connection from another address",
    },
  };
}

/** Where there is only one address to ask from. The turns differ in length, so that no balancer counts along. */
function afterQuiet(quietMs: number): Staging {
  const again = scene("observed", {}, turnedAway);
  const first = scene("wanted", { afterMs: quietMs }, letIn);
  return {
    value: `${quietMs / 1000} s of quiet before it`,
    scenes: [first, again, again, first, again, again, again, first, again],
    words: {
      because: "it was turned away after an earlier test (a ban or a rate limit)",
      same: `the same after ${quietMs / 1000} s of quiet, and turned away again at once`,
    },
  };
}

function atAnotherAddress(address: string): Staging {
  return {
    value: "another address of the name",
    scenes: TURNS.flatMap(() => [scene("wanted"), scene("observed", { address })]),
    words: {
      because: "another address of the same name answers so",
      where: address,
      same: "the same at this address",
    },
  };
}

/** One more beside it in every turn, so that no balancer counts along. */
function besideOthers(beside: number): Staging {
  return {
    value: "alone",
    scenes: TURNS.flatMap((turn) => [scene("wanted"), scene("observed", { beside: beside + turn })]),
    words: { because: `others asked at the same time (${beside} are enough)`, same: "the same alone" },
  };
}
