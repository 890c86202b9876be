/** The real program (v0.1.8) against a vulnerable and a repaired server, one that refuses by alert, and a closed port. */

import { checkAgainstRange } from "../testing/against-range.ts";
import { zgrab2 } from "./index.ts";

checkAgainstRange(zgrab2, {
  C01: "finding_reported",
  // It waits in vain and says not vulnerable, as it would behind a filter.
  C02: "negative_timed_out",
  C40: "port_closed",
});
