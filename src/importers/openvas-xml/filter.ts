/** What the report says about the filter it was made with: only an export that hides no finding can lack one (rule 8). */

import type { Gate } from "../../core/claims.ts";

export interface FilterRecord {
  /** `apply_overrides=0 levels=hml rows=-1 min_qod=70 first=1`; null: not said. */
  term: string | null;
  /** The older spelling of the levels: `High`, `Medium`. */
  readonly levels: string[];
  /** Other terms that stand in elements of their own, in the older spelling: `autofp=1`. */
  readonly others: string[];
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
  return {
    term: null,
    levels: [],
    others: [],
    phrase: "",
    filtered: null,
    start: null,
    max: null,
    comparison: false,
    read: 0,
  };
}

/** Terms that order results or say how they are shown, but hide none. */
const HARMLESS: ReadonlySet<string> = new Set([
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
  const { levels, phrase, filtered, start, max, comparison, read } = filter;
  const terms = [...(filter.term ?? "").split(/\s+/), ...filter.others].filter((term) => term !== "");
  const said = (filter.term ?? "").trim() !== "" || levels.length > 0;
  if (comparison || !said || phrase.trim() !== "") return "report_filtered";
  if (levels.length > 0 && !["high", "medium", "low"].every((level) => levels.includes(level)))
    return "report_filtered";
  if (!terms.every((term) => showsAll(term, read))) return "report_filtered";
  // What somebody lowered or called false is still there only where notes and false ones are shown.
  if (terms.includes("apply_overrides=1") && !showsOverridden(terms, levels)) return "report_filtered";
  const whole = (filtered ?? 0) <= read && (start ?? 1) <= 1 && (max === null || max < 0 || read < max);
  return whole ? "open" : "report_filtered";
}

function showsOverridden(terms: readonly string[], levels: readonly string[]): boolean {
  if (levels.includes("log") && levels.includes("false positive")) return true;
  return terms.some((term) => /^levels=(?=.*g)(?=.*f)/i.test(term));
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
    case "apply_overrides":
      return ["", "0", "1"].includes(value);
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
