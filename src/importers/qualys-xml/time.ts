/** The times of Qualys' reports: ISO 8601, `Feb 03, 2026 07:00 AM`, `04 Feb 2026 10:00AM GMT-0500`, `03/30/2019 at 10:17:41 (GMT)`. */

import { NO_TIME, type ReportTime } from "../importer.ts";
import { inZone, parseTime, zoneMinutes } from "../times/parse-time.ts";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Any of the spellings; NO_TIME: none of them. A time without a zone stays naive. */
export function qualysTime(text: string): ReportTime {
  const written = text.trim();
  if (written.length > 64) return NO_TIME;
  const iso = parseTime(written);
  if (/^\d{4}-/.test(written) && iso.at !== null) return iso;
  const clock = /\b(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AP]M)?/i.exec(written);
  const date = dateOf(clock === null ? written : written.slice(0, clock.index));
  if (date === null) return NO_TIME;
  const [, hours = "0", minutes = "00", seconds = "00", half] = clock ?? [];
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
  const naive = parseTime(`${date} ${String(hour).padStart(2, "0")}:${minutes}:${seconds}`);
  const zone = /\b((?:GMT|UTC)(?: ?[+-]\d\d:?\d\d)?)\)?\s*$/i.exec(written)?.[1] ?? "";
  return inZone(naive, zoneMinutes(zone));
}

/** `2026-02-03` of `Feb 03, 2026`, `03 Feb 2026` or `02/03/2026`. */
function dateOf(text: string): string | null {
  const first = /\b([a-z]{3}) (\d{1,2}),? (\d{4})\b/i.exec(text);
  const second = /\b(\d{1,2}) ([a-z]{3}) (\d{4})\b/i.exec(text);
  const slashed = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text);
  const year = first?.[3] ?? second?.[3] ?? slashed?.[3];
  const day = first?.[2] ?? second?.[1] ?? slashed?.[2];
  const name = first?.[1] ?? second?.[2];
  const month = name === undefined ? Number(slashed?.[1]) : MONTHS.indexOf(name.toLowerCase()) + 1;
  if (year === undefined || day === undefined || !(month >= 1)) return null;
  return `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`;
}
