/**
 * One of several machines behind the address is vulnerable (annex C: C-15): the same bytes, over and over, get both answers. A connection
 * counts only where the server showed that it had read on: it answered the heartbeat, or it refused the record behind it without an answer. So
 * neither loss, nor silence, nor a ban passes for a second machine.
 */

import type { Seen, SeenConnection } from "./seen.ts";

/** Each answer this often. */
const OFTEN = 3;
/** The first answer, the other one, and the first again: what changed once in between is no second machine. */
const CHANGES = 2;
/** Runs after which it is given up: one machine of three is met three times in nine by a balancer that counts. */
const MOST_RUNS = 12;
const INTERNAL_ERROR = 80;

export type NodeAnswer = "answered" | "refused";

/** null: the connection says nothing. */
function answerOn({ requests, heartbeats, chosen, fatal }: SeenConnection): NodeAnswer | null {
  if (requests.length === 0 || chosen === null) return null;
  if (heartbeats > 0) return "answered";
  // Of a server that is short of something, not of one that has read on.
  return fatal.length > 0 && !fatal.includes(INTERNAL_ERROR) ? "refused" : null;
}

/** What was sent on it, as far as it can make a difference. */
const sentOn = ({ hello, requests }: SeenConnection): string =>
  JSON.stringify([hello, requests.map(({ version, claimed, carried }) => [version, claimed, carried])]);

export interface BothAnswers {
  readonly answered: number;
  readonly refused: number;
}

/** Of connections on which the same was sent, in their order; null: (not yet) both answers often enough, in turn. */
export function bothAnswers(runs: readonly Seen[]): BothAnswers | null {
  const groups = new Map<string, NodeAnswer[]>();
  for (const connection of runs.flatMap(({ connections }) => connections)) {
    const answer = answerOn(connection);
    if (answer === null) continue;
    const key = sentOn(connection);
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  for (const answers of groups.values()) {
    const answered = answers.filter((answer) => answer === "answered").length;
    const refused = answers.length - answered;
    const changes = answers.filter((answer, index) => index > 0 && answer !== answers[index - 1]).length;
    if (answered >= OFTEN && refused >= OFTEN && changes >= CHANGES) return { answered, refused };
  }
  return null;
}

/** Runs after which one answer alone is taken for the only one. */
const HOPELESS = 6;
/** Runs without any after which none is expected. */
const SILENT = 2;

/** Whether another run can still show it. */
export function worthAnother(runs: readonly Seen[]): boolean {
  const answers = new Set(runs.flatMap(({ connections }) => connections.map(answerOn)).filter((each) => each !== null));
  if (answers.size === 0) return runs.length < SILENT;
  return runs.length < MOST_RUNS && (answers.size > 1 || runs.length < HOPELESS);
}
