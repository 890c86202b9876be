import { expect, test } from "vitest";
import { proofLine } from "./proof-line.ts";

const AT = { detector: "sslscan", factor: "patience", nth: 3, of: 14, held: null, times: 3, elapsedMs: 42_400 };

test("says what is tried, which of how many, and how long it has taken", () => {
  expect(proofLine(AT, 79)).toBe("3 of 14  42 s  sslscan: patience");
  expect(proofLine({ ...AT, held: 1 }, 79)).toBe("3 of 14  42 s  sslscan: patience  suspected, held 1 of 3");
});

test("fits a narrow terminal", () => {
  expect(proofLine({ ...AT, factor: "x".repeat(200) }, 40).length).toBeLessThanOrEqual(40);
});
