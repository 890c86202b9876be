/** Nessus reports that are none, beside what every format is given (../hostile.io.test.ts). */

import { createReadStream } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeDocument } from "../../documents/decode.ts";
import { asDocumentProblem } from "../../documents/problem.ts";
import type { ReportEvent } from "../importer.ts";
import { answersOf, HEARTBLEED } from "../testing/check.ts";
import { sample } from "../testing/samples.ts";
import { nessus } from "./index.ts";

const OPEN = '<?xml version="1.0"?><NessusClientData_v2><Report name="x">';

async function readBytes(bytes: AsyncIterable<Uint8Array>): Promise<readonly ReportEvent[]> {
  const events: ReportEvent[] = [];
  for await (const event of nessus.read(decodeDocument(bytes), { cve: HEARTBLEED })) events.push(event);
  return events;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe("ends as a broken document", () => {
  test.each<[string, () => AsyncIterable<Uint8Array>]>([
    ["tags that do not match", () => once(Buffer.from(`${OPEN}</NessusClientData_v2></Report>`))],
    ["nothing after the beginning", () => once(Buffer.from(OPEN))],
    ["another root", () => once(Buffer.from("<html/>"))],
  ])("%s", async (_what, bytes) => {
    const events = await readBytes(bytes());
    expect(events.at(-1)).toMatchObject({ kind: "broken" });
    expect(answersOf(events)).toEqual([]);
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
