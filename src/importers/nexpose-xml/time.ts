/** Times of Nexpose: `20141110T094538362`, the console's local time with the milliseconds glued on (report-formats.md 3.2). */

import { checkExisted, type Gate } from "../../core/claims.ts";
import { NO_TIME, type ReportTime } from "../importer.ts";
import { moment } from "../times/moment.ts";

export function nexposeTime(text: string): ReportTime {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})?$/.exec(text.trim());
  return parts === null ? NO_TIME : naive(parts.slice(1).map((part) => Number(part ?? 0)));
}

/** CSV: `04/10/2014`, with the month first, `5/27/26 6:37`, and as SQL writes it, `2014-04-10 09:45:38.362`. */
export function csvTime(text: string): ReportTime {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?:\s+(\d{1,2}):(\d\d))?(?![\d/])/.exec(text.trim());
  if (american !== null) {
    const [, month, day, year = "", hour = "0", minute = "0"] = american;
    return naive([year.length === 2 ? `20${year}` : year, month, day, hour, minute].map(Number));
  }
  const sql = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?/.exec(text.trim());
  return sql === null ? nexposeTime(text) : naive(sql.slice(1).map((part) => Number(part ?? 0)));
}

function naive(parts: readonly number[]): ReportTime {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN, hour, minute, second, millisecond] = parts;
  return moment({ year, month, day, hour, minute, second, millisecond }, null) ?? NO_TIME;
}

/** Gate G5 by the date: only a known one closes it, because a result that is there was given by a check that was there. */
export function ageGate(time: ReportTime): Gate {
  return time.at === null || checkExisted(time.at) ? "open" : "check_too_old";
}
