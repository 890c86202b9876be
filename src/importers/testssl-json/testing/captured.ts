/** What is made of each capture of the genuine program: port → reason (report-formats.md, section 5). */

import type { Reason } from "../../../core/model/outcome.ts";

export const TESTSSL_CAPTURES: Readonly<Record<string, Reason>> = {
  "9601": "finding_reported",
  "9602": "extension_absent_reported",
  "9603": "finding_reported",
  "9604": "tool_handshake_failed",
  "9605": "finding_reported",
  "9606": "finding_reported",
  "9607": "tool_handshake_failed",
  "9610": "tls_not_shown",
  "9611": "tls_not_shown",
  "9612": "tls_not_shown",
  "9613": "tls_not_shown",
  "9620": "negative_timed_out",
  // A device on the path hides a vulnerable server in these three, and the file shows nothing of it.
  "9621": "negative_reported",
  "9624": "negative_reported",
  "9626": "negative_reported",
  "9622": "finding_reported",
  "9623": "finding_reported",
  "9625": "finding_reported",
  "9633": "extension_absent_reported",
  "9634": "extension_absent_reported",
  "9699": "port_closed",
};
