/** Rows where a 1 stands against a 0, in the order in which resolving them is worth most. Pure. */

import type { z } from "@hono/zod-openapi";
import { type BoardRow, disagreement, isSplit } from "../../../core/board/board-row.ts";
import { says0, says1 } from "../../../core/board/cell-code.ts";
import { POLICIES, type Policy } from "../../../core/latent/capability/index.ts";
import type { disagreementSchema } from "../schemas/evidence.ts";
import type { BoardColumn } from "./columns.ts";

export type Disagreement = z.infer<typeof disagreementSchema>;

/**
 * What knowing the truth would save at most: the expected cost of the best that can be done without it, to clear, to treat, or to
 * leave open (expected value of perfect information; statistics.md 9.3).
 */
export function valueOfTruth(probability: number, { miss, fix, hold }: Pick<Policy, "miss" | "fix" | "hold">): number {
  const p = Number.isFinite(probability) ? Math.min(1, Math.max(0, probability)) : 0.5;
  return Math.min(p * miss, (1 - p) * fix, hold);
}

/** @param policy its name; null: nothing is judged yet */
export function disagreementsOf(
  rows: readonly BoardRow[],
  columns: readonly BoardColumn[],
  policy: string | null,
): readonly Disagreement[] {
  const costs = POLICIES.find(({ name }) => name === policy) ?? null;
  const found = rows
    .filter(({ shown, muted, cells }) => shown && !muted && isSplit(cells))
    .map((row) => ({ row, ...sides(row, columns) }));
  const patterns = new Map<string, number>();
  const pattern = (each: (typeof found)[number]) => `${each.ones.join(" ")} / ${each.zeros.join(" ")}`;
  for (const each of found) patterns.set(pattern(each), (patterns.get(pattern(each)) ?? 0) + 1);
  return found
    .map((each) => {
      const { row, ones, zeros } = each;
      const { key, names, owner, outcome, reason, evidence, judged } = row;
      const value = costs === null || judged === null ? null : valueOfTruth(judged.probability, costs);
      const alike = (patterns.get(pattern(each)) ?? 1) - 1;
      const verdict = { outcome, reason, evidence };
      const item = {
        key,
        names: [...names],
        owner,
        verdict,
        judged,
        ones,
        zeros,
        ...pairOf(row, each, columns),
        value,
        alike,
      };
      return { item, weight: disagreement(row.cells) };
    })
    .toSorted(
      (x, y) =>
        (y.item.value ?? 0) - (x.item.value ?? 0) ||
        y.item.alike - x.item.alike ||
        y.weight - x.weight ||
        (x.item.key < y.item.key ? -1 : 1),
    )
    .map(({ item }) => item);
}

interface Sides {
  readonly ones: string[];
  readonly zeros: string[];
}

function sides({ cells }: BoardRow, columns: readonly BoardColumn[]): Sides {
  const saying = (says: (code: number) => boolean) =>
    columns.filter(({ place }) => says(cells[place] ?? 0)).map(({ detector }) => detector);
  return { ones: saying(says1), zeros: saying(says0) };
}

/** Whom to compare: somebody of ours who says what the verdict says, and the first who does not. */
function pairOf(
  { outcome }: BoardRow,
  { ones, zeros }: Sides,
  columns: readonly BoardColumn[],
): { a: string; b: string } {
  const [holding, against] = outcome === "not_vulnerable" ? [zeros, ones] : [ones, zeros];
  const own = new Set(columns.filter(({ kind }) => kind === "native").map(({ detector }) => detector));
  const a = holding.find((detector) => own.has(detector)) ?? holding[0] ?? "";
  return { a, b: against.find((detector) => detector !== a) ?? against[0] ?? a };
}
