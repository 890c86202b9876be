/** One detector under one condition: what it said, how often, and what that means. */

import type { JSX } from "preact";
import type { ScoreSheet } from "../../api/types.ts";
import { KIND_WORDS, KindSign, truthWord } from "../../charts/kinds.tsx";
import { label } from "../../charts/names.ts";
import { OutcomeGlyph } from "../../parts/signs.tsx";
import { hrefOf } from "../../state/route.ts";

export function CellDetail({
  sheet,
  condition: conditionId,
  detector: detectorId,
  close,
}: {
  readonly sheet: ScoreSheet;
  readonly condition: string;
  readonly detector: string;
  readonly close: () => void;
}): JSX.Element | null {
  const condition = sheet.conditions.find(({ id }) => id === conditionId);
  const detector = sheet.detectors.find(({ id }) => id === detectorId);
  if (condition === undefined || detector === undefined) return null;
  const { kind = "unknown", reasons = [] } = detector.cells[conditionId] ?? {};
  const n = reasons.reduce((sum, { times }) => sum + times, 0);
  return (
    <section class="pair-detail" aria-live="polite" aria-label={`${label(detectorId)} under ${conditionId}`}>
      <header>
        <h3>
          <KindSign kind={kind} /> {label(detectorId)} {label(detector.version)} under {conditionId}: {KIND_WORDS[kind]}
        </h3>
        <button type="button" class="button quiet" onClick={close}>
          Close
        </button>
      </header>
      <p>
        {condition.title}. Truth: {truthWord(condition.truth)}. <span class="soft">{condition.question}</span>
      </p>
      {n === 0 ? (
        <p class="soft below">It was not measured there.</p>
      ) : (
        <ul class="reasons below">
          {reasons.map(({ reason, times }) => {
            const facts = sheet.reasons[reason];
            return (
              <li key={reason}>
                <span class="number">
                  {times} of {n}
                </span>{" "}
                {facts !== undefined && <OutcomeGlyph outcome={facts.outcome} />} <code>{reason}</code>{" "}
                <span class="soft">{facts?.meaning}</span>
              </li>
            );
          })}
        </ul>
      )}
      <p class="below">
        <a href={hrefOf(["detector", detectorId], { q: conditionId })}>With its interval, on the detector's page</a>
      </p>
    </section>
  );
}
