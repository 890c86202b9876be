/** How Go writes a duration: `1m0.5s`, `10.001s`, `12.3ms`, `87µs`. */

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, µs: 1e-6, us: 1e-6, ns: 1e-9 };
const PART = /(\d+(?:\.\d+)?)(h|ms|m|s|µs|us|ns)/y;

/** Seconds; null: it is none. */
export function goDuration(value: unknown): number | null {
  if (typeof value !== "string" || value === "") return null;
  let seconds = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < value.length) {
    const part = PART.exec(value);
    if (part === null) return null;
    seconds += Number(part[1]) * (UNITS[part[2] ?? ""] ?? 0);
  }
  return seconds;
}
