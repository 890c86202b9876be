/** Who found what: endpoints by exactly which detectors call them vulnerable. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Agreement } from "../../api/types.ts";
import { label, listed } from "../../charts/names.ts";
import { type Upset, type UpsetRow, upset } from "../../charts/upset.ts";
import { Card, How } from "../../parts/parts.tsx";
import { plural, whole } from "../../parts/words.ts";
import { hrefOf } from "../../state/route.ts";

const FIRST = 15;
const STEP = 26;

export function UpsetCard({
  agreement,
  order,
  linked,
}: {
  readonly agreement: Agreement;
  readonly order: readonly string[];
  /** Whether the matrix counts the same detectors and runs. */
  readonly linked: boolean;
}): JSX.Element {
  const [all, setAll] = useState(false);
  const shape = upset(agreement.found, order, all ? Number.POSITIVE_INFINITY : FIRST);
  return (
    <Card title="Who found what">
      <p>{takeaway(shape, agreement.detectors.length)}</p>
      {shape.rows.length > 0 && (
        <>
          <div
            class="scroll-x below"
            tabIndex={0}
            role="group"
            aria-label="Sets of detectors that found the same endpoints"
          >
            <div class="upset" style={{ "--columns": shape.columns.length }}>
              <Heads shape={shape} />
              <ol>
                {shape.rows.map((row) => (
                  <li key={row.detectors.join("\0")}>
                    <Row row={row} columns={shape.columns} linked={linked} />
                  </li>
                ))}
              </ol>
            </div>
          </div>
          {shape.rest > 0 && (
            <button type="button" class="button below" onClick={() => setAll(true)}>
              Show the other sets ({plural(shape.rest, "endpoint")})
            </button>
          )}
          <details class="how below">
            <summary>As a table</summary>
            <SetTable shape={shape} />
          </details>
        </>
      )}
      <How>
        Each row is one set: the dots are the detectors that say 1 there, and no other one does; the bar is how many
        endpoints these are. An UpSet plot (Lex and others, 2014) on its side. A detector that says ? is not in the set,
        and neither is one that was not asked.
        {agreement.foundOthers > 0 && ` ${whole(agreement.foundOthers)} endpoints are in sets too small to list.`}
      </How>
    </Card>
  );
}

function takeaway({ rows, endpoints, columns }: Upset, detectors: number): string {
  const everybody = rows.find(({ members }) => members.length > 1 && members.every(Boolean));
  const single = rows.filter((row) => row.detectors.length === 1).reduce((sum, row) => sum + row.endpoints, 0);
  if (endpoints === 0) return "Nobody calls any endpoint vulnerable.";
  const whom =
    everybody === undefined || columns.length < detectors
      ? `none was found by all ${detectors} detectors`
      : `${whole(everybody.endpoints)} by all ${detectors} detectors`;
  const alone = single === 0 ? "none by one alone" : `${whole(single)} by one alone`;
  return `Of ${plural(endpoints, "endpoint")} that somebody calls vulnerable, ${whom} and ${alone}.`;
}

function Heads({ shape: { columns, totals } }: { readonly shape: Upset }): JSX.Element {
  return (
    <div class="upset-heads">
      <div class="names">
        {columns.map((id, at) => (
          <a key={id} href={hrefOf(["detector", id])} title={`${label(id)}: ${whole(totals[at] ?? 0)} found`}>
            <span>
              {label(id)} <span class="soft number">{whole(totals[at] ?? 0)}</span>
            </span>
          </a>
        ))}
      </div>
      <span class="small soft">endpoints</span>
    </div>
  );
}

function Row({
  row: { detectors, members, from, to, endpoints, length },
  columns,
  linked,
}: {
  readonly row: UpsetRow;
  readonly columns: readonly string[];
  readonly linked: boolean;
}): JSX.Element {
  const x = (at: number) => (at + 0.5) * STEP;
  const text = `${plural(endpoints, "endpoint")} found by ${listed(detectors.map(label))} and nobody else`;
  const inner = (
    <>
      <svg width={columns.length * STEP} height={STEP} aria-hidden="true">
        {to > from && <line class="link" x1={x(from)} x2={x(to)} y1={STEP / 2} y2={STEP / 2} />}
        {members.map((member, at) => (
          <circle key={columns[at]} class={member ? "in" : "out"} cx={x(at)} cy={STEP / 2} r={member ? 6 : 2.5} />
        ))}
      </svg>
      <span class="bar-room" aria-hidden="true">
        <span class="bar" style={{ width: `${Math.max(0.5, 100 * length)}%` }} />
      </span>
      <span class="number count" aria-hidden="true">
        {whole(endpoints)}
      </span>
    </>
  );
  return linked ? (
    <a class="upset-row" href={hrefOf(["matrix"], { found: detectors.join(",") })} aria-label={text} title={text}>
      {inner}
    </a>
  ) : (
    <span class="upset-row" role="img" aria-label={text} title={text} tabIndex={0}>
      {inner}
    </span>
  );
}

function SetTable({ shape: { rows } }: { readonly shape: Upset }): JSX.Element {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">found by</th>
          <th scope="col" class="right">
            endpoints
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ detectors, endpoints }) => (
          <tr key={detectors.join("\0")}>
            <th scope="row">{detectors.map(label).join(", ")}</th>
            <td class="right">{whole(endpoints)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
