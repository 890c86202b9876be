/** Times as most scanners write them: epoch, C's asctime, ISO 8601, and `2022/3/23 14:32 CET` (report-formats.md 3.1). */

import { NO_TIME, type ReportTime } from "../importer.ts";
import { moment } from "./moment.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Minutes east of Greenwich, for abbreviations that mean one thing only; CST, IST, BST and others mean several. */
const ZONES: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  EST: -300,
  EDT: -240,
  CDT: -300,
  MDT: -360,
  PST: -480,
  PDT: -420,
  JST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
};

/** Any of the spellings; NO_TIME: none of them, or a moment that does not exist. */
export function parseTime(text: string): ReportTime {
  const written = text.trim();
  if (written.length > 64) return NO_TIME;
  return epoch(written) ?? iso(written) ?? dated(written) ?? NO_TIME;
}

/** Seconds since 1970. */
function epoch(text: string): ReportTime | null {
  return /^\d{9,10}$/.test(text) ? { at: Number(text) * 1000, quality: "zone" } : null;
}

function iso(text: string): ReportTime | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(
    text,
  );
  if (parts === null) return null;
  const [, year, month, day, hour = "0", minute = "0", second = "0", zone = ""] = parts;
  return fromTexts([year, month, day, hour, minute, second], zoneMinutes(zone));
}

/** `Wed Mar 23 14:31:51 2022`, `Oct 17, 2024 17:24:54 UTC`, `Feb 3, 2015 5:24:54 PM`, `2022/3/23 14:32 CET`. */
function dated(text: string): ReportTime | null {
  const clock = /\b(\d{1,2}):(\d\d)(?::(\d\d))?\b/.exec(text);
  if (clock === null) return null;
  const [, hour, minute, second = "0"] = clock;
  const named = /^(?:[a-z]{3} +)?([a-z]{3}) +(\d{1,2}),? /i.exec(text);
  const slashed = /^(\d{4})\/(\d{1,2})\/(\d{1,2}) /.exec(text);
  const behind = text.slice(clock.index + clock[0].length).trim();
  const half = /^[ap]m\b/i.exec(behind)?.[0].toLowerCase();
  const after = half === undefined ? behind : behind.slice(half.length).trim();
  const before = text.slice(0, clock.index);
  const year =
    slashed?.[1] ?? /\b(\d{4})\b/.exec(before)?.[1] ?? /^(\d{4})\b/.exec(after)?.[1] ?? /\s(\d{4})$/.exec(after)?.[1];
  const month = named === null ? slashed?.[2] : MONTHS.indexOf((named[1] ?? "").toLowerCase()) + 1;
  const day = named?.[2] ?? slashed?.[3];
  const zone = after.replace(/^\d{4}\b\s*|\s+\d{4}$/, "");
  return fromTexts([year, month, day, ofTwentyFour(Number(hour), half), minute, second], zoneMinutes(zone));
}

/** The hour of a clock with two halves; NaN: such a clock has no such hour. */
function ofTwentyFour(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return hour < 1 || hour > 12 ? Number.NaN : (hour % 12) + (half === "pm" ? 12 : 0);
}

/** The zone that a time was written with, in minutes; null: none, or one that means several things. */
export function zoneMinutes(zone: string): number | null {
  const offset = /(?:^|UTC ?|GMT ?)([+-])(\d\d):?(\d\d)\)?$/.exec(zone.trim());
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return minutes > 14 * 60 ? null : offset[1] === "-" ? -minutes : minutes;
  }
  const word = zone.trim().toUpperCase();
  return Object.hasOwn(ZONES, word) ? (ZONES[word] ?? null) : null;
}

function fromTexts(texts: readonly (string | number | undefined)[], zone: number | null): ReportTime | null {
  const [year = NaN, month = NaN, day = NaN, hour = 0, minute = 0, second = 0] = texts.map(Number);
  return moment({ year, month, day, hour, minute, second }, zone);
}

/** A naive time and the zone it is known to be in. */
export function inZone(time: ReportTime, zone: number | null): ReportTime {
  if (time.quality !== "naive" || time.at === null || zone === null) return time;
  return { at: time.at - zone * 60_000, quality: "zone" };
}
