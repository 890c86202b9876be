import { describe, expect, test } from "vitest";
import { type Reason, REASON_CODES, reasonFacts } from "../model/outcome.ts";
import { evidenceOf } from "./evidence-of.ts";

describe("what an observation is as evidence", () => {
  test.each<[Reason, ReturnType<typeof evidenceOf>]>([
    ["overread_answered", "PV"],
    ["finding_reported", "PC"],
    ["finding_excepted", "PC"],
    ["version_reported", "IP"],
    ["malformed_discarded_control_answered", "AN"],
    ["heartbeat_not_supported", "AN"],
    ["tls13_only", "AN"],
    ["negative_reported", "WN"],
    ["negative_derived", "WN"],
    ["repair_reported", "IN"],
    ["silent_after_probe", "Q"],
    ["tool_timed_out", "Q"],
    ["control_failed", null],
    ["out_of_scope", null],
    ["tool_missing", null],
  ])("%s: %s", (reason, code) => {
    expect(evidenceOf(reason)).toBe(code);
  });

  test("agrees with the outcome for every reason: no unknown is a negative", () => {
    const allowed = { vulnerable: ["PV", "PC", "IP"], not_vulnerable: ["AN", "WN", "IN"], unknown: ["Q", null] };
    for (const reason of REASON_CODES) expect(allowed[reasonFacts(reason).outcome]).toContain(evidenceOf(reason));
  });

  test("only what was proven is a controlled negative", () => {
    for (const reason of REASON_CODES) {
      const { evidence } = reasonFacts(reason);
      if (evidenceOf(reason) === "AN") expect(["refuted", "absent"]).toContain(evidence);
    }
  });
});
