/** Options for the pack's tests. */

import type { ProbeOptions } from "../../pack.ts";

export const DEFAULT_TEST_OPTIONS: ProbeOptions = {
  draws: 3,
  allowOverread: false,
  includeFragile: false,
  connectTimeoutMs: 1,
  quickMs: 1,
  patientMs: 10,
  psk: null,
};
