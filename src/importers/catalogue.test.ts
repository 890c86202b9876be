import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { reasonFacts } from "../core/model/outcome.ts";
import { headOf } from "../documents/head.ts";
import { IMPORTERS } from "./catalogue.ts";
import { allFixtures } from "./testing/all-fixtures.ts";
import { answersOf, readAll } from "./testing/check.ts";

test("ids are unique", () => {
  const ids = IMPORTERS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe("a document is of one format", async () => {
  const corpora = await allFixtures();
  test.each(corpora.map(({ importer, fixtures }) => [importer.id, fixtures] as const))("%s", (id, fixtures) => {
    for (const { what, document, recognised } of fixtures) {
      const head = headOf(Buffer.from(document), document);
      const claiming = IMPORTERS.filter((importer) => importer.recognises(head)).map((importer) => importer.id);
      if (recognised === false) expect(claiming, what).not.toContain(id);
      else expect(claiming, what).toEqual([id]);
    }
  });
});

/** Pieces that documents of all formats are made of, so that random ones get somewhere. */
const PIECE = fc.oneof(
  fc.constantFrom("<", ">", "/>", "</", '"', "'", "{", "}", "[", "]", ":", ",", "\n", "\t", "0", "443", "true", "null"),
  fc.constantFrom("<nmaprun>", "<host>", "<NessusClientData_v2>", "<document>", "vulnerable", "not vulnerable", "SAFE"),
  fc.constantFrom(
    '"status":false',
    '"heartbleed":false',
    "Heartbleed:",
    "PASS",
    "__proto__",
    "CVE-2014-0160",
    "127.0.0.1",
  ),
  fc.constantFrom("\u001b[31m", "\0", "\ud800"),
  fc.string({ maxLength: 8 }),
);

describe.each(IMPORTERS.map((importer) => [importer.id, importer] as const))("%s", (_id, importer) => {
  test("reads anything without an exception, and finds no zero in noise", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(PIECE, { maxLength: 60 }), async (pieces) => {
        const document = pieces.join("");
        const events = await readAll(importer, document, 7);
        for (const { finding } of answersOf(events)) expect(finding.outcome).not.toBe("not_vulnerable");
        expect(typeof importer.recognises(headOf(Buffer.from(document), document))).toBe("boolean");
      }),
      { numRuns: 60 },
    );
  });

  test("does not recognise what is empty, binary, packed or a web page", () => {
    for (const text of ["", " \n", "<html><body>not vulnerable</body></html>", "GIF89a\0\0", "PK\u0003\u0004 report"]) {
      expect(importer.recognises(headOf(Buffer.from(text, "latin1"), text)), JSON.stringify(text)).toBe(false);
    }
  });

  test("says no more than a claim", () => {
    for (const { reason } of importer.mapping) expect(["reported", "inferred"]).toContain(reasonFacts(reason).evidence);
  });
});
