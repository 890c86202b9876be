/** What differs between a genuine server and its twin, by what one detector met at both. */

import { KNOWN_DIFFERENCES, type KnownDifference } from "../../../src/range/genuine/known-differences.ts";
import { type Asked, normalised } from "./normalise.ts";
import type { Conversation } from "./recording-relay.ts";

/** What one detector met at one server. */
export interface Meeting {
  readonly conversations: readonly Conversation[];
  /** Outcome and reason. */
  readonly answer: string;
}

export interface Difference {
  readonly text: string;
  /** null: it is news. */
  readonly known: KnownDifference | null;
}

/** Connections are matched by what was said in them: tools open several at once, in any order. */
export function differences(asked: Asked, genuine: Meeting, twin: Meeting): readonly Difference[] {
  const mine = KNOWN_DIFFERENCES.filter(
    ({ servers, detectors }) => servers.test(asked.id) && detectors.includes(asked.detector),
  );
  const lines = (meeting: Meeting): string[] => meeting.conversations.map((one) => normalised(one, asked)).toSorted();
  const [here, there] = [lines(genuine), lines(twin)];
  const found = [
    ...without(here, there).map((line) => ({ who: "genuine", line })),
    ...without(there, here).map((line) => ({ who: "twin", line })),
  ].map(({ who, line }): Difference => {
    const known = mine.find(({ conversations }) => conversations.test(line)) ?? null;
    return { text: `${asked.detector} ${asked.id} ${who}: ${line}`, known };
  });
  if (genuine.answer === twin.answer) return found;
  const known = mine.find(({ answer }) => answer) ?? null;
  const text = `${asked.detector} ${asked.id}: ${genuine.answer} of the genuine one, ${twin.answer} of the twin`;
  return [...found, { text, known }];
}

/** `all` less one for each of `others`. */
function without(all: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...all];
  for (const other of others) {
    const at = left.indexOf(other);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}
