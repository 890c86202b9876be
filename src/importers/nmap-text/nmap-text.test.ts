import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { nmapText } from "./index.ts";
import { FIXTURES, output, state, suites } from "./testing/fixtures.ts";

checkImporter(nmapText, FIXTURES);

test("names, and times without a zone", async () => {
  const [answer] = answersOf(await readAll(nmapText, output(suites("TLSv1.1") + state("NOT VULNERABLE"))));
  expect(answer).toMatchObject({
    host: { address: "192.0.2.1", name: "www.example.org" },
    time: { at: Date.UTC(2026, 10, 22, 15, 41, 42), quality: "naive" },
    place: "host 192.0.2.1, port 443/tcp, script ssl-heartbleed",
  });
});

test("lines of Windows", async () => {
  const document = output(suites("TLSv1.1") + state("NOT VULNERABLE")).replaceAll("\n", "\r\n");
  expect(answersOf(await readAll(nmapText, document)).map(({ finding }) => finding.reason)).toEqual([
    "negative_reported",
  ]);
});
