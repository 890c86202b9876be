import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { testsslText } from "./index.ts";
import { screen, TESTSSL_TEXT_FIXTURES } from "./testing/fixtures.ts";

checkImporter(testsslText, TESTSSL_TEXT_FIXTURES);

const CHECK = " Heartbleed (CVE-2014-0160)                VULNERABLE (NOT ok)\n";

test("whom it means, when, and which version says so", async () => {
  const events = await readAll(testsslText, screen(CHECK));
  expect(events).toContainEqual({ kind: "fact", name: "tool_version", value: "3.0.8" });
  expect(answersOf(events)[0]).toMatchObject({
    host: { address: "192.0.2.1", name: "www.example.org" },
    serverName: "www.example.org",
    time: { at: Date.UTC(2026, 10, 22, 16, 10, 41), quality: "naive" },
    words: "VULNERABLE (NOT ok)",
    place: "line 7, heartbleed",
  });
});

test("another CVE, from its own line", async () => {
  const document = screen(
    `${CHECK} CCS (CVE-2014-0224)  not vulnerable (OK)\n SWEET32 (CVE-2016-2183, CVE-2016-6329)  VULNERABLE, uses 64 bit block ciphers\n`,
  );
  const read = async (cve: string) =>
    answersOf(await readAll(testsslText, document, 4096, cve)).map(({ finding }) => finding.reason);
  expect(await read("CVE-2014-0224")).toEqual(["negative_reported"]);
  expect(await read("CVE-2016-6329")).toEqual(["finding_reported"]);
});

test("a text that quotes a line of it", () => {
  const document = "In its log we saw Heartbleed (CVE-2014-0160)   not vulnerable (OK)\n";
  expect(testsslText.recognises(headOf(Buffer.from(document), document))).toBe(false);
});
