/** What must be made of each capture of sslscan 2.0.7 (shared/samples/captures), by the file's name without its ending. */

import type { Reason } from "../../../core/model/outcome.ts";

const all = (names: readonly string[], reason: Reason) => names.map((name) => [name, reason] as const);

export const SSLSCAN_CAPTURES: Readonly<Record<string, Reason>> = Object.fromEntries([
  ...all(["p9601", "p9601_tls12", "p9603", "p9607", "p9623", "p9627"], "finding_reported"),
  // The server is repaired; it splits its certificate at an unlucky byte. A hit stands, whoever printed it.
  ...all(["p9633.fp"], "finding_reported"),
  ...all(["p9602", "p9602.fp", "p9634.fp"], "negative_reported"),
  // Vulnerable servers. Its word against theirs: nothing in the report tells them from the three above.
  ...all(["p9605.run1", "p9605.run2", "p9605.run3", "p9606", "p9625"], "negative_reported"),
  ...all(["p9620", "p9621", "p9624", "p9626"], "negative_reported"),
  ...all(["p9630.run1", "p9630.run2", "p9630.run3"], "negative_reported"),
  ...all(["p9631.run1", "p9631.run2", "p9631.run3"], "negative_reported"),
  ...all(["p9604", "p9604_ssl3", "p9603_tls12"], "tls_version_not_covered"),
  ...all(["p9610", "p9611", "p9613", "p9622"], "tls_not_shown"),
  ...all(["p9601_nohb"], "check_not_enabled"),
]);
