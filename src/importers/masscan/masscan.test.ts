import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { nmap } from "../nmap/index.ts";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { masscan } from "./index.ts";
import { json, LAYOUTS, list, MASSCAN_FIXTURES, xml } from "./testing/fixtures.ts";

checkImporter(masscan, MASSCAN_FIXTURES);

test("no zero at all: nothing is printed for a server that does not leak", () => {
  expect(masscan.mapping.map(({ reason }) => reason)).not.toContain("negative_derived");
});

test("its XML is its own, though the root is nmap's", () => {
  const head = headOf(Buffer.from(xml({})), xml({}));
  expect([masscan.recognises(head), nmap.recognises(head)]).toEqual([true, false]);
  const nmaps = xml({}).replace('scanner="masscan"', 'scanner="nmap"');
  expect(masscan.recognises(headOf(Buffer.from(nmaps), nmaps))).toBe(false);
});

test.each(Object.entries(LAYOUTS))("captured memory goes nowhere, and the time is kept: %s", async (_name, layout) => {
  const document = layout(
    { service: "heartbleed", banner: "c2VjcmV0" },
    { service: "vuln", banner: "SSL[HEARTBLEED] " },
  );
  const [answer] = answersOf(await readAll(masscan, document));
  expect(answer).toMatchObject({ words: "SSL[HEARTBLEED]", time: { at: 1_400_000_000_000, quality: "zone" } });
  expect(JSON.stringify(answer)).not.toContain("c2VjcmV0");
});

test("text that looks like a key is left alone", async () => {
  const bare = LAYOUTS["JSON, bare keys"];
  const document = bare(
    { service: "http", banner: "{ip: 1, port: 2}" },
    { service: "vuln", banner: "SSL[HEARTBLEED] " },
  );
  expect(answersOf(await readAll(masscan, document))).toHaveLength(1);
});

test("nothing about other CVEs", async () => {
  const document = list({ service: "vuln", banner: "SSL[HEARTBLEED] " });
  const answers = answersOf(await readAll(masscan, document, 4096, "CVE-2016-9244"));
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["no_record_of_check"]);
});

test.each([
  ["one record", json({}), true],
  ["an empty list", "[\n]\n", false],
  ["addresses with ports of somebody else", `{"ip":"192.0.2.1","ports":[443]}`, false],
  ["a list of something else", "open the door\n", false],
  ["nmap's greppable output", "# Nmap 7.93 scan\nHost: 192.0.2.1 ()\tPorts: 443/open/tcp//https///\n", false],
])("%s", (_what, text, recognised) => {
  expect(masscan.recognises(headOf(Buffer.from(text), text))).toBe(recognised);
});
