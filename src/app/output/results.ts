/** What the commands show of a run, whatever the format: rows as they come out of the store, and totals. */

import type { MatrixRow } from "../../core/matrix/matrix.ts";
import type { Outcome } from "../../core/model/outcome.ts";

/** Rows arrive one by one: a run may have more endpoints than memory. */
export type Rows = Iterable<MatrixRow>;

/**
 * Is there something to be judged at all? Where nothing was promised (members of a CIDR, further ports of the plan), nothing
 * listening is no gap, and a host that is out of scope is one gap, not one for each of its ports.
 */
export function counts({ endpoint, verdict }: Pick<MatrixRow, "endpoint" | "verdict">): boolean {
  return endpoint.origin === "asked" || verdict.outcome !== "unknown" || !NOTHING_THERE.has(verdict.reason);
}

const NOTHING_THERE: ReadonlySet<string> = new Set([
  "connect_refused",
  "connect_timeout",
  "connect_unreachable",
  "connect_reset",
  "not_tls",
  "silent_at_hello",
  "out_of_scope",
  "port_closed",
  "port_filtered",
  "tls_not_shown",
]);

export class Totals {
  readonly tally: Record<Outcome, number> = { vulnerable: 0, not_vulnerable: 0, unknown: 0 };
  outOfScope = 0;
  nothingThere = 0;

  add(row: Pick<MatrixRow, "endpoint" | "verdict">): void {
    if (!counts(row)) {
      this.nothingThere++;
      return;
    }
    this.tally[row.verdict.outcome]++;
    if (row.verdict.reason === "out_of_scope") this.outOfScope++;
  }

  get endpoints(): number {
    return this.tally.vulnerable + this.tally.not_vulnerable + this.tally.unknown;
  }
}
