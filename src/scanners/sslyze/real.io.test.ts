/** The real program against vulnerable servers and a repaired one, a closed port and one without TLS. */

import { checkAgainstRange } from "../testing/against-range.ts";
import { sslyze } from "./index.ts";

checkAgainstRange(sslyze, {
  C01: "finding_reported",
  C02: "negative_reported",
  C06: "finding_reported",
  C40: "port_closed",
  C49: "tool_handshake_failed",
});
