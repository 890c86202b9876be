import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { sslyzeText } from "./index.ts";
import { OK, screen, SSLYZE_TEXT_FIXTURES, VULNERABLE } from "./testing/fixtures.ts";

checkImporter(sslyzeText, SSLYZE_TEXT_FIXTURES);

test("whom it means", async () => {
  const [answer] = answersOf(await readAll(sslyzeText, screen(VULNERABLE)));
  expect(answer).toMatchObject({
    host: { address: "192.0.2.1", name: "www.example.org" },
    words: "VULNERABLE - Server is vulnerable to Heartbleed",
  });
  const proxied = screen(VULNERABLE).replace("ORG:443 - 192.0.2.1", "ORG:443 - HTTP PROXY AT 192.0.2.9:3128");
  expect(answersOf(await readAll(sslyzeText, proxied))[0]?.host).toEqual({ address: null, name: "www.example.org" });
});

test("another CVE: its own line only", async () => {
  const ccs = " * OpenSSL CCS Injection:\n      VULNERABLE - Server is vulnerable to OpenSSL CCS injection\n\n";
  const read = async (document: string) =>
    answersOf(await readAll(sslyzeText, document, 4096, "CVE-2014-0224")).map(({ finding }) => finding.reason);
  expect(await read(screen(OK, ccs))).toEqual(["finding_reported"]);
  expect(await read(screen(VULNERABLE))).toEqual(["no_record_of_check"]);
});
