import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { qualysJson } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkImporter(qualysJson, FIXTURES);

test("a CVE of which no check is known here: nothing is derived", async () => {
  const every = FIXTURES.find(({ what }) => what === "every gate open")?.document ?? "";
  const answers = answersOf(await readAll(qualysJson, every, 4096, "CVE-2014-0224"));
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["no_record_of_check"]);
});
