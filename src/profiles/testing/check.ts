/** What every profile must pass, run from its own test with its own rehearsals. */

import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { type Reason, reasonFacts } from "../../core/model/outcome.ts";
import type { Profile } from "../profile.ts";
import { type Act, rehearse } from "./rehearse.ts";

export interface Rehearsal {
  readonly what: string;
  /** By connection, then by what was sent: see `rehearse`. */
  readonly scenes: readonly (readonly (readonly Act[])[])[];
  readonly reason: Reason;
  /** How many connections it makes. */
  readonly connections?: number;
}

const QUESTION = { address: "192.0.2.1", port: 443, serverName: null };
const ACT: fc.Arbitrary<Act> = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.record({ ms: fc.integer({ min: 0, max: 20_000 }) }),
  fc.constantFrom<Act>("closed", "reset", "timeout"),
);

export function checkProfile(profile: Profile, rehearsals: readonly Rehearsal[]): void {
  const reasons = new Set(profile.mapping.map(({ reason }) => reason));

  describe(`profile ${profile.id}`, () => {
    test.each(rehearsals.map((rehearsal) => [rehearsal.what, rehearsal] as const))("%s", (_what, rehearsal) => {
      const { reading, connections } = rehearse(profile.talk(QUESTION), rehearsal.scenes);
      expect(reading.finding.reason, reading.words).toBe(rehearsal.reason);
      if (rehearsal.connections !== undefined) expect(connections).toBe(rehearsal.connections);
    });

    test("every reason is in its table", () => {
      for (const { what, reason } of rehearsals) expect(reasons, what).toContain(reason);
    });

    test("finds and misses: at least one rehearsal each ends in 1 and in something else", () => {
      const outcomes = new Set(rehearsals.map(({ reason }) => reasonFacts(reason).outcome));
      expect(outcomes).toContain("vulnerable");
      expect(outcomes.size).toBeGreaterThan(1);
    });

    test("comes to an end whatever the other side does, without an exception and with no proof", () => {
      fc.assert(
        fc.property(
          fc.array(fc.array(fc.array(ACT, { maxLength: 4 }), { maxLength: 6 }), { maxLength: 12 }),
          (scenes) => {
            const { reading } = rehearse(profile.talk(QUESTION), scenes);
            expect(reasons).toContain(reading.finding.reason);
            expect(["reported", "inferred", "none"]).toContain(reading.finding.evidence);
          },
        ),
        { numRuns: 100 },
      );
    });
  });
}
