import { expect, test } from "vitest";
import { checkScanner } from "../testing/check.ts";
import { sslscan } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkScanner(sslscan, FIXTURES);

test.each([
  ["1", false],
  ["2", false],
  ["3", true],
  ["10", true],
  ["120", true],
  ["0", false],
  ["03", false],
])("silence after %s seconds is one that it may call not vulnerable: %s", (seconds, may) => {
  expect(new RegExp(`^(?:${sslscan.options["timeout"]?.pattern.source})$`).test(seconds)).toBe(may);
});
