/** Which profile re-enacts a detector: by its name, and the version nearest to it. */

import type { Profile } from "../../profiles/profile.ts";

/** null: nobody re-enacts it. */
export function profileFor(profiles: readonly Profile[], detector: string, version: string): Profile | null {
  const named = profiles.find(({ id }) => detector === `profile/${id}`);
  if (named !== undefined) return named;
  const tool = detector.split("@")[0] ?? detector;
  const states = profiles.filter(({ id, scanner }) => scanner?.id === tool || id === tool);
  const major = (text: string) => text.split(".")[0];
  return (
    states.find((state) => state.version === version) ??
    states.findLast((state) => major(state.version) === major(version)) ??
    states.at(-1) ??
    null
  );
}
