/** The real program against a vulnerable and a repaired server, and a closed port. */

import { checkAgainstRange } from "../testing/against-range.ts";
import { sslyze } from "./index.ts";

checkAgainstRange(sslyze, { C01: "finding_reported", C02: "negative_reported", C40: "port_closed" });
