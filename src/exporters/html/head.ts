/** The beginning of the page: what it is about, how much is settled, and what it does not know. */

import { HEAPS, type Heap, type Report } from "../report.ts";
import { doubtsOf } from "../uncertainty.ts";
import { html, type Markup } from "./markup.ts";
import { HEAP_CLASS, time } from "./parts.ts";
import { STYLE, STYLE_HASH } from "./style.ts";

/** Nothing is loaded and nothing runs: the page is its style and its text. */
export function documentHead({ title, version }: Report): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="crosscheck ${version}">
<title>${title} · crosscheck report</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
`;
}

export interface Section {
  readonly id: string;
  readonly title: string;
}

export function banner(report: Report, sections: readonly Section[]): Markup {
  const { title, pack, generatedAt, version, vantages, runs, policy } = report;
  const links = sections.map(({ id, title: text }) => html`<a href="#${id}">${text}</a>`);
  const of = pack.title === title ? pack.cve : `${pack.title}, ${pack.cve}`;
  return html`<header>
<h1><bdi>${title}</bdi></h1>
<p class="soft">${of} · ${time(generatedAt)} · ${runs.length} ${runs.length === 1 ? "run" : "runs"}, asked from <bdi>${vantages.join(", ")}</bdi> · policy ${policy.name} · crosscheck ${version}</p>
<nav aria-label="Sections">${links}</nav>
</header>
<main id="main">
`;
}

interface Tile {
  readonly sign: string;
  /** The class of a cell of the matrix with that sign. */
  readonly paint: string;
  readonly word: string;
  readonly means: string;
}

const TILES: Readonly<Record<Heap, Tile>> = {
  vulnerable: { sign: "1", paint: "v1", word: "vulnerable", means: "proven, or so likely that it is treated as such" },
  open: { sign: "?", paint: "vq", word: "open", means: "not settled. Not safe" },
  safe: { sign: "0", paint: "v0", word: "safe", means: "cleared by controlled negatives, for now" },
};

export function tiles({ counts }: Report): Markup {
  const { endpoints, heaps } = counts;
  const each = HEAPS.map((heap) => {
    const { sign, paint, word, means } = TILES[heap];
    return html`<div class="tile ${HEAP_CLASS[heap]}"><b>${heaps[heap]}</b><em class="${paint}" aria-hidden="true">${sign}</em><span><strong>${word}</strong> of ${endpoints}</span><span>${means}</span></div>
`;
  });
  return html`<div class="tiles">${each}</div>
${share(heaps, endpoints)}`;
}

/** How the heaps stand to each other; the tiles say the same in numbers. */
function share(heaps: Readonly<Record<Heap, number>>, all: number): Markup | null {
  if (all === 0) return null;
  let x = 0;
  const bars = HEAPS.map((heap) => {
    const width = (1000 * heaps[heap]) / all;
    const bar = html`<rect class="${HEAP_CLASS[heap]}" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/>`;
    x += width;
    return bar;
  });
  return html`<svg class="share" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
`;
}

/** Near the top on purpose: who reads only the numbers above reads this too. */
export function doubts(report: Report): Markup {
  const items = doubtsOf(report).map(
    ({ count, text }) => html`<li${{ markup: count === 0 ? "" : ' class="some"' }}><span>${text}</span></li>
`,
  );
  return html`<section aria-labelledby="doubts">
<h2 id="doubts">What this report does not know</h2>
<ul class="doubts">${items}</ul>
</section>
`;
}
