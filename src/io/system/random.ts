/** The system's randomness. */

import { randomFillSync } from "node:crypto";
import type { Random } from "../../core/ports/clock.ts";

export const systemRandom: Random = {
  bytes: (length) => randomFillSync(new Uint8Array(length)),
  unit: () => Math.random(),
};
