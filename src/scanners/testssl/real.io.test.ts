/** The real program against a vulnerable and a repaired server, and a closed port. */

import { vi } from "vitest";
import { checkAgainstRange } from "../testing/against-range.ts";
import { testssl } from "./index.ts";

// Many handshakes, one after the other.
vi.setConfig({ testTimeout: testssl.limits.timeoutMs });

checkAgainstRange(testssl, {
  C01: "finding_reported",
  // It waits in vain and says OK, as it would behind a filter.
  C02: "negative_timed_out",
  C40: "port_closed",
});
