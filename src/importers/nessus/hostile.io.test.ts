/** Reports that want to hurt: each ends as a broken document, with nobody called safe, and without much memory. */

import { createReadStream } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeDocument } from "../../documents/decode.ts";
import { asDocumentProblem } from "../../documents/problem.ts";
import type { ReportEvent } from "../importer.ts";
import { answersOf, HEARTBLEED } from "../testing/check.ts";
import { sample } from "../testing/samples.ts";
import { nessus } from "./index.ts";

const MEGABYTE = 1 << 20;
const OPEN = '<?xml version="1.0"?><NessusClientData_v2><Report name="x">';

async function readBytes(bytes: AsyncIterable<Uint8Array>): Promise<readonly ReportEvent[]> {
  const events: ReportEvent[] = [];
  for await (const event of nessus.read(decodeDocument(bytes), { cve: HEARTBLEED })) events.push(event);
  return events;
}

async function* repeated(head: string, piece: string, times: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head);
  const bytes = Buffer.from(piece);
  for (let time = 0; time < times; time++) yield bytes;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const BOMB = `<?xml version="1.0"?><!DOCTYPE NessusClientData_v2 [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><NessusClientData_v2>&b;</NessusClientData_v2>`;
const EXTERNAL = `<?xml version="1.0"?><!DOCTYPE NessusClientData_v2 [<!ENTITY x SYSTEM "file:///etc/passwd">]><NessusClientData_v2>&x;</NessusClientData_v2>`;

describe("ends as a broken document", () => {
  test.each<[string, () => AsyncIterable<Uint8Array>]>([
    ["a bomb of entities", () => once(Buffer.from(BOMB))],
    ["an entity that is a file", () => once(Buffer.from(EXTERNAL))],
    ["a million nested tags", () => repeated(OPEN, "<a>".repeat(1000), 1000)],
    ["a text of 60 MB", () => repeated(`${OPEN}<ReportHost name="`.slice(0, -18), "x".repeat(MEGABYTE), 60)],
    ["an attribute of 60 MB", () => repeated(`${OPEN}<ReportHost name="`, "x".repeat(MEGABYTE), 60)],
    ["bytes that are no UTF-8", () => once(Buffer.concat([Buffer.from(OPEN), Buffer.from([0xff, 0xfe, 0xc0])]))],
    ["a NUL", () => once(Buffer.from(`${OPEN}\0</Report></NessusClientData_v2>`))],
    ["tags that do not match", () => once(Buffer.from(`${OPEN}</NessusClientData_v2></Report>`))],
    ["nothing after the beginning", () => once(Buffer.from(OPEN))],
    ["another root", () => once(Buffer.from("<html/>"))],
    [
      "ten thousand attributes",
      () => once(Buffer.from(`${OPEN}<a ${Array.from({ length: 10_000 }, (_, i) => `b${i}=""`).join(" ")}/>`)),
    ],
  ])("%s", async (_what, bytes) => {
    const before = process.memoryUsage().rss;
    const events = await readBytes(bytes());
    expect(events.at(-1)).toMatchObject({ kind: "broken" });
    expect(answersOf(events)).toEqual([]);
    expect((process.memoryUsage().rss - before) / MEGABYTE).toBeLessThan(300);
  });

  test.for([
    "libnmap_defused_et_local_includer.xml",
    "made_billion_laughs_nmaprun.xml",
    "made_quadratic_blowup.nessus",
  ])("%s", async (file, context) => {
    const events = await readBytes(createReadStream(sample(context, `reports/hostile-xml/${file}`)));
    expect(events.at(-1)).toMatchObject({ kind: "broken" });
  });
});

test("names that objects have are names like any other", async () => {
  const item =
    '<ReportItem __proto__="1" constructor="2" port="443" protocol="tcp" pluginID="73412"><cve>CVE-2014-0160</cve></ReportItem>';
  const host = `<ReportHost name="__proto__"><HostProperties><tag name="__proto__">x</tag></HostProperties>${item}</ReportHost>`;
  const events = await readBytes(once(Buffer.from(`${OPEN}${host}</Report></NessusClientData_v2>`)));
  expect(answersOf(events).map(({ finding }) => finding.reason)).toEqual(["finding_reported"]);
  expect(({} as Record<string, unknown>)["port"]).toBeUndefined();
});

test("a broken disk is not a broken document", () => {
  expect(asDocumentProblem(new Error("EIO"))).toBeNull();
});
