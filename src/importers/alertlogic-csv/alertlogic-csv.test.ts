import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { alertlogicCsv } from "./index.ts";
import { ALERTLOGIC_CSV_FIXTURES, file, row } from "./testing/fixtures.ts";

checkImporter(alertlogicCsv, ALERTLOGIC_CSV_FIXTURES);

test("time, name, words and no evidence", async () => {
  const events = await readAll(alertlogicCsv, file(row({ category: "network", evidence: "secret memory" })));
  expect(answersOf(events)).toMatchObject([
    {
      host: { address: "192.0.2.1", name: "www.example.com" },
      words: "OpenSSL information disclosure",
      place: "line 2",
      time: { at: Date.UTC(2026, 4, 27, 19, 57), quality: "naive" },
    },
  ]);
  expect(JSON.stringify(events)).not.toContain("secret");
});
