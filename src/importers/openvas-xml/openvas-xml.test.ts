import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { openvasXml } from "./index.ts";
import { OPENVAS_XML_FIXTURES, reportOf, resultOf } from "./testing/fixtures.ts";

checkImporter(openvasXml, OPENVAS_XML_FIXTURES);

test.each([
  ["2014-05-01T10:00:00Z", { at: Date.UTC(2014, 4, 1, 10), quality: "zone" }],
  ["2014-05-01T10:00:00+02:00", { at: Date.UTC(2014, 4, 1, 8), quality: "zone" }],
  ["Thu May  1 10:00:00 2014", { at: Date.UTC(2014, 4, 1, 8), quality: "zone" }],
])("the time of a result: %s", async (written, time) => {
  const head = "<timezone>Europe/Berlin</timezone><timezone_abbrev>CEST</timezone_abbrev>";
  const document = reportOf({ head, results: resultOf({ created: written }) });
  expect(answersOf(await readAll(openvasXml, document))[0]?.time).toEqual(time);
});

test("not the word of a stranger", () => {
  const head = {
    kind: "xml",
    root: "report",
    attributes: new Map(),
    header: [],
    text: "<report><item/></report>",
  } as const;
  expect(openvasXml.recognises(head)).toBe(false);
});
