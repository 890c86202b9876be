import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { qualysXml } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";
import { qualysTime } from "./time.ts";

checkImporter(qualysXml, FIXTURES);

test("a CVE of which no check is known here: nothing is derived", async () => {
  const every = FIXTURES.find(({ what }) => what === "every gate open")?.document ?? "";
  const answers = answersOf(await readAll(qualysXml, every, 4096, "CVE-2014-0224"));
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["no_record_of_check"]);
});

test.each([
  ["2019-07-31T21:57:48Z", Date.UTC(2019, 6, 31, 21, 57, 48), "zone"],
  ["Feb 03, 2026 07:00 AM", Date.UTC(2026, 1, 3, 7), "naive"],
  ["Feb 03, 2026 12:30 PM", Date.UTC(2026, 1, 3, 12, 30), "naive"],
  ["04 Feb 2026 10:00AM GMT-0500", Date.UTC(2026, 1, 4, 15), "zone"],
  ["03/30/2019 at 10:17:41 (GMT)", Date.UTC(2019, 2, 30, 10, 17, 41), "zone"],
  ["30/30/2019", null, "none"],
  ["soon", null, "none"],
])("the time %s", (text, at, quality) => {
  expect(qualysTime(text)).toEqual({ at, quality });
});
