/** What the commands show of a run, whatever the format: rows as they come out of the store, and totals. */

import type { MatrixRow } from "../../core/matrix/matrix.ts";
import type { Outcome } from "../../core/model/outcome.ts";

/** Rows arrive one by one: a run may have more endpoints than memory. */
export type Rows = Iterable<MatrixRow>;

/**
 * Is there something to be judged at all? Where nothing was promised (members of a CIDR, further ports of the plan), nothing
 * listening is no gap. A place that was out of scope there is one, but it is counted and not shown: a host has many ports.
 */
export function counts({ endpoint, verdict }: Pick<MatrixRow, "endpoint" | "verdict">): boolean {
  return endpoint.origin === "asked" || verdict.outcome !== "unknown" || !UNPROMISED.has(verdict.reason);
}

/** What a place where nothing listens, or something else than TLS, looks like. A silent or resetting one may be hiding. */
const NOTHING_THERE = ["connect_refused", "connect_timeout", "connect_unreachable", "not_tls"] as const;
/** The same in the words of other people's reports. */
const NOTHING_REPORTED = ["port_closed", "port_filtered", "tls_not_shown"] as const;
const UNPROMISED: ReadonlySet<string> = new Set([...NOTHING_THERE, ...NOTHING_REPORTED, "out_of_scope"]);

export class Totals {
  readonly tally: Record<Outcome, number> = { vulnerable: 0, not_vulnerable: 0, unknown: 0 };
  outOfScope = 0;
  nothingThere = 0;
  /** Out of scope, and not among the endpoints because nobody named it: a member of a CIDR, a further port. */
  leftOut = 0;

  add(row: Pick<MatrixRow, "endpoint" | "verdict">): void {
    const outOfScope = row.verdict.reason === "out_of_scope";
    if (!counts(row)) {
      if (outOfScope) this.leftOut++;
      else this.nothingThere++;
      return;
    }
    this.tally[row.verdict.outcome]++;
    if (outOfScope) this.outOfScope++;
  }

  get endpoints(): number {
    return this.tally.vulnerable + this.tally.not_vulnerable + this.tally.unknown;
  }
}
