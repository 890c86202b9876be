/** The end of the page: what was not tested, who answered, which runs, and how it was computed. */

import { type Reason, reasonFacts } from "../../core/model/outcome.ts";
import { methodOf, WORD_MEANING } from "../method.ts";
import type { Report, ReportColumn, ReportRun } from "../report.ts";
import { html, type Markup } from "./markup.ts";
import { place, time } from "./parts.ts";

/** Of each reason; the rest is counted. */
const MOST_NAMED = 200;

export function* untested(report: Report): Generator<Markup> {
  const { counts } = report;
  const all = [...counts.untested.values()].reduce((sum, count) => sum + count, 0);
  yield html`<section aria-labelledby="untested">
<h2 id="untested">Not tested <span class="n">${all + counts.leftOut + counts.unreadable}</span></h2>
`;
  if (all + counts.leftOut + counts.unreadable === 0) {
    yield html`<p>Nothing was left out: every endpoint on the list was asked by somebody.</p>
`;
  }
  for (const [reason, count] of counts.untested) yield* untestedFor(report, reason, count);
  if (counts.leftOut > 0) {
    yield html`<p>${counts.leftOut} further places, members of an address range or further ports of a host, are out of scope.</p>
`;
  }
  if (counts.nothingThere > 0) {
    yield html`<p>At ${counts.nothingThere} further places, members of an address range or further ports of a host, nothing speaks TLS.</p>
`;
  }
  if (counts.unreadable > 0) yield* unreadableLines(report);
  yield html`</section>
`;
}

function* untestedFor(report: Report, reason: Reason, count: number): Generator<Markup> {
  const { meaning, advice } = reasonFacts(reason);
  yield html`<h3>${reason} <span class="soft">${count}</span></h3>
<p>${meaning}. ${advice}</p>
<ul>
`;
  let named = 0;
  for (const each of report.endpoints()) {
    if (each.untested !== reason) continue;
    if (++named > MOST_NAMED) break;
    yield html`<li>${place(each)}</li>
`;
  }
  yield html`</ul>
${count > MOST_NAMED ? html`<p>and ${count - MOST_NAMED} more</p>` : null}`;
}

function* unreadableLines(report: Report): Generator<Markup> {
  yield html`<h3>Lines that could not be read <span class="soft">${report.counts.unreadable}</span></h3>
<ul>
`;
  let named = 0;
  for (const { source, line, text, problem } of report.unreadable()) {
    if (++named > MOST_NAMED) break;
    yield html`<li><bdi>${source}</bdi>, line ${line}: <bdi class="mono">${text}</bdi> (<bdi>${problem}</bdi>)</li>
`;
  }
  yield html`</ul>
${named > MOST_NAMED ? html`<p>and ${report.counts.unreadable - MOST_NAMED} more</p>` : null}`;
}

export function detectors({ columns }: Report): Markup {
  return html`<section class="list" aria-labelledby="detectors">
<h2 id="detectors">Detectors <span class="n">${columns.length}</span></h2>
<p>Detectors of one lineage carry the same code: they are one witness.</p>
<div class="scroll" role="region" tabindex="0" aria-labelledby="detectors"><table>
<thead><tr><th scope="col">Detector</th><th scope="col">Kind</th><th scope="col">Version</th><th scope="col">Lineage</th><th scope="col">Asked from</th><th scope="col">1</th><th scope="col">0</th><th scope="col">?</th><th scope="col">Controls</th></tr></thead>
<tbody>
${columns.map(detector)}</tbody></table></div>
</section>
`;
}

function detector({ id, kind, versions, lineages, vantages, tally, invalid }: ReportColumn): Markup {
  const failed = invalid.map(({ run, why }) => `✗ in ${run}: ${why}`).join("; ");
  return html`<tr><th scope="row"><bdi class="mono">${id}</bdi></th><td data-h="Kind">${kind}</td><td data-h="Version"><bdi>${versions.join(", ")}</bdi></td><td data-h="Lineage"><bdi>${lineages.join(", ")}</bdi></td><td data-h="Asked from"><bdi>${vantages.join(", ")}</bdi></td><td data-h="1">${tally.vulnerable}</td><td data-h="0">${tally.not_vulnerable}</td><td data-h="?">${tally.unknown}</td><td data-h="Controls"><bdi>${failed === "" ? "none failed" : failed}</bdi></td></tr>
`;
}

export function runs(report: Report): Markup {
  return html`<section class="list" aria-labelledby="runs">
<h2 id="runs">Runs <span class="n">${report.runs.length}</span></h2>
<div class="scroll" role="region" tabindex="0" aria-labelledby="runs"><table>
<thead><tr><th scope="col">Run</th><th scope="col">Kind</th><th scope="col">State</th><th scope="col">Begun</th><th scope="col">Ended</th><th scope="col">Endpoints asked</th><th scope="col">Observations</th><th scope="col">Vantage</th><th scope="col">crosscheck</th></tr></thead>
<tbody>
${report.runs.map(runRow)}</tbody></table></div>
</section>
`;
}

function runRow({
  id,
  kind,
  state,
  startedAt,
  endedAt,
  asked,
  endpoints,
  observations,
  vantage,
  version,
}: ReportRun): Markup {
  return html`<tr><th scope="row"><bdi class="mono">${id}</bdi></th><td data-h="Kind">${kind}</td><td data-h="State">${state}</td><td data-h="Begun">${time(startedAt)}</td><td data-h="Ended">${endedAt === null ? "not ended" : time(endedAt)}</td><td data-h="Endpoints asked">${asked} of ${endpoints}</td><td data-h="Observations">${observations}</td><td data-h="Vantage"><bdi>${vantage}</bdi></td><td data-h="crosscheck">${version}</td></tr>
`;
}

export function method(report: Report): Markup {
  const words = Object.entries(WORD_MEANING).map(
    ([word, meaning]) => html`<dt>${word}</dt><dd>${meaning}</dd>
`,
  );
  const paragraphs = methodOf(report).map(
    ({ title, text }) => html`<dt>${title}</dt><dd>${text}</dd>
`,
  );
  return html`<section aria-labelledby="method">
<h2 id="method">How computed</h2>
<dl>${words}</dl>
<dl>${paragraphs}</dl>
<p>${report.pack.why} See ${report.pack.references.join(", ")}.</p>
</section>
`;
}

export function end({ id, version, generatedAt }: Report): Markup {
  return html`</main>
<footer>Report ${id}, made by crosscheck ${version} at ${time(generatedAt)}. It is one file: it loads nothing and runs nothing.</footer>
</body>
</html>
`;
}
