/** What became of a report: read, mapped, matched, dropped; never more than text. */

import type { JSX } from "preact";
import type { Import } from "../api/types.ts";
import { Outside } from "../parts/outside.tsx";
import { OutcomeGlyph } from "../parts/signs.tsx";
import { plural, whole } from "../parts/words.ts";

export function Summary({ summary }: { readonly summary: NonNullable<Import["summary"]> }): JSX.Element {
  const { hosts, ports, checks, outcomes, reasons, matches, dropped, broken, facts, ambiguous } = summary;
  const known = (matches["same"] ?? 0) + (matches["by_address"] ?? 0) + (matches["by_name"] ?? 0);
  return (
    <>
      {broken !== null && (
        <p class="problem" role="note">
          It ends early or makes no sense{broken.line === null ? "" : ` at line ${broken.line}`}:{" "}
          <Outside text={broken.problem} />. What was complete before that is kept; nothing is claimed of what follows.
        </p>
      )}
      <dl class="facts">
        <dt>read</dt>
        <dd>
          {plural(hosts, "host")}, {plural(ports, "port")}, {plural(checks, "check")}
        </dd>
        <dt>mapped</dt>
        <dd class="tally">
          {(["vulnerable", "not_vulnerable", "unknown"] as const).map((outcome) => (
            <span key={outcome}>
              <OutcomeGlyph outcome={outcome} /> {whole(outcomes[outcome])}
            </span>
          ))}
        </dd>
        <dt>matched</dt>
        <dd>
          {whole(known)} with endpoints known before, {whole(matches["new"] ?? 0)} new,{" "}
          {whole(matches["ambiguous"] ?? 0)} ambiguous
          {ambiguous.length > 0 && (
            <span class="soft">
              {" "}
              (<Outside text={ambiguous.join(", ")} />)
            </span>
          )}
        </dd>
        {facts.map(({ name, value }) => (
          <>
            <dt>{name.replaceAll("_", " ")}</dt>
            <dd>
              <Outside text={value} />
            </dd>
          </>
        ))}
      </dl>
      <details class="how">
        <summary>
          {plural(Object.keys(reasons).length, "reason")},{" "}
          {plural(
            dropped.reduce((sum, { count }) => sum + count, 0),
            "thing",
          )}{" "}
          dropped
        </summary>
        <div class="scroll-x" tabIndex={0}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">what</th>
                <th scope="col">why</th>
                <th scope="col" class="right">
                  how many
                </th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(reasons).map(([reason, count]) => (
                <tr key={reason}>
                  <td>mapped</td>
                  <td class="mono">{reason}</td>
                  <td class="right">{whole(count)}</td>
                </tr>
              ))}
              {dropped.map(({ what, why, count }) => (
                <tr key={`${what} ${why}`}>
                  <td>
                    dropped: <Outside text={what} />
                  </td>
                  <td>
                    <Outside text={why} />
                  </td>
                  <td class="right">{whole(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}
