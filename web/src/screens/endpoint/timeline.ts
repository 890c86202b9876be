/**
 * Observations through time: a lane for each detector, the answers as marks on it. Time runs evenly while answers come in, and is cut
 * where nobody asked for a while. Between two answers of a lane stands what may be said of the time between: the same as both, or
 * nothing. Pure.
 */

import type { OutcomeName } from "../../parts/signs.tsx";

export interface Told {
  readonly id: number;
  readonly detector: string;
  readonly run: string;
  readonly version: string;
  readonly outcome: OutcomeName;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly counted: boolean;
}

export interface Mark<T extends Told> {
  readonly of: T;
  /** Percent of the width. */
  readonly at: number;
}

/** `sure`: both ends say so. `open`: the ends differ, or say nothing. `after`: since the last answer. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly outcome: OutcomeName;
  readonly kind: "sure" | "open" | "after";
}

export interface Lane<T extends Told> {
  readonly detector: string;
  readonly marks: readonly Mark<T>[];
  readonly spans: readonly Span[];
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface Timeline<T extends Told> {
  readonly lanes: readonly Lane<T>[];
  /** When answers came in. */
  readonly stretches: readonly Stretch[];
  /** When nobody asked: where, and for how long, ms. */
  readonly pauses: readonly { readonly from: number; readonly to: number; readonly ms: number }[];
  /** Pixels below which marks would touch. */
  readonly minWidth: number;
}

const MINUTE = 60_000;
/** Pauses that cut the axis: the shortest of these that leaves few enough stretches. */
const CUTS = [5 * MINUTE, 60 * MINUTE, 24 * 60 * MINUTE, 7 * 24 * 60 * MINUTE, Number.POSITIVE_INFINITY];
const MOST_STRETCHES = 12;
/** Pixels. */
const MARK = 26;
const PAUSE = 56;
const LEAST = 88;

/** @param detectors in the order of the matrix; others come behind */
export function timelineOf<T extends Told>(told: readonly T[], detectors: readonly string[]): Timeline<T> {
  const all = told
    .map((of) => ({ of, ms: Date.parse(of.startedAt) }))
    .filter(({ ms }) => Number.isFinite(ms))
    .toSorted((a, b) => a.ms - b.ms || a.of.id - b.of.id);
  if (all.length === 0) return { lanes: [], stretches: [], pauses: [], minWidth: 0 };
  const bursts = burstsOf(all);
  const widths = bursts.map((burst) => Math.max(LEAST, MARK * (1 + most(burst.map(({ of }) => of.detector)))));
  const minWidth = widths.reduce((sum, width) => sum + width + PAUSE, 0);
  const percent = (px: number) => (100 * px) / minWidth;

  const stretches: Stretch[] = [];
  const pauses: { from: number; to: number; ms: number }[] = [];
  const marks = new Map<string, Mark<T>[]>();
  let left = 0;
  for (const [index, burst] of bursts.entries()) {
    const width = widths[index] ?? LEAST;
    const [startsAt, endsAt] = [burst[0]?.ms ?? 0, burst.at(-1)?.ms ?? 0];
    for (const detector of new Set(burst.map(({ of }) => of.detector))) {
      const own = burst.filter(({ of }) => of.detector === detector);
      const room = width - MARK;
      const wanted = own.map(({ ms }) =>
        endsAt > startsAt ? ((ms - startsAt) / (endsAt - startsAt)) * room : room / 2,
      );
      const placed = apart(wanted, room).map((px, at) => ({ px, of: own[at]?.of }));
      const lane = marks.get(detector) ?? [];
      for (const { px, of } of placed) if (of !== undefined) lane.push({ of, at: percent(left + MARK / 2 + px) });
      marks.set(detector, lane);
    }
    stretches.push({ from: percent(left), to: percent(left + width), startsAt, endsAt });
    left += width;
    const next = bursts[index + 1]?.[0]?.ms;
    if (next !== undefined) pauses.push({ from: percent(left), to: percent(left + PAUSE), ms: next - endsAt });
    left += PAUSE;
  }
  const named = [...marks.keys()];
  const order = [...detectors.filter((name) => marks.has(name)), ...named.filter((name) => !detectors.includes(name))];
  const lanes = order.map((detector) => {
    const own = marks.get(detector) ?? [];
    return { detector, marks: own, spans: spansOf(own) };
  });
  return { lanes, stretches, pauses, minWidth };
}

function burstsOf<T extends { readonly ms: number }>(all: readonly T[]): readonly (readonly T[])[] {
  for (const cut of CUTS) {
    const bursts: T[][] = [];
    for (const each of all) {
      const last = bursts.at(-1);
      const before = last?.at(-1)?.ms ?? Number.NEGATIVE_INFINITY;
      if (last === undefined || each.ms - before > cut) bursts.push([each]);
      else last.push(each);
    }
    if (bursts.length <= MOST_STRETCHES) return bursts;
  }
  return [all];
}

function most(names: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

/** Moved as little as a simple sweep can so that neighbours do not touch: there is room for all. */
function apart(wanted: readonly number[], room: number): readonly number[] {
  const placed: number[] = [];
  for (const [at, px] of wanted.entries()) placed.push(Math.max(px, at === 0 ? 0 : (placed[at - 1] ?? 0) + MARK));
  for (let at = placed.length - 1; at >= 0; at--) {
    const limit = at === placed.length - 1 ? room : (placed[at + 1] ?? room) - MARK;
    placed[at] = Math.max(0, Math.min(placed[at] ?? 0, limit));
  }
  return placed;
}

function spansOf<T extends Told>(marks: readonly Mark<T>[]): readonly Span[] {
  const counted = marks.filter(({ of }) => of.counted || of.outcome !== "unknown");
  return counted.map(({ of, at }, index): Span => {
    const next = counted[index + 1];
    if (next === undefined) return { from: at, to: 100, outcome: of.outcome, kind: "after" };
    const same = of.outcome === next.of.outcome && of.outcome !== "unknown";
    return { from: at, to: next.at, outcome: of.outcome, kind: same ? "sure" : "open" };
  });
}
