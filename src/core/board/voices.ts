/** How often each column said what, and how often it stood alone with it. Pure. */

import type { BoardRow } from "./board-row.ts";

/** How often a detector said what, over the rows that are shown. */
export interface Voice {
  readonly vulnerable: number;
  readonly notVulnerable: number;
  readonly unknown: number;
  readonly notAsked: number;
  /** It alone said 1, against a 0 of another lineage. */
  readonly aloneWith1: number;
  /** It alone said 0, against a 1 of another lineage. */
  readonly aloneWith0: number;
}

const ZERO = 1;
const ONE = 2;

/** By place in a row's cells. @param lineages by place, null: nobody's opinion; who shares one is no company, and no opponent either */
export function voices(
  rows: readonly Pick<BoardRow, "cells" | "shown">[],
  lineages: readonly (string | null)[],
): readonly Voice[] {
  const counts = lineages.map(() => [0, 0, 0, 0]);
  const alone = lineages.map(() => [0, 0]);
  let shown = 0;
  for (const { cells, shown: isShown } of rows) {
    if (!isShown) continue;
    shown++;
    let [ones, zeros] = [0, 0];
    for (const [place, code] of cells.entries()) {
      const said = code & 3;
      const count = counts[place];
      if (count !== undefined) count[said] = (count[said] ?? 0) + 1;
      if (said === ONE) ones++;
      else if (said === ZERO) zeros++;
    }
    if (ones === 0 || zeros === 0) continue;
    for (const [said, slot] of [
      [ONE, 0],
      [ZERO, 1],
    ] as const) {
      const [first, ...others] = placesThatSay(cells, said, lineages);
      if (first === undefined || others.some((place) => lineages[place] !== lineages[first])) continue;
      const against = placesThatSay(cells, said === ONE ? ZERO : ONE, lineages);
      for (const place of [first, ...others]) {
        const tally = alone[place];
        if (tally !== undefined && against.some((other) => lineages[other] !== lineages[place])) {
          tally[slot] = (tally[slot] ?? 0) + 1;
        }
      }
    }
  }
  return counts.map((count, place): Voice => {
    const [, notVulnerable = 0, vulnerable = 0, unknown = 0] = count;
    const [aloneWith1 = 0, aloneWith0 = 0] = alone[place] ?? [];
    const notAsked = shown - vulnerable - notVulnerable - unknown;
    return { vulnerable, notVulnerable, unknown, notAsked, aloneWith1, aloneWith0 };
  });
}

function placesThatSay(cells: Uint8Array, said: number, lineages: readonly (string | null)[]): readonly number[] {
  const places: number[] = [];
  for (const [place, code] of cells.entries())
    if ((code & 3) === said && (lineages[place] ?? null) !== null) places.push(place);
  return places;
}
