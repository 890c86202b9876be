/** What became of a report: counted while it is read, kept beside it, shown to the user. Nothing vanishes unnamed. */

import type { MatchKind } from "../core/match.ts";
import { type Outcome, type Reason, REASON_CODES } from "../core/model/outcome.ts";

export interface Dropped {
  readonly what: string;
  readonly why: string;
  count: number;
}

/** As JSON in the database and in `--format json`. */
export interface ImportSummary {
  readonly importer: string;
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly hosts: number;
  readonly ports: number;
  readonly checks: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
  readonly matches: Readonly<Record<MatchKind, number>>;
  /** Rows that could be of several endpoints and so stand for themselves; the first of them. */
  readonly ambiguous: readonly string[];
  readonly dropped: readonly Dropped[];
  /** Where the report ends early or stops making sense; null: it was whole. */
  readonly broken: { readonly problem: string; readonly line: number | null } | null;
}

/** Kinds of dropped things that are told apart, and examples that are listed; beyond that they are counted together. */
const MOST_DROPPED = 50;
const MOST_LISTED = 20;
const MOST_FACTS = 40;

export class ImportTally {
  readonly #importer: { readonly id: string; readonly title: string };
  readonly #facts = new Map<string, { readonly name: string; readonly value: string }>();
  readonly #seen = { host: 0, port: 0, check: 0 };
  readonly #outcomes: Record<Outcome, number> = { vulnerable: 0, not_vulnerable: 0, unknown: 0 };
  readonly #reasons = new Map<Reason, number>();
  readonly #matches: Record<MatchKind, number> = { same: 0, by_address: 0, by_name: 0, ambiguous: 0, new: 0 };
  readonly #ambiguous: string[] = [];
  readonly #dropped = new Map<string, Dropped>();
  #broken: ImportSummary["broken"] = null;

  constructor(importer: { readonly id: string; readonly title: string }) {
    this.#importer = importer;
  }

  fact(name: string, value: string): void {
    if (this.#facts.size < MOST_FACTS) this.#facts.set(`${name} ${value}`, { name, value });
  }

  seen(what: "host" | "port" | "check", count: number): void {
    this.#seen[what] += count;
  }

  answer(outcome: Outcome, reason: Reason, match: MatchKind, label: string): void {
    this.#outcomes[outcome]++;
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
    this.#matches[match]++;
    if (match === "ambiguous" && this.#ambiguous.length < MOST_LISTED) this.#ambiguous.push(label);
  }

  drop(what: string, why: string): void {
    const key = `${what}\0${why}`;
    const known = this.#dropped.get(key);
    if (known !== undefined) known.count++;
    else if (this.#dropped.size < MOST_DROPPED) this.#dropped.set(key, { what, why, count: 1 });
    else this.drop("…", "further things of other kinds");
  }

  broke(problem: string, line: number | null): void {
    this.#broken ??= { problem, line };
  }

  summary(): ImportSummary {
    const reasons = REASON_CODES.filter((reason) => this.#reasons.has(reason));
    return {
      importer: this.#importer.id,
      title: this.#importer.title,
      facts: [...this.#facts.values()],
      hosts: this.#seen.host,
      ports: this.#seen.port,
      checks: this.#seen.check,
      outcomes: { ...this.#outcomes },
      reasons: Object.fromEntries(reasons.map((reason) => [reason, this.#reasons.get(reason) ?? 0])),
      matches: { ...this.#matches },
      ambiguous: [...this.#ambiguous],
      dropped: [...this.#dropped.values()].toSorted((a, b) => b.count - a.count),
      broken: this.#broken,
    };
  }
}
