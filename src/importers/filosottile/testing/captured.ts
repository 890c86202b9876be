/** What is made of each capture of the genuine command: port → reason (report-formats.md, section 5). */

import type { Reason } from "../../../core/model/outcome.ts";

export const FILOSOTTILE_CAPTURES: Readonly<Record<string, Reason>> = {
  "9601": "finding_reported",
  "9602": "negative_reported",
  "9603": "finding_reported",
  "9604": "tls_version_not_covered",
  "9605": "finding_reported",
  "9606": "tool_handshake_failed",
  "9607": "tool_handshake_failed",
  "9610": "not_tls",
  "9611": "tool_timed_out",
  "9612": "tool_handshake_failed",
  "9613": "not_tls",
  "9620": "heartbeat_lost_on_path",
  "9621": "check_failed",
  "9622": "finding_reported",
  "9623": "finding_reported",
  "9624": "check_failed",
  "9625": "finding_reported",
  "9626": "negative_reported",
  "9627": "finding_reported",
  "9633": "negative_reported",
  "9634": "negative_reported",
  "9699": "port_closed",
};
