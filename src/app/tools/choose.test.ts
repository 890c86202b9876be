import { expect, test } from "vitest";
import { isVersion } from "./choose.ts";

test.each([
  ["7.93", "7.93", true],
  ["7.93", "7", true],
  ["7.93SVN", "7.93", true],
  ["7.931", "7.93", false],
  ["7.93", "7.9", false],
  ["7.93", "", false],
  ["6.45", "7", false],
])("%s is %s: %s", (version, wanted, is) => {
  expect(isVersion(version, wanted)).toBe(is);
});
