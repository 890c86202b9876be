/** The dates of web application scanners: in many languages, day or month first, with zone words or without any. */

import { NO_TIME, type ReportTime } from "../importer.ts";
import { moment } from "./moment.ts";

/**
 * How months begin, without accents: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and the
 * Scandinavian languages. Beginnings that mean two months in two languages are left out.
 */
const MONTHS: readonly (readonly string[])[] = [
  ["jan", "ene", "gen", "sty"],
  ["feb", "fev", "lut"],
  ["mar", "mrz", "mrt", "maa"],
  ["apr", "avr", "abr", "kwi"],
  ["may", "mai", "maj", "mei", "mag"],
  ["jun", "juin", "giu", "cze"],
  ["jul", "juil", "lug", "lip"],
  ["aug", "aou", "ago", "sie"],
  ["sep", "set", "wrz"],
  ["oct", "okt", "ott", "out", "paz"],
  ["nov", "lis"],
  ["dec", "dez", "dic", "des", "gru"],
];

/** From 1; null: in no language that is read here. */
function monthOf(word: string): number | null {
  const plain = word.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  let best: { month: number; length: number } | null = null;
  for (const [index, beginnings] of MONTHS.entries()) {
    for (const beginning of beginnings) {
      if (plain.startsWith(beginning) && beginning.length > (best?.length ?? 0)) {
        best = { month: index + 1, length: beginning.length };
      }
    }
  }
  return best?.month ?? null;
}

/** `Tue, 12 May 2020 20:57:30`, `Fr., 30 Sep. 2022 08:40:35`, `Sat Sep 13 22:39:44 CEST 2014`. */
export function namedMonthTime(text: string): ReportTime {
  const written = text.trim().slice(0, 80);
  const clock = /\b(\d{1,2}):(\d\d):(\d\d)\b/.exec(written);
  const year = /\b(?:19|20)\d\d\b/.exec(written)?.[0];
  if (clock === null || year === undefined) return NO_TIME;
  const rest = written.replace(clock[0], " ").replace(year, " ");
  const day = /(?:^|[^\d])(\d{1,2})(?![\d])/.exec(rest)?.[1];
  // Day before month, or month before day: the word that stands next to the day.
  const after = /\d{1,2}\.?(?:\s+de)?\s+(\p{L}{3,})/u.exec(rest)?.[1];
  const before = /(\p{L}{3,})\.?\s+\d{1,2}(?!\d)/u.exec(rest)?.[1];
  const month = (before === undefined ? null : monthOf(before)) ?? (after === undefined ? null : monthOf(after));
  const dayFirst = after === undefined ? null : monthOf(after);
  const found = /^\s*\p{L}+\.?,/u.test(rest) ? dayFirst : month;
  const utc = /\b(?:UTC|GMT|Z)\b(?![+-])/.test(rest);
  const [hour, minute, second] = [clock[1], clock[2], clock[3]].map(Number);
  const parts = { year: Number(year), month: found ?? Number.NaN, day: Number(day), hour, minute, second };
  return moment(parts, utc ? 0 : null) ?? NO_TIME;
}

/** `28/04/2020, 05:36:46`, `25/06/2021 01:46 AM`: day first, unless that is no month. */
export function dayFirstTime(text: string): ReportTime {
  const parts =
    /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([ap])\.?m\.?)?)?$/i.exec(
      text.trim().replaceAll("\u202f", " "),
    );
  if (parts === null) return NO_TIME;
  const [, first, second, year, hour = "0", minute = "0", seconds = "0", half] = parts;
  const swapped = Number(second) > 12;
  const [day, month] = swapped ? [Number(second), Number(first)] : [Number(first), Number(second)];
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return NO_TIME;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  const clock = { hour: hours, minute: Number(minute), second: Number(seconds) };
  return moment({ year: Number(year), month, day, ...clock }, null) ?? NO_TIME;
}

/** ISO 8601; with a zone, or naive. */
export function isoTime(text: string | null): ReportTime {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec((text ?? "").trim());
  if (parts === null) return NO_TIME;
  const zone = parts[4]?.toUpperCase();
  const at = Date.parse(`${parts[1]}T${parts[2]}${zone === undefined || zone === "Z" ? "Z" : zone}`);
  return Number.isNaN(at) ? NO_TIME : { at, quality: zone === undefined ? "naive" : "zone" };
}
