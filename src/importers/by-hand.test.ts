import { describe, expect, test } from "vitest";
import { printedNegative } from "../core/claims.ts";
import { finding } from "../core/model/outcome.ts";
import { NOTED_BY_HAND, notedByHand } from "./by-hand.ts";

describe("an answer noted by hand", () => {
  test.each([
    ["nmap", "negative_reported", "finding_reported", "probe"],
    ["McAfee", "tls_version_not_covered", "finding_reported", "probe"],
    ["mcafee-online", "tls_version_not_covered", "finding_reported", "probe"],
    ["mcafee-vm", "no_negative_in_format", "finding_reported", "probe"],
    ["foundstone", "no_negative_in_format", "finding_reported", "probe"],
    ["lastpass", "negative_without_ground", "version_reported", "version"],
  ])("of %s: its 0 is %s, its 1 %s", (detector, zero, one, by) => {
    expect(notedByHand(detector, printedNegative({}))).toMatchObject({ finding: { reason: zero }, by });
    expect(notedByHand(detector, finding("finding_reported"))).toMatchObject({ finding: { reason: one }, by });
  });

  test("no row of the table is a zero", () => {
    expect(NOTED_BY_HAND.map(({ reason }) => finding(reason).outcome)).not.toContain("not_vulnerable");
  });

  test("what is no answer stays what it is", () => {
    expect(notedByHand("mcafee", finding("tool_timed_out")).finding.reason).toBe("tool_timed_out");
  });
});
