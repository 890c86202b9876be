/** A profile as a witness. The dialer reaches loopback only: profiles read memory, and the range is where there is none to lose. */

import type { Witness } from "../../core/ports/witness.ts";
import { systemClock } from "../../io/system/clock.ts";
import type { Profile } from "../../profiles/profile.ts";
import { runProfile } from "../../profiles/run-profile.ts";
import { permission } from "../permission.ts";

/** They wait, and so could be many; but our servers are in the same process, and a crowd would make these late. */
const AT_ONCE = 16;

export function profileWitness(profile: Profile): Witness {
  const { dialer } = permission(null, () => systemClock.now());
  return {
    identity: { id: `profile/${profile.id}`, kind: "profile", version: profile.version, lineage: profile.lineage },
    concurrency: AT_ONCE,
    async ask({ address, port, serverName }, signal) {
      const startedAt = new Date(systemClock.now()).toISOString();
      const began = systemClock.monotonic();
      const { finding, words } = await runProfile(
        profile,
        { address, port, serverName },
        { dialer, clock: systemClock },
        signal,
      );
      return {
        finding,
        startedAt,
        durationMs: systemClock.monotonic() - began,
        provenance: { place: "", words, argv: null, exit: null, truncated: false, time: "zone" },
        raw: null,
      };
    },
  };
}
