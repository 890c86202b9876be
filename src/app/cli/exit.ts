/** The exit codes of design section 8, and the errors that carry one. */

import type { Outcome } from "../../core/model/outcome.ts";

export const EXIT = {
  nothingVulnerable: 0,
  vulnerable: 1,
  inconclusive: 2,
  partial: 3,
  usage: 64,
  badInput: 65,
  missing: 69,
  internal: 70,
  outOfScope: 77,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Ends the command with one clear sentence on stderr. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** What a finished scan amounts to. */
export interface ScanResult {
  readonly totals: {
    readonly tally: Readonly<Record<Outcome, number>>;
    readonly outOfScope: number;
    /** Places out of scope that are not among the endpoints: members of a CIDR, further ports. */
    readonly leftOut: number;
    readonly endpoints: number;
  };
  /** Lines of the list that were passed over: nobody knows what they would have been. */
  readonly unreadableLines: number;
  /** A detector failed its controls: part of what was asked for was not done. */
  readonly discredited: boolean;
}

/** One vulnerable endpoint outweighs everything; an open one outweighs any number of zeros. */
export function exitCodeOf({ totals, unreadableLines, discredited }: ScanResult): ExitCode {
  const { tally, outOfScope, leftOut, endpoints } = totals;
  if (tally.vulnerable > 0) return EXIT.vulnerable;
  if (discredited) return EXIT.partial;
  if (outOfScope + leftOut > 0 && outOfScope === endpoints) return EXIT.outOfScope;
  if (tally.unknown + leftOut + unreadableLines > 0 || endpoints === 0) return EXIT.inconclusive;
  return EXIT.nothingVulnerable;
}
