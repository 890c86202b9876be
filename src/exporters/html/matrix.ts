/** Endpoints × detectors, each cell with sign, colour and texture. */

import { HEAPS, type Report } from "../report.ts";
import { html, type Markup } from "./markup.ts";
import { leftOut, MOST_ROWS } from "./lists.ts";
import { HEAP_CLASS, matrixCell, place } from "./parts.ts";

const KEY: readonly (readonly [string, string, string])[] = [
  ["v1", "1", "vulnerable"],
  ["v0", "0", "not vulnerable"],
  ["vb", "0", "0 of one that is blind to such a server: counts for nothing"],
  ["vq", "?", "asked, cannot tell"],
  ["vx", "✗", "failed its controls: not counted"],
  ["vn", "·", "not asked"],
];

export function* matrix(report: Report): Generator<Markup> {
  const { columns, counts } = report;
  yield html`<section class="matrix" aria-labelledby="matrix">
<h2 id="matrix">Matrix <span class="n">${counts.endpoints} × ${columns.length}</span></h2>
<ul class="key">${KEY.map(([name, sign, text]) => html`<li><b class="${name}">${sign}</b>${text}</li>`)}</ul>
`;
  if (counts.endpoints > 0) yield* table(report);
  yield html`</section>
`;
}

function* table(report: Report): Generator<Markup> {
  const heads = report.columns.map(
    ({ id, invalid }) =>
      html`<th scope="col" class="d"><span><bdi>${id}</bdi>${invalid.length > 0 ? " ✗" : ""}</span></th>`,
  );
  yield html`<div class="scroll" role="region" tabindex="0" aria-labelledby="matrix"><table>
<thead><tr><th scope="col">Endpoint</th><th scope="col">Judged</th>${heads}</tr></thead>
`;
  // One body a heap, so that a group is announced and may be printed on its own.
  for (const heap of HEAPS) {
    let shown = 0;
    yield html`<tbody>
`;
    for (const each of report.endpoints()) {
      if (each.heap !== heap) continue;
      if (++shown > MOST_ROWS) break;
      const cells = report.columns.map(({ id }) => matrixCell(each.cells.get(id)));
      yield html`<tr><th scope="row">${place(each)}</th><td class="word ${HEAP_CLASS[heap]}">${each.word}</td>${cells}</tr>
`;
    }
    yield html`</tbody>
`;
  }
  yield html`</table></div>
`;
  for (const heap of HEAPS) yield leftOut(report.counts.heaps[heap]);
}
