/** The one-line progress report of a scan, as a pure function of how far it is. */

import { truncate } from "./width.ts";

export interface Progress {
  /** Endpoints settled so far. */
  readonly done: number;
  /** null: the targets are still being read. */
  readonly total: number | null;
  readonly vulnerable: number;
  readonly notVulnerable: number;
  readonly unknown: number;
  readonly elapsedMs: number;
}

const BAR = 20;

/** `1234` as "1,234": the same everywhere, whatever the machine's locale. */
export const count = (n: number): string => String(Math.trunc(n)).replace(/\B(?=(\d{3})+$)/g, ",");

const two = (n: number): string => String(n).padStart(2, "0");

/** Seconds as "0:07", "12:34" or "1:02:03". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A share from 0 to 1 as a bar. */
export function bar(share: number): string {
  const filled = Math.floor(share * BAR);
  return `[${"#".repeat(filled)}${".".repeat(BAR - filled)}]`;
}

/** At most `columns` wide, no line end, no escape sequences. */
export function progressLine(p: Progress, columns: number): string {
  const seconds = p.elapsedMs / 1000;
  const perSecond = seconds > 0 ? p.done / seconds : 0;
  const tally = `1: ${count(p.vulnerable)}  0: ${count(p.notVulnerable)}  ?: ${count(p.unknown)}`;
  const rate = `${perSecond < 10 ? perSecond.toFixed(1) : count(perSecond)}/s  ${clock(seconds)}`;
  if (p.total === null) return truncate(`${count(p.done)} done  ${tally}  ${rate}`, columns);
  const share = p.total === 0 ? 1 : Math.min(1, p.done / p.total);
  const left = perSecond > 0 && p.done < p.total ? `, ${clock((p.total - p.done) / perSecond)} left` : "";
  const head = `${bar(share)} ${Math.floor(share * 100)}%  ${count(p.done)}/${count(p.total)}`;
  return truncate(`${head}  ${tally}  ${rate}${left}`, columns);
}
