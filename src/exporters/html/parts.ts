/** What several parts of the page are made of. */

import { percent } from "../../core/stats/percent.ts";
import type { Heap, ReportCell, ReportEndpoint } from "../report.ts";
import { html, type Markup } from "./markup.ts";

export const HEAP_CLASS: Readonly<Record<Heap, string>> = { vulnerable: "bad", open: "open", safe: "safe" };

/** `2026-11-25 15:04 UTC`, as a machine-readable time. */
export function time(iso: string): Markup {
  const readable = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(iso);
  if (readable === null) return html`${iso}`;
  return html`<time datetime="${iso}">${readable[1] ?? ""} ${readable[2] ?? ""} UTC</time>`;
}

export function place({ label, names }: Pick<ReportEndpoint, "label" | "names">): Markup {
  const others = names.filter((name) => name !== label).slice(0, MOST_NAMES);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  const below = others.length === 0 ? null : html`<span class="names"><bdi>${others.join(", ")}</bdi>${more}</span>`;
  return html`<bdi class="place mono">${label}</bdi>${below}`;
}
const MOST_NAMES = 5;

/** The probability with its interval, and both on a line from 0 to 1. */
export function probability({
  probability: p,
  low,
  high,
}: Pick<ReportEndpoint, "probability" | "low" | "high">): Markup {
  const [from, to] = [percent(low), percent(high)];
  const interval = from === to ? null : html` <small>${from} to ${to}</small>`;
  return html`${percent(p)}${interval}<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6"/><rect class="range" x="${at(low)}" width="${at(Math.max(0.01, high - low))}" height="6"/><rect class="at" x="${at(Math.min(p, 0.985))}" width="1.5" height="6"/></svg>`;
}

/** Hundredths of the line, within it whatever the number. */
const at = (p: number): string => (100 * Math.min(1, Math.max(0, Number.isFinite(p) ? p : 0))).toFixed(1);

/** One cell of the matrix: sign, colour and texture, and for those who hear the page the reason. */
export function matrixCell(cell: ReportCell | undefined): Markup {
  if (cell === undefined) return html`<td class="c vn">·<span class="hide"> not asked</span></td>`;
  const { text, reason, evidence, blind } = cell;
  const empty = blind === null ? "" : `, empty: blind as ${blind} shows`;
  const said = `${evidence}: ${reason}${empty}`;
  return html`<td class="c ${cellClass(cell)}" title="${said}">${text}<span class="hide"> ${said}</span></td>`;
}

function cellClass({ outcome, reason, blind }: ReportCell): string {
  if (reason === "control_failed") return "vx";
  if (outcome === "vulnerable") return "v1";
  if (outcome === "unknown") return "vq";
  return blind === null ? "v0" : "vb";
}
