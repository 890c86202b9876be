/** Times as nmap and masscan write them: seconds since 1970. */

import { NO_TIME, type ReportTime } from "../importer.ts";

export function epoch(seconds: string | null | undefined): ReportTime {
  if (seconds === null || seconds === undefined || !/^\d{1,11}$/.test(seconds)) return NO_TIME;
  const at = Number(seconds) * 1000;
  return at === 0 ? NO_TIME : { at, quality: "zone" };
}
