import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { readCommand } from "./arguments.ts";
import { nmap } from "./index.ts";
import { FIXTURES, portOf, report, state, suites } from "./testing/fixtures.ts";

checkImporter(nmap, FIXTURES);

test("masscan's reports are not taken", () => {
  const attributes = new Map([["scanner", "masscan"]]);
  expect(nmap.recognises({ kind: "xml", root: "nmaprun", attributes, header: [], text: "" })).toBe(false);
});

test("what is counted or not listed is noted, and times and names are handed on", async () => {
  const down = '<hosts up="1" down="3" total="4"/></runstats>';
  const document = report(`<ports><extraports state="closed" count="998"/>${portOf("", "closed")}</ports>`).replace(
    '<hosts up="1" down="0" total="1"/></runstats>',
    down,
  );
  const events = await readAll(nmap, document);
  const notes = events.flatMap((event) => (event.kind === "fact" && event.name === "note" ? [event.value] : []));
  expect(notes).toEqual(["3 hosts did not answer and are not listed", "998 more ports closed, not listed one by one"]);
  expect(answersOf(events)[0]).toMatchObject({
    host: { address: "192.0.2.1", name: "www.example.org" },
    time: { at: 1795362103000, quality: "zone" },
    serverName: null,
    place: "host 192.0.2.1, port 443/tcp",
  });
});

test("another CVE: by its id in the table, and never a zero", async () => {
  const ids = '<table key="ids"><elem>CVE:CVE-2014-3566</elem></table><table key="refs">';
  const positive = state("VULNERABLE", "x").replace('<table key="refs">', ids).replace("ssl-heartbleed", "ssl-poodle");
  const reasons = async (scripts: string) => {
    const events = await readAll(nmap, report(`<ports>${portOf(scripts)}</ports>`), 4096, "CVE-2014-3566");
    return answersOf(events).map(({ finding }) => finding.reason);
  };
  expect(await reasons(positive)).toEqual(["finding_reported"]);
  expect(await reasons(positive.replaceAll("VULNERABLE", "NOT VULNERABLE") + suites("TLSv1.0"))).toEqual([
    "negative_without_ground",
  ]);
  expect(await reasons(state("NOT VULNERABLE") + suites("TLSv1.0"))).toEqual(["no_record_of_check"]);
});

test.each([
  ["nmap --script vuln h", true, false],
  ["nmap --script=safe h", true, false],
  ["nmap -script all h", true, false],
  ["nmap --script +ssl-heartbleed h", true, true],
  ["nmap --script +vuln h", true, true],
  ["nmap --script default,ssl-heartbleed.nse h", true, false],
  ["nmap --script /opt/scripts/ssl-heartbleed.nse h", true, false],
  ["nmap --script ssl-* h", true, false],
  ["nmap --script *bleed h", true, false],
  ["nmap --script ssl-?eartbleed h", true, false],
  ['nmap --script "(safe or intrusive) and ssl-*" h', true, false],
  ['nmap --script "not intrusive" h', true, false],
  ['nmap --script "not vuln" h', false, false],
  ["nmap --script ssl-cert,ssl-enum-ciphers h", false, false],
  ["nmap --script tls-* h", false, false],
  ["nmap -sC -sV h", false, false],
  ["nmap -A h", false, false],
  ["nmap -oX ssl-heartbleed h", false, false],
  ['nmap --script "', false, false],
  [`nmap --script ${"(".repeat(5000)}`, false, false],
])("the command %s", (line, chosen, forced) => {
  const command = readCommand(line);
  expect(command.chosen("ssl-heartbleed")).toBe(chosen);
  expect(command.forced("ssl-heartbleed")).toBe(forced);
});
