/** The importer's table, and what the service says beside it. */

import type { MappingRow } from "../../core/claims.ts";
import { MAPPING as REPORT } from "../../importers/ssllabs/mapping.ts";

export const MAPPING: readonly MappingRow[] = [
  ...REPORT,
  {
    prints: "no name, a name of the inside, another port, an address that is not public",
    reason: "tool_not_applicable",
  },
  { prints: "the answer is about another name or port", reason: "host_ambiguous" },
  {
    prints: "the asked address is not among the endpoints",
    reason: "no_record_of_check",
    why: "SSL Labs resolves the name itself and may find other addresses",
  },
  { prints: "heartbleed false, assessed more than a day ago", reason: "answer_stale", why: "out of its cache" },
  {
    prints: "429, 503 or 529 again and again; no assessments allowed",
    reason: "service_busy",
    why: "waited as its documentation asks, each time",
  },
  { prints: "400, 441, 500 or any other status", reason: "service_failed" },
  { prints: "no answer in time, or an assessment that does not end", reason: "tool_timed_out" },
  { prints: "something that is no assessment", reason: "tool_output_unreadable" },
  { prints: "the run ends meanwhile", reason: "interrupted" },
];
