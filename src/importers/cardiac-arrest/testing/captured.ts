/** What is made of each capture of the genuine script: port → reason (report-formats.md, section 5). */

import type { Reason } from "../../../core/model/outcome.ts";

export const CARDIAC_CAPTURES: Readonly<Record<string, Reason>> = {
  "9601": "finding_reported",
  "9602": "negative_reported",
  "9603": "finding_reported",
  "9604": "finding_reported",
  "9605": "finding_reported",
  "9606": "finding_reported",
  "9607": "finding_reported",
  "9610": "tool_handshake_failed",
  "9612": "tool_handshake_failed",
  "9613": "tool_handshake_failed",
  // A device on the path hides a vulnerable server: in these two nobody can see it.
  "9620": "negative_reported",
  "9626": "negative_reported",
  "9621": "check_failed",
  "9622": "tool_handshake_failed",
  "9623": "finding_reported",
  "9624": "check_failed",
  "9625": "finding_reported",
  "9627": "finding_reported",
  "9633": "negative_reported",
  "9634": "negative_reported",
  "9699": "port_closed",
};
