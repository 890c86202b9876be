/** Who answered: each combination of detector, version, vantage, run and mode once. */

import type { Answered } from "../../core/ports/store.ts";
import type { RunKey } from "./answer-table.ts";
import type { Driver, Row } from "./driver.ts";
import { answeredOf } from "./rows.ts";

export class AnswerSources {
  readonly all: Answered[] = [];
  readonly #detectors: ReadonlyMap<unknown, Row>;
  readonly #vantages: ReadonlyMap<unknown, Row>;
  /** Of the present run: by vantage and mode, then by detector. */
  #known: Map<number, number>[] = [];
  #run = "";

  constructor(driver: Driver) {
    const byKey = (table: string) =>
      new Map(
        driver
          .prepare(`SELECT * FROM ${table}`)
          .all()
          .map((row) => [row["key"], row]),
      );
    this.#detectors = byKey("detector");
    this.#vantages = byKey("vantage");
  }

  /** What follows was said in this run. */
  begin({ id }: RunKey): void {
    this.#known = [];
    this.#run = id;
  }

  /** Index in `all`. @param manual 0 or 1 */
  indexOf(detector: number, vantage: number, manual: number): number {
    const way = 2 * vantage + manual;
    this.#known[way] ??= new Map();
    const known = this.#known[way];
    const before = known.get(detector);
    if (before !== undefined) return before;
    const name = this.#vantages.get(vantage)?.["name"] ?? null;
    const identity = this.#detectors.get(detector) ?? {};
    const index = this.all.push(answeredOf({ ...identity, vantage: name, run: this.#run, manual })) - 1;
    known.set(detector, index);
    return index;
  }
}
