import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { decodeDocument } from "../../documents/decode.ts";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { parseMapping, spreadsheet } from "./index.ts";
import { FIXTURES, MAPPED } from "./testing/fixtures.ts";

function sheet(mapping: string) {
  const parsed = parseMapping(mapping);
  if (!parsed.ok) throw new Error(parsed.problem);
  return spreadsheet(parsed.value);
}

checkImporter(sheet(MAPPED), FIXTURES);

test("a column a detector, with the time of the row", async () => {
  const document = 'Host,A,B,When\n"192.0.2.1","1","?",2014-04-15T10:00:00+02:00\n';
  const answers = answersOf(await readAll(sheet("host=host,a.1=A,b=b,when=when"), document));
  expect(answers.map(({ detector, port, time }) => [detector, port, time])).toEqual([
    ["a.1", "443", { at: Date.UTC(2014, 3, 15, 8), quality: "zone" }],
    ["b", "443", { at: Date.UTC(2014, 3, 15, 8), quality: "zone" }],
  ]);
});

test.each([
  ["https://www.example.org:8443/", "", "www.example.org", "8443"],
  ["www.example.org:8443", "", "www.example.org", "8443"],
  ["192.0.2.1:8443", "", "192.0.2.1", "8443"],
  ["[2001:db8::1]:8443", "", "2001:db8::1", "8443"],
  ["2001:db8::1", "", "2001:db8::1", "443"],
  ["https://www.example.org/", "", "https://www.example.org/", "443"],
  ["www.example.org:8443", "8443", "www.example.org", "8443"],
  ["www.example.org:8443", "443", "www.example.org", "443 or 8443"],
  ["www.example.org", "8443", "www.example.org", "8443"],
])("the host %s with the port %j", async (host, port, expectedHost, expectedPort) => {
  const sheets = [["host=Host,port=Port,nmap=A", `Host,Port,A\n${host},${port},0\n`]];
  if (port === "") sheets.push(["host=Host,nmap=A", `Host,A\n${host},0\n`]);
  for (const [mapping = "", document = ""] of sheets) {
    const [answer] = answersOf(await readAll(sheet(mapping), document));
    expect([answer?.host.name ?? answer?.host.address, answer?.port]).toEqual([expectedHost, expectedPort]);
  }
});

test("columns of testers of whom it is known that they could not see", async () => {
  const columns = "host=Host,nmap=A,mcafee-online=B,mcafee-vm=C,lastpass=D";
  const answers = answersOf(await readAll(sheet(columns), "Host,A,B,C,D\nx.example,0,0,0,0\ny.example,1,1,1,1\n"));
  expect(answers.map(({ by, finding }) => `${by} ${finding.reason}`)).toEqual([
    "probe negative_reported",
    "probe tls_version_not_covered",
    "probe no_negative_in_format",
    "version negative_without_ground",
    "probe finding_reported",
    "probe finding_reported",
    "probe finding_reported",
    "version version_reported",
  ]);
});

test.each([
  ["2014-04-15", { at: Date.UTC(2014, 3, 15), quality: "naive" }],
  ["2014-04-15 10:30", { at: Date.UTC(2014, 3, 15, 10, 30), quality: "naive" }],
  ["15/04/2014", { at: null, quality: "none" }],
  ["04/05/2014", { at: null, quality: "none" }],
  ["", { at: null, quality: "none" }],
])("the time %j", async (written, time) => {
  const answers = answersOf(await readAll(sheet("host=h,a=a,when=w"), `h,a,w\nx.example,1,${written}\n`));
  expect(answers[0]?.time).toEqual(time);
});

describe("mappings that cannot be used", () => {
  test.each([
    ["", "KEY=HEADER"],
    ["nmap", "KEY=HEADER"],
    ["nmap=N", "column for the host"],
    ["host=H", "at least one detector"],
    ["host=H,host=G,a=A", "mapped twice"],
    ["host=H,a=A,a=B", "mapped twice"],
    ["host=H,../x=A", "a detector's name"],
    ["host=H,__proto__ =A", "a detector's name"],
  ])("%j", (text, sentence) => {
    const parsed = parseMapping(text);
    expect(parsed.ok ? "" : parsed.problem).toContain(sentence);
  });

  test("a header that stands twice is named", async () => {
    const events = await readAll(sheet("host=h,a=a"), "h,a,A\nx.example,0,1\n");
    expect(events).toEqual([{ kind: "broken", problem: 'more than one column has the header "a"', line: 1 }]);
  });
});

test("a last row that ends in half a character", async () => {
  const bytes = Buffer.concat([Buffer.from("Host,A\nx.example,0\ny.example,n"), Uint8Array.of(0xc3)]);
  const reasons: string[] = [];
  const document = decodeDocument(Readable.from([bytes]));
  for await (const event of sheet("host=Host,nmap=A").read(document, { cve: "CVE-2014-0160" }))
    reasons.push(event.kind === "answer" ? event.finding.reason : event.kind);
  expect(reasons.filter((each) => each !== "seen")).toEqual(["negative_reported", "report_truncated", "broken"]);
});
