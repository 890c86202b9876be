/** The system's randomness. */

import { randomFillSync } from "node:crypto";
import type { Random } from "../../core/ports/clock.ts";

/** Asking the system costs more than the bytes do, so they are fetched by the page. */
const PAGE_BYTES = 4096;

const page = new Uint8Array(PAGE_BYTES);
let used = PAGE_BYTES;

export const systemRandom: Random = {
  bytes(length) {
    if (length > PAGE_BYTES) return randomFillSync(new Uint8Array(length));
    if (used + length > PAGE_BYTES) {
      randomFillSync(page);
      used = 0;
    }
    const bytes = page.slice(used, used + length);
    // Given out once, and not kept: keys are made of them.
    page.fill(0, used, used + length);
    used += length;
    return bytes;
  },
  unit: () => Math.random(),
};
