/** How a detector did under a condition: a sign, a hue and a texture together. */

import type { JSX } from "preact";
import type { CellKind } from "./forest.ts";

export const KIND_SIGNS: Readonly<Record<CellKind, string>> = {
  right: "●",
  wrong: "✗",
  undecided: "?",
  unstable: "≈",
  unknown: "·",
};
export const KIND_WORDS: Readonly<Record<CellKind, string>> = {
  right: "right",
  wrong: "wrong",
  undecided: "undecided",
  unstable: "not the same each time",
  unknown: "not measured",
};

export function KindSign({ kind }: { readonly kind: CellKind }): JSX.Element {
  return (
    <span class={`kind ${kind}`} role="img" aria-label={KIND_WORDS[kind]} title={KIND_WORDS[kind]}>
      {KIND_SIGNS[kind]}
    </span>
  );
}

export function KindLegend(): JSX.Element {
  return (
    <ul class="kind-legend small" aria-label="Signs">
      {(["right", "wrong", "undecided", "unstable", "unknown"] as const).map((kind) => (
        <li key={kind}>
          <span class={`kind ${kind}`} aria-hidden="true">
            {KIND_SIGNS[kind]}
          </span>
          {KIND_WORDS[kind]}
        </li>
      ))}
    </ul>
  );
}

const TRUTH_WORDS = { vulnerable: "vulnerable", not_vulnerable: "not vulnerable" } as const;

export function truthWord(truth: "vulnerable" | "not_vulnerable" | null): string {
  return truth === null ? "cannot be known" : TRUTH_WORDS[truth];
}

export function reasonsInWords(reasons: readonly { readonly reason: string; readonly times: number }[]): string {
  return reasons.map(({ reason, times }) => `${reason} ×${times}`).join(", ");
}
