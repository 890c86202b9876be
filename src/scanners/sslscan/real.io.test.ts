/** The real program against a vulnerable and a repaired server, and a closed port. */

import { checkAgainstRange } from "../testing/against-range.ts";
import { sslscan } from "./index.ts";

checkAgainstRange(sslscan, { C01: "finding_reported", C02: "negative_reported", C40: "check_failed" });
