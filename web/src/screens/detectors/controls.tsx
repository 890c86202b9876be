/** What a detector said about servers of known truth while the runs of this incident went on. */

import type { JSX } from "preact";
import type { Detector } from "../../api/types.ts";
import { truthWord } from "../../charts/kinds.tsx";
import { label } from "../../charts/names.ts";
import { Card, How } from "../../parts/parts.tsx";
import { OutcomeGlyph } from "../../parts/signs.tsx";
import { plural } from "../../parts/words.ts";

export function Controls({ detector: { controls, invalid } }: { readonly detector: Detector }): JSX.Element {
  return (
    <Card title="Controls in this incident's runs">
      <p>{sentence(controls)}</p>
      {invalid.map(({ run, why }) => (
        <p key={run} class="problem below">
          Not valid in run <code>{label(run)}</code>: {why}. What it says there is shown and not counted.
        </p>
      ))}
      {controls.length > 0 && (
        <div class="scroll-x below" tabIndex={0} role="group" aria-label="Controls">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">run</th>
                <th scope="col">control</th>
                <th scope="col">truth</th>
                <th scope="col">it said</th>
                <th scope="col">held</th>
              </tr>
            </thead>
            <tbody>
              {controls.map(({ run, condition, truth, outcome, reason, holds }, at) => (
                <tr key={at}>
                  <td class="mono">{label(run)}</td>
                  <td>{condition}</td>
                  <td>{truthWord(truth === "unknown" ? null : truth)}</td>
                  <td>
                    <OutcomeGlyph outcome={outcome} /> <code>{reason}</code>
                  </td>
                  <td>
                    {holds === null ? (
                      <span class="soft">shows nothing</span>
                    ) : holds ? (
                      "held"
                    ) : (
                      <strong>failed</strong>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <How>
        Every run asks each detector about three servers of known truth on loopback as well: the known 1 must be found,
        the known 0 must not be called vulnerable, and where nothing can be known nothing may be claimed. Who fails is
        not counted in that run.
      </How>
    </Card>
  );
}

function sentence(controls: Detector["controls"]): string {
  if (controls.length === 0) return "No run of this incident asked it about servers of known truth.";
  const failed = controls.filter(({ holds }) => holds === false).length;
  const shown = controls.filter(({ holds }) => holds !== null).length;
  if (failed > 0) return `It failed ${failed} of ${plural(shown, "control")}.`;
  return `It held all of ${plural(shown, "control")}.`;
}
