/** When a mute holds: until its time is over, it is lifted, or what was known when it was made has changed. */

import type { Finding } from "../model/outcome.ts";
import type { Mute } from "../ports/desk.ts";

type Known = Pick<Finding, "outcome" | "reason">;

/** What a mute remembers of the verdict it was made for. */
export function muteFingerprint({ outcome, reason }: Known): string {
  return `${outcome} ${reason}`;
}

/** A mute never hides that something got worse, or better: only what was looked at. */
export function muteHolds({ fingerprint, until, liftedAt }: Mute, known: Known, now: string): boolean {
  return liftedAt === null && until > now && fingerprint === muteFingerprint(known);
}
