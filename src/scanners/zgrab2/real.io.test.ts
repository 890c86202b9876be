/** The real program (v0.1.8) against vulnerable servers, a repaired one, a filter on the path, and a closed port. */

import { checkAgainstRange } from "../testing/against-range.ts";
import { zgrab2 } from "./index.ts";

checkAgainstRange(zgrab2, {
  C01: "finding_reported",
  C06: "finding_reported",
  // Vulnerable, and does not announce heartbeats: zgrab2 does not ask.
  C14: "extension_absent_reported",
  // It waits in vain and says not vulnerable, as it would behind a filter.
  C02: "negative_timed_out",
  C33: "negative_timed_out",
  C40: "port_closed",
});
