import { describe, expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
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

test("a copied screen with the prompt before it", async () => {
  const document = `me@laptop:~$ sudo nmap -p 443 192.0.2.1\n[sudo] password for me: \n${output(state("VULNERABLE"), { args: null })}`;
  expect(nmapText.recognises(headOf(Buffer.from(document), document))).toBe(true);
  const events = await readAll(nmapText, document);
  expect(answersOf(events).map(({ finding }) => finding.reason)).toEqual(["finding_reported"]);
  expect(events.filter(({ kind }) => kind === "dropped" || kind === "broken")).toEqual([]);
});

test("a text that only speaks of nmap", () => {
  const document = "Notes: Starting Nmap 7.93 ( https://nmap.org ) is what the screen shows first.\n";
  expect(nmapText.recognises(headOf(Buffer.from(document), document))).toBe(false);
});

describe("runs that were appended to one file", () => {
  const SILENT = { args: "nmap -p 443 --script ssl-heartbleed,ssl-enum-ciphers 192.0.2.1" };
  const whole = output(suites("TLSv1.1") + state("NOT VULNERABLE"));
  /** Cut off before the check had its turn. */
  const cut = output(suites("TLSv1.1"), { ...SILENT, done: "" })
    .trimEnd()
    .concat("\n");

  test.each<[string, string, readonly string[], boolean]>([
    ["the second is cut off", whole + cut, ["report_truncated", "report_truncated"], true],
    ["the first is cut off", cut + whole, ["report_truncated", "report_truncated"], true],
    ["the second finds it", whole + output(state("VULNERABLE")), ["finding_reported", "host_ambiguous"], false],
    [
      "the screen's first line stands before the file's",
      `Starting Nmap 7.93 ( https://nmap.org ) at 2026-11-22 15:41 UTC\n${whole}`,
      ["negative_reported"],
      false,
    ],
    ["both are whole", whole + whole, ["negative_reported", "negative_reported"], false],
  ])("%s", async (_what, document, reasons, broken) => {
    const events = await readAll(nmapText, document);
    expect(answersOf(events).map(({ finding }) => finding.reason)).toEqual(reasons);
    expect(events.some(({ kind }) => kind === "broken")).toBe(broken);
  });
});
