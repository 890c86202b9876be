/** What asking costs, in the unit of the policies: effort, and harm to the host. */

import type { DetectorIdentity } from "../../core/model/observation.ts";

/** One connection of ours reads nothing; another's scanner makes some and reads memory; a service tells a third party. */
const COSTS: Readonly<Record<DetectorIdentity["kind"], number>> = {
  native: 1,
  tool: 5,
  service: 20,
  profile: 5,
  report: 50,
};
/** Our own rung that reads memory does as much harm as another's scanner. */
const OVERREAD = /overread/;

export function costOf({ id, kind }: DetectorIdentity): number {
  return OVERREAD.test(id) ? COSTS.tool : COSTS[kind];
}
