/** What the JSON can show beside what all formats can. */

import type { MappingRow } from "../../core/claims.ts";
import { SSLYZE_MAPPING } from "./verdict.ts";

export const SSLYZE_JSON_MAPPING: readonly MappingRow[] = [
  ...SSLYZE_MAPPING,
  { prints: "status NOT_SCHEDULED, or not among the scan's commands", reason: "check_not_enabled" },
  { prints: "vulnerable: false, without the version that the server speaks", reason: "tls_not_shown" },
];
