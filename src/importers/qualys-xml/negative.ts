/** No finding of the probe at a place: a zero through the gates, or what is missing (the rule of report-formats.md 3.4). */

import { checkExisted, derivedNegative, type Gate, type Gates } from "../../core/claims.ts";
import type { Finding } from "../../core/model/outcome.ts";
import type { PlaceRecord } from "./ledger.ts";

export interface ReportGates {
  readonly scope: Gate;
  readonly check: Gate;
  readonly finished: Gate;
  readonly unfiltered: Gate;
  /** When the scan was, in milliseconds since 1970; null: what was seen has times of its own. */
  readonly scannedAt: number | null;
}

export function negativeAt(place: PlaceRecord, ambiguous: boolean, report: ReportGates): Finding {
  const at = report.scannedAt ?? place.tlsTime.at;
  const tls = tlsGate(place);
  // Of a place without TLS it says more that there is none than that it has no date.
  const dated: Gate =
    tls !== "open" ? "open" : at === null ? "no_record_of_check" : checkExisted(at) ? "open" : "check_too_old";
  const gates: Gates = {
    scope: report.scope,
    alive: place.host.silent ?? "open",
    port: "open",
    check: report.check === "open" ? dated : report.check,
    ran:
      place.transport === "udp" && tls !== "tls_not_shown"
        ? "tool_not_applicable"
        : ambiguous
          ? "host_ambiguous"
          : "open",
    tls,
    finished: report.finished,
    unfiltered: report.unfiltered,
  };
  return derivedNegative(gates);
}

/** Gate G4, by the best that any row shows: one version that the probe asks in is enough. */
function tlsGate({ port, tls }: PlaceRecord): Gate {
  if (typeof port !== "number" || tls.size === 0) return "tls_not_shown";
  return tls.has("other_version") && !tls.has("covered") ? "tls_version_not_covered" : "open";
}
