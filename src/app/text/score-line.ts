/** The one-line progress report of measuring detectors against the range, as a pure function of how far each is. */

import { bar, clock, count } from "./progress-line.ts";
import { truncate } from "./width.ts";

/** How far one detector is. */
export interface Measured {
  readonly id: string;
  /** Tools and profiles have queues of their own. */
  readonly lane: "tools" | "profiles";
  /** Answers so far. */
  readonly done: number;
  readonly total: number;
  /** When it began, after the beginning of all; null: it waits. */
  readonly startedMs: number | null;
}

/** At most `columns` wide, no line end, no escape sequences. What is expected to end last comes first. */
export function scoreLine(states: readonly Measured[], elapsedMs: number, columns: number): string {
  const [done, total] = [sum(states, "done"), sum(states, "total")];
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const left = leftMs(states, elapsedMs);
  const time = `${clock(elapsedMs / 1000)}${left === null ? "" : `, about ${clock(left / 1000)} left`}`;
  const finished = states.filter((state) => state.done >= state.total).length;
  const running = states.filter((state) => state.startedMs !== null && state.done < state.total);
  const tools = running
    .filter(({ lane }) => lane === "tools")
    .toSorted((a, b) => a.done / a.total - b.done / b.total)
    .map((state) => `${state.id} ${state.done}/${state.total}`);
  const profiles = running.length - tools.length;
  const who = [...tools, ...(profiles === 0 ? [] : [`${profiles} profile${profiles === 1 ? "" : "s"}`])].join(", ");
  const head = `${bar(share)} ${Math.floor(share * 100)}%  ${time}  ${finished} of ${states.length} measured`;
  return truncate(`${head}${who === "" ? "" : `; now ${who}`}  ${count(done)}/${count(total)} answers`, columns);
}

/** Until the last detector and the last queue end, if each goes on as it has gone so far; null: nothing tells yet. */
function leftMs(states: readonly Measured[], elapsedMs: number): number | null {
  const queues = (["tools", "profiles"] as const).map((lane) => {
    const all = states.filter((state) => state.lane === lane);
    return { done: sum(all, "done"), total: sum(all, "total"), startedMs: 0 };
  });
  const each = [...states, ...queues].flatMap(({ done, total, startedMs }) =>
    startedMs === null || done === 0 ? [] : [((elapsedMs - startedMs) * (total - done)) / done],
  );
  const longest = Math.max(0, ...each);
  return longest > 0 ? longest : null;
}

function sum(states: readonly Measured[], what: "done" | "total"): number {
  return states.reduce((all, state) => all + state[what], 0);
}
