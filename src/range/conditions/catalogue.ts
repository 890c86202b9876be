/** Every condition the scripted server can be put in, in the reference's order, then those without a number. */

import { ANSWERS } from "./answers.ts";
import { BASELINE } from "./baseline.ts";
import type { Condition } from "./condition.ts";
import { FLIGHT } from "./flight.ts";
import { NEGOTIATION } from "./negotiation.ts";
import { NETWORK } from "./network.ts";
import { STARTTLS } from "./starttls.ts";
import { SURROUNDINGS } from "./surroundings.ts";

export const CONDITIONS: readonly Condition[] = [
  ...BASELINE,
  ...NEGOTIATION,
  ...FLIGHT,
  ...ANSWERS,
  ...STARTTLS,
  ...SURROUNDINGS,
  ...NETWORK,
].toSorted((a, b) => a.id.localeCompare(b.id, "en"));

/** Looks a condition up; undefined: there is none of that name. */
export function condition(id: string): Condition | undefined {
  return CONDITIONS.find((each) => each.id === id);
}
