import { expect, test } from "vitest";
import { reasonFacts } from "../../core/model/outcome.ts";
import { checkImporter } from "../testing/check.ts";
import { mcafeeXml } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkImporter(mcafeeXml, FIXTURES);

test("nothing in this format is a zero", () => {
  expect(mcafeeXml.mapping.filter(({ reason }) => reasonFacts(reason).outcome === "not_vulnerable")).toEqual([]);
});
