import { describe, expect, test } from "vitest";
import { checkExisted, derivedNegative, type Gates, printedNegative } from "./claims.ts";
import { REASON_CODES, type Reason, reasonFacts } from "./model/outcome.ts";

const OPEN: Gates = {
  scope: "open",
  alive: "open",
  port: "open",
  tls: "open",
  check: "open",
  ran: "open",
  finished: "open",
  unfiltered: "open",
};
const GATES = Object.keys(OPEN) as (keyof Gates)[];
const UNKNOWN = REASON_CODES.filter((reason) => reasonFacts(reason).outcome === "unknown");

test("every gate open: a claimed zero, and no more than that", () => {
  expect(derivedNegative(OPEN)).toMatchObject({
    outcome: "not_vulnerable",
    reason: "negative_derived",
    evidence: "reported",
  });
  expect(printedNegative({})).toMatchObject({ reason: "negative_reported", evidence: "reported" });
  expect(printedNegative({}, "", true)).toMatchObject({ reason: "extension_absent_reported", evidence: "reported" });
});

describe.each(GATES)("gate %s", (gate) => {
  test("closed for any reason: that reason, whatever the others are", () => {
    for (const reason of UNKNOWN) {
      expect(derivedNegative({ ...OPEN, [gate]: reason })).toMatchObject({ outcome: "unknown", reason });
      expect(printedNegative({ [gate]: reason })).toMatchObject({ outcome: "unknown", reason });
    }
  });

  test("cannot be closed by an answer", () => {
    for (const reason of ["finding_reported", "negative_reported"] satisfies Reason[]) {
      expect(() => derivedNegative({ ...OPEN, [gate]: reason })).toThrow(RangeError);
    }
  });
});

test("of several closed gates the one that says most is named", () => {
  expect(
    derivedNegative({ ...OPEN, alive: "host_dead", tls: "tls_not_shown", finished: "report_truncated" }).reason,
  ).toBe("host_dead");
  expect(derivedNegative({ ...OPEN, check: "check_too_old", tls: "tls_not_shown" }).reason).toBe("check_too_old");
});

test("checks exist from the day after the advisory", () => {
  expect(checkExisted(Date.parse("2014-04-07T23:59:59Z"))).toBe(false);
  expect(checkExisted(Date.parse("2014-04-08T00:00:00Z"))).toBe(true);
});
