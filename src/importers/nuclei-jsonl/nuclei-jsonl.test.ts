import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { nucleiJsonl } from "./index.ts";
import { lines, NUCLEI_FIXTURES, result } from "./testing/fixtures.ts";

checkImporter(nucleiJsonl, NUCLEI_FIXTURES);

test("no zero at all: the format has none", () => {
  expect(nucleiJsonl.mapping.map(({ reason }) => reason)).not.toContain("negative_reported");
});

test("words and time; nothing of what it extracted", async () => {
  const document = lines(result({ "extracted-results": ["secret"], response: "secret", "matcher-name": "leak" }));
  const [answer] = answersOf(await readAll(nucleiJsonl, document));
  expect(answer).toMatchObject({
    words: "CVE-2014-0160:leak, Heartbleed, matcher-status true",
    time: { at: Date.UTC(2024, 10, 6, 13, 48, 31, 559), quality: "zone" },
  });
  expect(JSON.stringify(answer)).not.toContain("secret");
});

test("another CVE by its own template", async () => {
  const document = lines(result({ "template-id": "CVE-2021-44228" }));
  const reasons = async (cve: string) =>
    answersOf(await readAll(nucleiJsonl, document, 4096, cve)).map(({ finding }) => finding.reason);
  expect(await reasons("cve-2021-44228")).toEqual(["finding_reported"]);
  expect(await reasons("CVE-2014-0160")).toEqual(["no_negative_in_format"]);
});

test.each([
  ["nothing", "", false],
  ["a template, but of something else", `{"template":"x","host":"192.0.2.1"}`, false],
  ["keys in another order", lines({ host: "192.0.2.1", ...result() }), true],
  ["the beginning of a long result", lines(result()).slice(0, 160), true],
])("%s", (_what, text, recognised) => {
  expect(nucleiJsonl.recognises(headOf(Buffer.from(text), text))).toBe(recognised);
});

test("no field is trusted to have its type", async () => {
  for (const value of [null, true, 7, "text", [], {}, [null], { "cve-id": 1 }]) {
    for (const key of Object.keys(result())) await readAll(nucleiJsonl, lines(result({ [key]: value })));
    await readAll(nucleiJsonl, `[${JSON.stringify(value)}]`);
  }
});
