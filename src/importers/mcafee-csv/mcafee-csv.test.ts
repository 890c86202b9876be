import { expect, test } from "vitest";
import { reasonFacts } from "../../core/model/outcome.ts";
import { checkImporter } from "../testing/check.ts";
import { mcafeeCsv } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkImporter(mcafeeCsv, FIXTURES);

test("nothing in this format is a zero", () => {
  expect(mcafeeCsv.mapping.filter(({ reason }) => reasonFacts(reason).outcome === "not_vulnerable")).toEqual([]);
});
