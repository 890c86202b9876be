import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { sslyzeXml } from "./index.ts";
import { SSLYZE_XML_FIXTURES } from "./testing/fixtures.ts";

checkImporter(sslyzeXml, SSLYZE_XML_FIXTURES);

test("another check has its own answer", async () => {
  const document = SSLYZE_XML_FIXTURES.find(({ what }) => what === "another check's verdict")?.document ?? "";
  const [answer] = answersOf(await readAll(sslyzeXml, document, 4096, "CVE-2014-0224"));
  expect(answer?.finding.reason).toBe("negative_reported");
});

test("STARTTLS is part of the place", async () => {
  const document = SSLYZE_XML_FIXTURES.find(({ what }) => what === "targets that failed")?.document ?? "";
  const [answer] = answersOf(await readAll(sslyzeXml, document));
  expect(answer).toMatchObject({ place: "target www.example.org, STARTTLS Smtp", words: "isVulnerable: true" });
});
