/** The real program against a vulnerable and a repaired server, and a closed port. */

import { checkAgainstRange } from "../testing/against-range.ts";
import { heartbleeder } from "./index.ts";

checkAgainstRange(heartbleeder, {
  C01: "finding_reported",
  // It waits in vain and says SECURE, as it would behind a filter.
  C02: "negative_timed_out",
  C40: "port_closed",
});
