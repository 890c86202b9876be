/** How the ladder is climbed unless told otherwise. */

import type { ProbeOptions } from "../packs/pack.ts";

export const DEFAULT_PROBE_OPTIONS: ProbeOptions = {
  draws: 3,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 3000,
  quickMs: 5000,
  patientMs: 20_000,
  psk: null,
};
