/** What is made of each capture of the genuine script: port → reason (report-formats.md, section 5). */

import type { Reason } from "../../../core/model/outcome.ts";

export const MASSTEST_CAPTURES: Readonly<Record<string, Reason>> = {
  "9601": "finding_reported",
  "9602": "negative_reported",
  "9603": "finding_reported",
  "9604": "finding_reported",
  "9605": "finding_reported",
  "9606": "tls_not_shown",
  "9607": "finding_reported",
  "9610": "tls_not_shown",
  "9612": "tls_not_shown",
  "9613": "tls_not_shown",
  // A device on the path hides a vulnerable server in these four, and the file shows nothing of it.
  "9620": "negative_reported",
  "9621": "negative_reported",
  "9624": "negative_reported",
  "9626": "negative_reported",
  "9622": "tls_not_shown",
  "9623": "finding_reported",
  "9625": "finding_reported",
  "9627": "finding_reported",
  "9633": "negative_reported",
  "9634": "negative_reported",
  "9699": "tls_not_shown",
};
