/** Two sequence diagrams whose rows stand beside each other: lifelines of client and server, records as arrows between them. */

import type { JSX } from "preact";
import type { SeenLine } from "../../api/types.ts";
import { type AlignedRow, arrowOf, differenceOf } from "./align.ts";

export interface Pair {
  readonly a: string;
  readonly b: string;
  readonly rows: readonly AlignedRow[];
  /** False: one of the two is not known yet, so that there is no difference to mark. */
  readonly complete: boolean;
}

export function SequencePair({ a, b, rows, complete }: Pair): JSX.Element {
  // Where one alone is known, its name must stand above it.
  const left = rows.some((row) => row.a !== null);
  return (
    <>
      {complete && <p>{differenceOf(rows, a, b)}</p>}
      <div class={complete ? "sequence" : "sequence alone"} role="group" aria-label={`Conversations of ${a} and ${b}`}>
        <div class="sequence-row heads" aria-hidden="true">
          {(complete || left) && <Head name={a} side="a" />}
          {(complete || !left) && <Head name={b} side="b" />}
        </div>
        <ol>
          {rows.map((row, at) => (
            <li key={at} class={classOf(row, complete)}>
              {row.first && complete && (
                <span class="first-mark">
                  <span aria-hidden="true">≠</span> first difference
                </span>
              )}
              {(complete || left) && <Half line={row.a} side="a" name={a} same={row.same && complete} />}
              {(complete || !left) && <Half line={row.b} side="b" name={b} same={row.same && complete} />}
            </li>
          ))}
        </ol>
      </div>
      <p class="legend small soft">
        <span class="key lie" /> claims more than it carries <span class="key answer" /> heartbeat answered{" "}
        <span class="key alert" /> alert or end. Times in ms since the connection began to be opened.
      </p>
      <details class="how">
        <summary>As a table</summary>
        <div class="scroll-x">
          <table class="table">
            <thead>
              <tr>
                {complete && <th scope="col">same</th>}
                {(complete || left) && <th scope="col">{a}</th>}
                {(complete || !left) && <th scope="col">{b}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={at}>
                  {complete && <td>{row.same ? "=" : row.first ? "≠ first" : "≠"}</td>}
                  {(complete || left) && <td>{textOf(row.a)}</td>}
                  {(complete || !left) && <td>{textOf(row.b)}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function classOf({ same, first }: AlignedRow, complete: boolean): string {
  const differs = complete && !same ? " differs" : "";
  return `sequence-row${differs}${complete && first ? " first" : ""}${complete && same ? " same" : ""}`;
}

function Head({ name, side }: { readonly name: string; readonly side: "a" | "b" }): JSX.Element {
  return (
    <div class={`half ${side} head`}>
      <strong>{name}</strong>
      <span class="ends small soft">
        <span>client</span>
        <span>server</span>
      </span>
    </div>
  );
}

function Half({
  line,
  side,
  name,
  same,
}: {
  readonly line: SeenLine | null;
  readonly side: "a" | "b";
  readonly name: string;
  readonly same: boolean;
}): JSX.Element {
  if (line === null) {
    return (
      <div class={`half ${side} nothing`}>
        <span class="aside-text">{name}: nothing</span>
      </div>
    );
  }
  const { kind, direction, title, detail } = arrowOf(line);
  return (
    <div class={`half ${side} ${kind}`}>
      <span class="who small">{same ? "both" : name}</span>
      <span class="at number small soft">{line.atMs.toFixed(line.atMs < 100 ? 1 : 0)}</span>
      <span class="line">
        <span class="said">
          <span class="aside-text">{line.who === "tool" ? "client: " : `${line.who}: `}</span>
          <span class="what">{title}</span>
          {detail !== "" && <span class="detail small soft">{detail}</span>}
        </span>
        <span class={`arrow ${direction}`} aria-hidden="true" />
      </span>
    </div>
  );
}

function textOf(line: SeenLine | null): string {
  return line === null ? "" : `${line.atMs.toFixed(1)} ms, ${line.who === "tool" ? "client" : line.who}: ${line.what}`;
}
