/** What every profile of a tool that completes the handshake must pass: `check.ts`, but that nobody can write down beforehand what a server says under encryption. */

import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { type Reason, reasonFacts } from "../../core/model/outcome.ts";
import type { Dials } from "../../range/conditions/dials.ts";
import type { Profile } from "../profile.ts";
import type { Rehearsal } from "./check.ts";
import { talkWith } from "./live.ts";
import { type Act, rehearse } from "./rehearse.ts";

export interface LiveCase {
  readonly what: string;
  /** How the server differs from a vulnerable OpenSSL 1.0.1e. */
  readonly dials: Partial<Dials>;
  readonly reason: Reason;
}

const QUESTION = { address: "192.0.2.1", port: 443, serverName: null };
const ACT: fc.Arbitrary<Act> = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.record({ ms: fc.integer({ min: 0, max: 20_000 }) }),
  fc.constantFrom<Act>("closed", "reset", "timeout"),
);

/** @param before what goes wrong before anything is encrypted. */
export function checkSessionProfile(profile: Profile, live: readonly LiveCase[], before: readonly Rehearsal[]): void {
  const reasons = new Set(profile.mapping.map(({ reason }) => reason));

  describe(`profile ${profile.id}`, () => {
    test.each(live.map((each) => [each.what, each] as const))("%s", (_what, { dials, reason }) => {
      const { finding, words } = talkWith(profile.talk(QUESTION), dials);
      expect(finding.reason, words).toBe(reason);
    });

    test.each(before.map((each) => [each.what, each] as const))("%s", (_what, { scenes, reason }) => {
      const { reading } = rehearse(profile.talk(QUESTION), scenes);
      expect(reading.finding.reason, reading.words).toBe(reason);
    });

    test("every reason is in its table", () => {
      for (const { what, reason } of [...live, ...before]) expect(reasons, what).toContain(reason);
    });

    test("finds and misses", () => {
      const outcomes = new Set(live.map(({ reason }) => reasonFacts(reason).outcome));
      expect(outcomes).toContain("vulnerable");
      expect(outcomes.size).toBeGreaterThan(1);
    });

    test("comes to an end whatever the other side does, without an exception and with no proof", () => {
      const scenes = fc.array(fc.array(fc.array(ACT, { maxLength: 4 }), { maxLength: 6 }), { maxLength: 3 });
      fc.assert(
        fc.property(scenes, (given) => {
          const { reading } = rehearse(profile.talk(QUESTION), given);
          expect(reasons).toContain(reading.finding.reason);
          expect(reading.finding.outcome).toBe("unknown");
        }),
        { numRuns: 100 },
      );
    });
  });
}
