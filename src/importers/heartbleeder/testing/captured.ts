/** What is made of each capture of the genuine program: port → reason (report-formats.md, 3.20). */

import type { Reason } from "../../../core/model/outcome.ts";

export const HEARTBLEEDER_CAPTURES: Readonly<Record<string, Reason>> = {
  "9601": "finding_reported",
  "9602": "extension_absent_reported",
  "9603": "finding_reported",
  "9604": "tls_version_not_covered",
  "9605": "finding_reported",
  "9606": "tool_handshake_failed",
  "9607": "tool_handshake_failed",
  "9610": "not_tls",
  "9612": "tool_handshake_failed",
  "9613": "not_tls",
  // SECURE, all four, and a vulnerable server behind them.
  "9620": "negative_timed_out",
  "9621": "negative_without_ground",
  "9624": "negative_timed_out",
  "9626": "negative_without_ground",
  "9622": "finding_reported",
  "9623": "finding_reported",
  "9625": "finding_reported",
  "9627": "finding_reported",
  "9633": "extension_absent_reported",
  "9634": "extension_absent_reported",
  "9699": "port_closed",
};
