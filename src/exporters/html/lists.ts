/** The three heaps, each as a list of endpoints with its ground, and those on which detectors contradict each other. */

import type { Heap, Report, ReportEndpoint } from "../report.ts";
import { html, type Markup } from "./markup.ts";
import { HEAP_CLASS, place, probability, time } from "./parts.ts";

/** Rows of a heap before a page is no page any more. What is left out is counted. */
export const MOST_ROWS = 5000;

const LISTS: Readonly<Record<Heap, { readonly title: string; readonly about: string; readonly empty: string }>> = {
  vulnerable: {
    title: "Vulnerable",
    about: "Repair these first, then replace their keys and certificates.",
    empty: "None was found. That is no proof that there is none: see what this report does not know.",
  },
  open: {
    title: "Open",
    about: "Nobody may call these safe. Each says what keeps it open; crosscheck next says whom to ask.",
    empty: "None: every endpoint that was judged is settled.",
  },
  safe: {
    title: "Safe",
    about: "Cleared for the time that is stated. Whether they had been vulnerable before is another question.",
    empty: "None was cleared.",
  },
};

export function* heapList(report: Report, heap: Heap): Generator<Markup> {
  const { title, about, empty } = LISTS[heap];
  const count = report.counts.heaps[heap];
  yield html`<section class="list ${HEAP_CLASS[heap]}" aria-labelledby="${heap}">
<h2 id="${heap}">${title} <span class="n">${count}</span></h2>
<p>${count === 0 ? empty : about}</p>
`;
  if (count > 0) yield* rows(report, heap, count);
  yield html`</section>
`;
}

function* rows(report: Report, heap: Heap, count: number): Generator<Markup> {
  yield html`<div class="scroll" role="region" tabindex="0" aria-labelledby="${heap}"><table>
<thead><tr><th scope="col">Endpoint</th><th scope="col">Is</th><th scope="col">Probability of being vulnerable (90 %)</th><th scope="col">Because</th><th scope="col">Newest answer</th></tr></thead>
<tbody>
`;
  let shown = 0;
  for (const each of report.endpoints()) {
    if (each.heap !== heap) continue;
    if (++shown > MOST_ROWS) break;
    yield row(each);
  }
  yield html`</tbody></table></div>
`;
  yield leftOut(count);
}

function row(each: ReportEndpoint): Markup {
  return html`<tr><th scope="row">${place(each)}</th><td class="word ${HEAP_CLASS[each.heap]}" data-h="Is">${each.word}</td><td class="p ${HEAP_CLASS[each.heap]}" data-h="Probability">${probability(each)}</td><td class="why" data-h="Because"><bdi>${each.because}</bdi></td><td data-h="Newest answer">${each.at === null ? "none" : time(each.at)}</td></tr>
`;
}

export function leftOut(count: number): Markup {
  if (count <= MOST_ROWS) return html``;
  return html`<p><strong>${count - MOST_ROWS} more are not shown here.</strong> A page of all of them cannot be read: crosscheck export --format xlsx or csv has every one.</p>
`;
}

export function* disagreements(report: Report): Generator<Markup> {
  const { disagreements: count } = report.counts;
  yield html`<section class="list" aria-labelledby="disagreements">
<h2 id="disagreements">Detectors that contradict each other <span class="n">${count}</span></h2>
<p>${count === 0 ? "On no endpoint does one say 1 and another 0. Detectors of one lineage agree without being two witnesses." : "Somebody says 1 and somebody 0. A cause is named only where the laboratory shows it; crosscheck explain ENDPOINT --prove looks for others by experiment."}</p>
`;
  if (count > 0) yield* disputes(report, count);
  yield html`</section>
`;
}

function* disputes(report: Report, count: number): Generator<Markup> {
  yield html`<div class="scroll" role="region" tabindex="0" aria-labelledby="disagreements"><table>
<thead><tr><th scope="col">Endpoint</th><th scope="col">Judged</th><th scope="col">Says 1</th><th scope="col">Says 0</th><th scope="col">Cannot tell</th><th scope="col">Cause</th></tr></thead>
<tbody>
`;
  let shown = 0;
  for (const each of report.endpoints()) {
    const { disagreement } = each;
    if (disagreement === null) continue;
    if (++shown > MOST_ROWS) break;
    const { vulnerable, notVulnerable, unknown, cause } = disagreement;
    yield html`<tr><th scope="row">${place(each)}</th><td class="word ${HEAP_CLASS[each.heap]}" data-h="Judged">${each.word}</td><td data-h="Says 1"><bdi>${vulnerable.join(", ")}</bdi></td><td data-h="Says 0"><bdi>${notVulnerable.join(", ")}</bdi></td><td data-h="Cannot tell"><bdi>${unknown.join(", ")}</bdi></td><td class="why" data-h="Cause"><bdi>${cause ?? "not explained"}</bdi></td></tr>
`;
  }
  yield html`</tbody></table></div>
`;
  yield leftOut(count);
}
