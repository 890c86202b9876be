/** The board's columns: detectors in the order in which they were met, shown in the matrix's order, natives first, then by lineage. */

import type { DetectorIdentity } from "../../../core/model/observation.ts";
import type { Answered } from "../../../core/ports/store.ts";
import type { Discredited } from "../../rows.ts";
import { failureOf } from "../../../core/controls.ts";
import type { ColumnIndex } from "./load.ts";

export interface BoardColumn {
  /** Place in a row's cells. */
  readonly place: number;
  readonly detector: string;
  readonly kind: DetectorIdentity["kind"];
  readonly lineage: string;
  readonly versions: readonly string[];
  readonly vantages: readonly string[];
  /** Why it is not valid, by run; empty: it is. */
  readonly invalid: readonly { readonly run: string; readonly why: string }[];
}

type Source = Pick<Answered, "detector" | "version" | "lineage" | "vantage" | "run" | "mode">;

export class Columns implements ColumnIndex {
  readonly #places = new Map<string, number>();
  readonly #answered = new Map<string, Answered>();

  /** Everyone who answered, as far as it was met. */
  get answered(): readonly Answered[] {
    return [...this.#answered.values()];
  }

  meet(answered: readonly Answered[]): void {
    for (const each of answered) this.#answered.set(keyOf(each), each);
  }

  hasMet(source: Source): boolean {
    return this.#answered.has(keyOf(source));
  }

  indexOf(detector: string): number {
    const known = this.#places.get(detector);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(detector, place);
    return place;
  }

  /** null: no such column. */
  find(detector: string): number | null {
    return this.#places.get(detector) ?? null;
  }

  /** @param native our own detectors; what else is native (the engine, the inventory) is a reason, not a column. */
  described(discredited: Discredited, native: readonly string[]): readonly BoardColumn[] {
    const byDetector = new Map<string, Answered[]>();
    for (const each of this.#answered.values()) {
      if (each.kind === "native" && !native.includes(each.detector)) continue;
      const known = byDetector.get(each.detector);
      if (known === undefined) byDetector.set(each.detector, [each]);
      else known.push(each);
    }
    const columns = [...byDetector].map(([detector, all]): BoardColumn => {
      const newest = all.at(-1);
      return {
        place: this.indexOf(detector),
        detector,
        kind: newest?.kind ?? "report",
        lineage: newest?.lineage ?? detector,
        versions: [...new Set(all.map(({ version }) => version))].toSorted(),
        vantages: [...new Set(all.map(({ vantage }) => vantage))].toSorted(),
        invalid: [...discredited].flatMap(([run, failed]) => {
          const failure = failureOf(failed, detector);
          return failure === null ? [] : [{ run, why: failure.why }];
        }),
      };
    });
    const rank = ({ detector, lineage }: BoardColumn) => {
      const place = native.indexOf(detector);
      return place < 0 ? `1 ${lineage} ${detector}` : `0 ${String(place).padStart(3, "0")}`;
    };
    return columns.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}

function keyOf({ detector, version, lineage, vantage, run, mode }: Source): string {
  return JSON.stringify([detector, version, lineage, vantage, run, mode]);
}
