/** The programs we know how to ask: an explicit list. */

import type { Scanner } from "./scanner.ts";

export const SCANNERS: readonly Scanner[] = [];
