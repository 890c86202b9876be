/** What changed between two looks at an endpoint, and why: a repair, another tool, another place, or only another time. Pure. */

import type { Observation } from "../model/observation.ts";
import type { Evidence, Outcome, Reason } from "../model/outcome.ts";

/** What of an observation a comparison looks at. `counted`: false where its detector failed its controls in that run. */
export type Said = Pick<
  Observation,
  "detector" | "version" | "vantage" | "run" | "mode" | "startedAt" | "outcome" | "reason" | "evidence"
> & { readonly counted: boolean };

export interface Verdictish {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly evidence: Evidence;
}

/** One look at one endpoint. */
export interface Look {
  readonly verdict: Verdictish;
  readonly said: readonly Said[];
}

/** Why something changed, the one that explains most first. The meanings are shown as they stand. */
export const CAUSES = {
  repaired: "it was demonstrated to be vulnerable, and a newer answer refutes it",
  again_vulnerable: "it was refuted, and a newer answer demonstrates that it is vulnerable",
  control_failed: "a detector failed its controls in one of the two, and is not counted there",
  other_address: "the name leads to another address, which may be another machine",
  only_before: "only the first asked it",
  only_after: "only the second asked it",
  unreachable: "it answered one of the two and not the other: nothing is known of a change in the server",
  new_evidence: "a detector spoke that had not spoken before",
  less_evidence: "a detector that had spoken did not speak again",
  tool_version: "the detector has another version",
  vantage: "it was asked from another place",
  mode: "one answer was noted by hand",
  time: "the same detector, version and place: only time has passed, or chance decides",
  verdict_rule: "no detector says anything else; how many must agree, or what counts beside it, is other",
} as const;
export type Cause = keyof typeof CAUSES;
export const CAUSE_NAMES = Object.keys(CAUSES) as readonly Cause[];

/** All words of one detector as one cell. */
export interface CellLook {
  /** The strongest word: 1 before 0 before ?; null: it was not asked. */
  readonly outcome: Outcome | null;
  readonly reason: Reason | null;
  readonly evidence: Evidence | null;
  /** Whether its words are counted. */
  readonly counted: boolean;
}

export interface CellChange {
  readonly detector: string;
  readonly before: CellLook;
  readonly after: CellLook;
  readonly cause: Cause;
}

export interface Change {
  readonly before: Verdictish | null;
  readonly after: Verdictish | null;
  /** What explains it, the most telling first; never empty. */
  readonly causes: readonly Cause[];
  readonly cells: readonly CellChange[];
}

/** Reasons of a `?` that say the conversation did not come about. */
const SILENCE: ReadonlySet<Reason> = new Set([
  ...(["dns_failure", "not_covered", "interrupted", "host_stopped_answering", "connect_refused"] as const),
  ...(["connect_timeout", "connect_unreachable", "connect_reset", "local_resources", "silent_at_hello"] as const),
  ...(["closed_at_hello", "reset_at_hello", "tool_timed_out", "port_closed", "port_filtered", "host_dead"] as const),
]);

const NOBODY: CellLook = { outcome: null, reason: null, evidence: null, counted: true };

/** null: nothing changed. A look that is null: it was not asked then. @param moved whether the name led to another address */
export function changeOf(before: Look | null, after: Look | null, moved: boolean = false): Change | null {
  const cells = cellChanges(before, after);
  const settled =
    before?.verdict.outcome !== after?.verdict.outcome || before?.verdict.reason !== after?.verdict.reason;
  if (!settled && cells.length === 0 && !moved) return null;
  const found = new Set<Cause>(cells.map(({ cause }) => cause));
  if (before === null) found.add("only_after");
  if (after === null) found.add("only_before");
  if (moved) found.add("other_address");
  if (before !== null && after !== null) {
    // Another address is another machine until somebody shows that it is the same: no repair follows from it.
    if (!moved && isRepair(before, after)) found.add("repaired");
    if (!moved && isRelapse(before, after)) found.add("again_vulnerable");
    if (found.size === 0) found.add("verdict_rule");
  }
  return {
    before: before?.verdict ?? null,
    after: after?.verdict ?? null,
    causes: CAUSE_NAMES.filter((cause) => found.has(cause)),
    cells,
  };
}

/** A 1 that was seen, and a proven 0 that is newer and stands: a claim, a hint or silence repairs nothing. */
function isRepair(before: Look, after: Look): boolean {
  return after.verdict.outcome === "not_vulnerable" && isNewer(before, isShownOne, after, isProvenZero);
}

function isRelapse(before: Look, after: Look): boolean {
  return before.verdict.outcome === "not_vulnerable" && isNewer(before, isProvenZero, after, isShownOne);
}

function isNewer(before: Look, was: (said: Said) => boolean, after: Look, is: (said: Said) => boolean): boolean {
  const then = before.said.filter(was).map(({ startedAt }) => Date.parse(startedAt));
  const now = after.said.filter(is).map(({ startedAt }) => Date.parse(startedAt));
  return then.length > 0 && now.length > 0 && largest(now) > largest(then);
}

function largest(times: readonly number[]): number {
  return times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
}

function isShownOne({ outcome, evidence, counted }: Said): boolean {
  return counted && outcome === "vulnerable" && evidence === "demonstrated";
}

function isProvenZero({ outcome, evidence, counted }: Said): boolean {
  return counted && outcome === "not_vulnerable" && (evidence === "refuted" || evidence === "absent");
}

function cellChanges(before: Look | null, after: Look | null): readonly CellChange[] {
  const then = byDetector(before?.said ?? []);
  const now = byDetector(after?.said ?? []);
  return [...new Set([...then.keys(), ...now.keys()])].toSorted().flatMap((detector): readonly CellChange[] => {
    const words = { before: then.get(detector) ?? [], after: now.get(detector) ?? [] };
    const a = cellOf(words.before);
    const b = cellOf(words.after);
    if (a.outcome === b.outcome && a.counted === b.counted) return [];
    const cause = cellCause(words.before, a, words.after, b);
    return [{ detector, before: a, after: b, cause }];
  });
}

function cellCause(then: readonly Said[], before: CellLook, now: readonly Said[], after: CellLook): Cause {
  if (before.outcome === null) return "new_evidence";
  if (after.outcome === null) return "less_evidence";
  if (before.counted !== after.counted) return "control_failed";
  const silent = ({ outcome, reason }: CellLook) => outcome === "unknown" && reason !== null && SILENCE.has(reason);
  if (silent(before) !== silent(after)) return "unreachable";
  if (differ(then, now, ({ mode }) => mode)) return "mode";
  if (differ(then, now, ({ version }) => version)) return "tool_version";
  if (differ(then, now, ({ vantage }) => vantage)) return "vantage";
  return "time";
}

function differ(then: readonly Said[], now: readonly Said[], of: (said: Said) => string): boolean {
  const spelled = (words: readonly Said[]) => [...new Set(words.map(of))].toSorted().join("\n");
  return spelled(then) !== spelled(now);
}

function byDetector(said: readonly Said[]): ReadonlyMap<string, readonly Said[]> {
  const found = new Map<string, Said[]>();
  for (const each of said) {
    const words = found.get(each.detector);
    if (words === undefined) found.set(each.detector, [each]);
    else words.push(each);
  }
  return found;
}

const STRENGTH: Readonly<Record<Outcome, number>> = { vulnerable: 2, not_vulnerable: 1, unknown: 0 };

/** Words that count go before those that do not; then the one that says most, a 1 before a 0 before a ?. */
function cellOf(words: readonly Said[]): CellLook {
  const counted = words.filter((word) => word.counted);
  const [said] = (counted.length > 0 ? counted : words).toSorted(
    (a, b) =>
      STRENGTH[b.outcome] - STRENGTH[a.outcome] || (`${a.reason} ${a.evidence}` < `${b.reason} ${b.evidence}` ? -1 : 1),
  );
  if (said === undefined) return NOBODY;
  return { outcome: said.outcome, reason: said.reason, evidence: said.evidence, counted: counted.length > 0 };
}
