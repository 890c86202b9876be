/** The signs for what somebody says: never by colour alone. */

import type { JSX } from "preact";
import { readCell } from "../../../src/core/board/cell-code.ts";
import type { Judged } from "../api/types.ts";
import { percent } from "./words.ts";

const NAMES = { vulnerable: "vulnerable", not_vulnerable: "not vulnerable", unknown: "unknown" } as const;
const SIGNS = { vulnerable: "1", not_vulnerable: "0", unknown: "?" } as const;
const CLASSES = { vulnerable: "one", not_vulnerable: "zero", unknown: "unknown" } as const;

export interface CellSign {
  readonly sign: string;
  readonly className: string;
  /** For those who do not see it. */
  readonly text: string;
}

/** What a cell of the matrix shows: src/core/board/cell-code.ts. */
export function signOf(code: number): CellSign {
  const { outcome, split, invalid, evidence } = readCell(code);
  if (outcome === null) return { sign: "·", className: "none", text: "not asked" };
  if (invalid) return { sign: "✗", className: "invalid", text: "not counted: it failed its controls" };
  const both = split ? ", its repetitions disagree" : "";
  return {
    sign: SIGNS[outcome],
    className: `${CLASSES[outcome]}${split ? " split" : ""}`,
    text: `${NAMES[outcome]}, ${evidence}${both}`,
  };
}

export function Glyph({ code }: { readonly code: number }): JSX.Element {
  const { sign, className, text } = signOf(code);
  return (
    <span class={`glyph ${className}`} role="img" aria-label={text} title={text}>
      {sign}
    </span>
  );
}

export type OutcomeName = keyof typeof SIGNS;

export function OutcomeGlyph({ outcome }: { readonly outcome: OutcomeName }): JSX.Element {
  return (
    <span class={`glyph ${CLASSES[outcome]}`} role="img" aria-label={NAMES[outcome]} title={NAMES[outcome]}>
      {SIGNS[outcome]}
    </span>
  );
}

/** The word of triage: CONFIRMED, PROBABLE, SUSPECT, UNKNOWN, CLEARED. */
export function Word({ judged }: { readonly judged: Judged | null }): JSX.Element {
  if (judged === null) return <span class="soft">not judged yet</span>;
  return <span class={`word ${judged.heap}`}>{judged.word.toLowerCase()}</span>;
}

/** Where the probability lies between 0 and 1, and how far it may be off. */
export function Posterior({ judged }: { readonly judged: Judged }): JSX.Element {
  const { probability, low, high } = judged;
  const text = `${percent(probability)} probably vulnerable, 90 % interval ${percent(low)} to ${percent(high)}`;
  return (
    <span class="posterior" role="img" aria-label={text} title={text}>
      <span class="span" style={{ left: `${100 * low}%`, width: `${Math.max(0, 100 * (high - low))}%` }} />
      <span class="at" style={{ left: `${100 * probability}%` }} />
    </span>
  );
}
