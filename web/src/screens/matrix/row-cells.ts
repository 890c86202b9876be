/** One row of the grid as elements: made once, filled again and again with other rows as one scrolls. Only what differs is touched. */

import { signOf } from "../../parts/signs.tsx";
import { percent } from "../../parts/words.ts";
import { hrefOf } from "../../state/route.ts";
import { escaped } from "./outside-text.ts";
import type { Column, Row } from "../../api/types.ts";

/** Columns before those of the detectors: selection, endpoint, verdict, probability. */
export const LEADING = 4;
/** Columns after them: the row in sum, the reason, the owner. */
export const TRAILING = 3;

/** What each code shows: codes have seven bits. */
const SIGNS = Array.from({ length: 128 }, (_, code) => signOf(code));
const POSTERIOR_PX = 64;

export interface RowCells {
  readonly element: HTMLElement;
  /** By column of the grid. */
  readonly cells: readonly HTMLElement[];
  /** Place among all rows; -1: out of use. */
  index: number;
  row: Row | null;
  readonly fill: (row: Row | null, selected: boolean, flash: boolean) => void;
}

export function makeRow(columns: readonly Column[]): RowCells {
  const element = made("div", "mx-row", { role: "row" });
  const select = made("div", "mx-cell mx-select", { role: "gridcell" });
  const box = made("span", "mx-box", { "aria-hidden": "true" });
  select.append(box);
  const endpoint = made("div", "mx-cell mx-endpoint", { role: "rowheader" });
  const link = document.createElement("a");
  link.tabIndex = -1;
  const mute = made("span", "mx-mute small", {});
  endpoint.append(link, mute);
  const word = made("div", "mx-cell mx-word", { role: "gridcell" });
  const posterior = posteriorCell();
  const answers = columns.map(() => {
    const cell = made("div", "mx-cell mx-answer", { role: "gridcell" });
    const glyph = made("span", "glyph none", {});
    cell.append(glyph);
    return { cell, glyph, code: -1 };
  });
  const summary = made("div", "mx-cell mx-sum number", { role: "gridcell" });
  const parts = ["differ", "one", "zero", "unknown"].map((name) => made("span", name, {}));
  summary.append(...parts);
  const reason = made("div", "mx-cell mx-reason small", { role: "gridcell" });
  const owner = made("div", "mx-cell mx-owner small", { role: "gridcell" });
  const cells = [select, endpoint, word, posterior.cell, ...answers.map(({ cell }) => cell), summary, reason, owner];
  for (const [at, cell] of cells.entries()) cell.setAttribute("aria-colindex", String(at + 1));
  element.append(...cells);

  let chosen: boolean | null = null;
  const fillSelected = (selected: boolean) => {
    if (chosen === selected) return;
    chosen = selected;
    element.setAttribute("aria-selected", String(selected));
    element.classList.toggle("selected", selected);
    select.setAttribute("aria-label", selected ? "selected" : "not selected");
    setText(box, selected ? "✓" : "");
  };
  const fillAnswers = (codes: readonly number[], flash: boolean) => {
    for (const [at, answer] of answers.entries()) {
      const code = codes[at] ?? 0;
      if (answer.code === code) continue;
      const sign = SIGNS[code & 127] ?? SIGNS[0];
      if (sign === undefined) continue;
      if (answer.code < 0 || (SIGNS[answer.code]?.className ?? "") !== sign.className)
        answer.glyph.className = `glyph ${sign.className}`;
      setText(answer.glyph, sign.sign);
      answer.cell.setAttribute("aria-label", sign.text);
      answer.cell.title = sign.text;
      if (flash) flashed(answer.cell);
      answer.code = code;
    }
  };
  const filled: RowCells = {
    element,
    cells,
    index: -1,
    row: null,
    fill(row, selected, flash) {
      fillSelected(selected);
      if (row === filled.row) return;
      const before = filled.row;
      filled.row = row;
      element.classList.toggle("skeleton", row === null);
      const codes = row?.cells ?? [];
      fillAnswers(codes, flash);
      posterior.fill(row?.judged ?? null);
      setText(word, row === null ? "" : (row.judged?.word.toLowerCase() ?? "…"));
      const heap = row?.judged?.heap ?? "";
      if ((before?.judged?.heap ?? "") !== heap) word.className = `mx-cell mx-word word ${heap}`;
      if (before?.key !== row?.key) {
        link.href = row === null ? "#/matrix" : hrefOf(["endpoint", row.key]);
        setText(link, row === null ? "" : escaped(row.key));
        link.title = row === null ? "" : escaped([row.key, ...row.names].join("\n"));
      }
      setText(mute, row?.muted === true ? "muted" : "");
      element.classList.toggle("muted", row?.muted === true);
      fillSummary(parts, codes);
      setText(reason, row === null ? "" : row.verdict.reason.replaceAll("_", " "));
      setText(owner, escaped(row?.owner ?? ""));
      if (flash && before !== null && row !== null && before.judged?.word !== row.judged?.word) flashed(word);
    },
  };
  fillSelected(false);
  return filled;
}

function posteriorCell() {
  const cell = made("div", "mx-cell mx-posterior", { role: "gridcell" });
  const bar = made("span", "mx-bar", {});
  const span = made("span", "span", {});
  const at = made("span", "at", {});
  const figure = made("span", "number small", {});
  bar.append(span, at);
  cell.append(bar, figure);
  let shown: Row["judged"] | undefined;
  return {
    cell,
    fill(judged: Row["judged"]) {
      if (shown !== undefined && sameJudged(shown, judged)) return;
      shown = judged;
      bar.hidden = judged === null;
      setText(figure, judged === null ? "" : percent(judged.probability));
      if (judged === null) {
        cell.removeAttribute("aria-label");
        return;
      }
      const { probability, low, high } = judged;
      cell.setAttribute(
        "aria-label",
        `${percent(probability)} probably vulnerable, 90 % interval ${percent(low)} to ${percent(high)}`,
      );
      at.style.transform = `translateX(${Math.round(probability * POSTERIOR_PX)}px)`;
      span.style.transform = `translateX(${Math.round(low * POSTERIOR_PX)}px) scaleX(${Math.max(0.02, high - low)})`;
    },
  };
}

function sameJudged(a: Row["judged"], b: Row["judged"]): boolean {
  if (a === null || b === null) return a === b;
  return a.probability === b.probability && a.low === b.low && a.high === b.high;
}

/** `≠ 1×3 0×5 ?×2`: how many detectors say what. */
function fillSummary([differ, one, zero, unknown]: readonly HTMLElement[], codes: readonly number[]): void {
  const counts = [0, 0, 0, 0];
  let split = false;
  for (const code of codes) {
    const says = code & 3;
    counts[says] = (counts[says] ?? 0) + 1;
    split ||= (code & 4) !== 0;
  }
  const [, zeros = 0, ones = 0, unknowns = 0] = counts;
  setText(differ, split || (zeros > 0 && ones > 0) ? "≠" : "");
  setText(one, ones === 0 ? "" : `1×${ones}`);
  setText(zero, zeros === 0 ? "" : `0×${zeros}`);
  setText(unknown, unknowns === 0 ? "" : `?×${unknowns}`);
}

/** Two names in turn, so that a second change within the animation starts it again. */
function flashed(cell: HTMLElement): void {
  const again = cell.classList.contains("flash");
  cell.classList.toggle("flash", !again);
  cell.classList.toggle("flash-again", again);
}

function made(tag: string, className: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function setText(element: HTMLElement | undefined, text: string): void {
  if (element === undefined) return;
  const { firstChild } = element;
  if (firstChild === null) {
    if (text !== "") element.append(text);
  } else if (firstChild.nodeValue !== text) firstChild.nodeValue = text;
}
