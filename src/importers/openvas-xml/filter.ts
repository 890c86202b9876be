/** What the report says about the filter it was made with: only an export that hides no finding can lack one (rule 8). */

import type { Gate } from "../../core/claims.ts";

export interface FilterRecord {
  /** `apply_overrides=0 levels=hml rows=-1 min_qod=70 first=1`; null: not said. */
  term: string | null;
  /** The older spelling of the levels: `High`, `Medium`. */
  readonly levels: string[];
  /** A phrase that results must contain, in the older spelling. */
  phrase: string;
  /** How many results the filter lets through; null: not said. */
  filtered: number | null;
  /** Where the page begins and how many results are on it at most; null: not said. */
  start: number | null;
  max: number | null;
  /** Whether only what differs between two reports is listed. */
  readonly comparison: boolean;
  /** How many are in the document. */
  read: number;
}

export function newFilter(): FilterRecord {
  return { term: null, levels: [], phrase: "", filtered: null, start: null, max: null, comparison: false, read: 0 };
}

/** Terms that order results or say how they are shown, but hide none. */
const HARMLESS: ReadonlySet<string> = new Set([
  "apply_overrides",
  "notes",
  "overrides",
  "result_hosts_only",
  "sort",
  "sort-reverse",
  "timezone",
]);
/** What the product itself hides below by default. */
const USUAL_QUALITY = 70;

/** Open only when every term is understood and none hides a finding of the check. */
export function filterGate(filter: FilterRecord): Gate {
  const { term, levels, phrase, filtered, start, max, comparison, read } = filter;
  const said = (term ?? "").trim() !== "" || levels.length > 0;
  if (comparison || !said || phrase.trim() !== "") return "report_filtered";
  if (levels.length > 0 && !["high", "medium", "low"].every((level) => levels.includes(level)))
    return "report_filtered";
  if (!(term ?? "").split(/\s+/).every((each) => each === "" || showsAll(each, read))) return "report_filtered";
  const whole = (filtered ?? 0) <= read && (start ?? 1) <= 1 && (max === null || max < 0 || read < max);
  return whole ? "open" : "report_filtered";
}

function showsAll(term: string, read: number): boolean {
  const [, name = "", value = ""] = /^([a-z_-]+)=([\w.+-]*)$/i.exec(term) ?? [];
  const number = Number(value);
  switch (name.toLowerCase()) {
    case "":
      return false;
    case "levels":
      return ["h", "m", "l"].every((level) => value.toLowerCase().includes(level));
    case "min_qod":
      return value === "" || number <= USUAL_QUALITY;
    case "min_cvss_base":
    case "autofp":
      return value === "" || number === 0;
    case "first":
      return number <= 1;
    case "rows":
      return number < 0 || read < number;
    default:
      return HARMLESS.has(name.toLowerCase());
  }
}
