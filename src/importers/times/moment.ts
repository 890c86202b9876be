/** A moment from its parts, if the calendar has it. */

import type { ReportTime } from "../importer.ts";

/** From the year on; what is missing is 0, or the first. */
export interface Parts {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour?: number | undefined;
  readonly minute?: number | undefined;
  readonly second?: number | undefined;
  readonly millisecond?: number | undefined;
}

/**
 * @param zone minutes east of Greenwich; null: not known, and the time is naive.
 * @returns null: there is no such moment; 31 February and 25 o'clock would roll over to another day.
 */
export function moment(parts: Parts, zone: number | null): ReportTime | null {
  const { year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0 } = parts;
  const at = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const back = new Date(at);
  const real = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour;
  if (!Number.isFinite(at) || !real) return null;
  return zone === null ? { at, quality: "naive" } : { at: at - zone * 60_000, quality: "zone" };
}
