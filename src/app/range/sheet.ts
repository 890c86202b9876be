/**
 * The sheet of scores: how often each detector gave which reason under each condition. It ships with the package (data/range-scores.json),
 * so that what a tool's silence is worth can be looked up without a laboratory. Pure.
 */

import { z } from "zod";
import { clopperPearson, type Interval } from "../../core/stats/binomial.ts";
import { DETECTOR_KINDS, type DetectorIdentity } from "../../core/model/observation.ts";
import { type Outcome, type Reason, REASON_CODES, reasonFacts } from "../../core/model/outcome.ts";
import { type Parsed, parsed, problem } from "../../core/net/parsed.ts";

export const SHEET_FORMAT = 1;

/** Reasons with how often they were given. */
export type Tally = Readonly<Partial<Record<Reason, number>>>;

export interface SheetCondition {
  readonly id: string;
  readonly title: string;
  /** null: nothing can be known there; only an undecided answer is right. */
  readonly truth: "vulnerable" | "not_vulnerable" | null;
}

export interface SheetDetector {
  readonly identity: DetectorIdentity;
  /** ISO 8601, UTC. */
  readonly measuredAt: string;
  /** By condition. */
  readonly cells: Readonly<Record<string, Tally>>;
}

export interface Sheet {
  readonly format: typeof SHEET_FORMAT;
  /** When the last of them was measured: ISO 8601, UTC. */
  readonly measuredAt: string;
  /** crosscheck's own version, and the machine: `Linux x64, Node 20.20.2`. */
  readonly version: string;
  readonly machine: string;
  readonly conditions: readonly SheetCondition[];
  readonly detectors: readonly SheetDetector[];
}

const TRUTHS = ["vulnerable", "not_vulnerable"] as const;
const SCHEMA = z.object({
  format: z.literal(SHEET_FORMAT),
  measuredAt: z.iso.datetime(),
  version: z.string(),
  machine: z.string(),
  conditions: z.array(z.object({ id: z.string(), title: z.string(), truth: z.enum(TRUTHS).nullable() })),
  detectors: z.array(
    z.object({
      identity: z.object({
        id: z.string(),
        kind: z.enum(DETECTOR_KINDS),
        version: z.string(),
        lineage: z.string(),
      }),
      measuredAt: z.iso.datetime(),
      cells: z.record(z.string(), z.partialRecord(z.enum(REASON_CODES), z.int().positive())),
    }),
  ),
});

export function readSheet(text: string): Parsed<Sheet> {
  try {
    const read = SCHEMA.safeParse(JSON.parse(text));
    if (read.success) return parsed(read.data as Sheet);
    const [issue] = read.error.issues;
    return problem(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a sheet of scores"}`);
  } catch (error) {
    return problem(`expected JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** One line for each detector, so that a change shows in a diff as what it is. */
export function writeSheet(sheet: Sheet): string {
  const list = (values: readonly unknown[]) =>
    `[\n${values.map((value) => `    ${JSON.stringify(value)}`).join(",\n")}\n  ]`;
  const { format, measuredAt, version, machine, conditions, detectors } = sheet;
  const head = Object.entries({ format, measuredAt, version, machine }).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
  );
  return `{\n${head.join("")}  "conditions": ${list(conditions)},\n  "detectors": ${list(detectors)}\n}\n`;
}

/** The new sheet with the detectors that only the old one has: measuring some again does not forget the others. */
export function merged(old: Sheet, now: Sheet): Sheet {
  const fresh = new Map(now.detectors.map((detector) => [detector.identity.id, detector]));
  const kept = old.detectors.map((detector) => fresh.get(detector.identity.id) ?? detector);
  const added = now.detectors.filter(({ identity }) => !old.detectors.some((each) => each.identity.id === identity.id));
  const conditions = new Map([...old.conditions, ...now.conditions].map((condition) => [condition.id, condition]));
  const cells = (detector: SheetDetector): SheetDetector => {
    const earlier = old.detectors.find(({ identity }) => identity.id === detector.identity.id);
    const same = earlier?.identity.version === detector.identity.version;
    return same ? { ...detector, cells: { ...earlier?.cells, ...detector.cells } } : detector;
  };
  return { ...now, conditions: [...conditions.values()], detectors: [...kept, ...added].map(cells) };
}

/** `finding_reported ×2, tool_timed_out ×1`. */
export function tallyInWords(tally: Tally): string {
  return Object.entries(tally)
    .map(([reason, times]) => `${reason} ×${times}`)
    .join(", ");
}

export type CellKind = "right" | "wrong" | "undecided" | "unstable" | "unknown";

export interface CellScore {
  readonly n: number;
  readonly right: number;
  readonly wrong: number;
  readonly undecided: number;
  /** Of wrong among n, exact, 95 %. */
  readonly wrongShare: Interval;
  readonly rightShare: Interval;
  /** `unstable`: it did not give the same outcome each time; `unknown`: it was not measured. */
  readonly kind: CellKind;
}

/** @param truth null: an undecided answer is the right one there, and anything else is wrong. */
export function scoreCell(tally: Tally | undefined, truth: SheetCondition["truth"]): CellScore {
  const counted = Object.entries(tally ?? {}) as (readonly [Reason, number])[];
  const of = (wanted: (outcome: Outcome) => boolean) =>
    counted.reduce((sum, [reason, times]) => sum + (wanted(reasonFacts(reason).outcome) ? times : 0), 0);
  const n = of(() => true);
  const undecided = of((outcome) => outcome === "unknown");
  const right = truth === null ? undecided : of((outcome) => outcome === truth);
  const wrong = n - undecided - (truth === null ? 0 : right);
  const outcomes = new Set(counted.map(([reason]) => reasonFacts(reason).outcome));
  const kind =
    n === 0 ? "unknown" : outcomes.size > 1 ? "unstable" : wrong > 0 ? "wrong" : right > 0 ? "right" : "undecided";
  return {
    n,
    right,
    wrong,
    undecided: truth === null ? 0 : undecided,
    wrongShare: clopperPearson(wrong, n),
    rightShare: clopperPearson(right, n),
    kind,
  };
}

export interface DetectorTotals {
  readonly conditions: number;
  readonly right: number;
  readonly wrong: number;
  readonly undecided: number;
  readonly unstable: number;
}

/** How many conditions of each kind. */
export function totalsOf(detector: SheetDetector, conditions: readonly SheetCondition[]): DetectorTotals {
  const kinds = conditions.map(({ id, truth }) => scoreCell(detector.cells[id], truth).kind);
  const count = (kind: CellKind) => kinds.filter((each) => each === kind).length;
  return {
    conditions: kinds.length - count("unknown"),
    right: count("right"),
    wrong: count("wrong"),
    undecided: count("undecided"),
    unstable: count("unstable"),
  };
}

export interface CellChange {
  readonly detector: string;
  readonly condition: string;
  readonly before: Tally;
  readonly after: Tally;
}

/**
 * Cells whose kind changed although the detector's version did not: either the measurement is not what it was, or somebody
 * changed the tool behind its version number. Unstable cells change by themselves and are left out.
 */
export function drift(before: Sheet, after: Sheet): readonly CellChange[] {
  const truths = new Map(after.conditions.map(({ id, truth }) => [id, truth]));
  return after.detectors.flatMap((now) => {
    const { id, version } = now.identity;
    const then = before.detectors.find(({ identity }) => identity.id === id && identity.version === version);
    return Object.entries(now.cells).flatMap(([condition, tally]) => {
      const earlier = then?.cells[condition];
      const truth = truths.get(condition);
      if (earlier === undefined || truth === undefined) return [];
      const kinds = [scoreCell(earlier, truth).kind, scoreCell(tally, truth).kind];
      if (kinds[0] === kinds[1] || kinds.includes("unstable")) return [];
      return [{ detector: id, condition, before: earlier, after: tally }];
    });
  });
}

/** Conditions where both always give the same outcome, and not the same one. */
export function differencesBetween(
  one: SheetDetector,
  other: SheetDetector,
  conditions: readonly SheetCondition[],
): readonly string[] {
  return conditions
    .filter(({ id, truth }) => {
      const kinds = [scoreCell(one.cells[id], truth).kind, scoreCell(other.cells[id], truth).kind];
      return kinds[0] !== kinds[1] && !kinds.includes("unstable") && !kinds.includes("unknown");
    })
    .map(({ id }) => id);
}
