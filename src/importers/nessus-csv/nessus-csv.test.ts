import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { testsslCsv } from "../testssl-csv/index.ts";
import { TESTSSL_CSV_FIXTURES } from "../testssl-csv/testing/fixtures.ts";
import { nessusCsv } from "./index.ts";
import { FIXED, io, NESSUS_CSV_FIXTURES } from "./testing/fixtures.ts";

checkImporter(nessusCsv, NESSUS_CSV_FIXTURES);

test("no table of testssl.sh is taken for one of Nessus, nor the other way round", () => {
  for (const { document } of NESSUS_CSV_FIXTURES)
    expect(testsslCsv.recognises(headOf(Buffer.from(document), document))).toBe(false);
  for (const { document } of TESTSSL_CSV_FIXTURES)
    expect(nessusCsv.recognises(headOf(Buffer.from(document), document))).toBe(false);
});

test("no zero from a file that is broken", async () => {
  const events = await readAll(nessusCsv, `${io(FIXED)}"73412","CVE`);
  expect(answersOf(events).map(({ finding }) => finding.reason)).toEqual(["report_truncated"]);
  expect(events.at(-1)?.kind).toBe("broken");
});

const INFORMATION = `Nessus version : 8.13.1
Plugin feed version : 202102081234
Scan Start Date : 2021/2/8 14:32 CET`;

test("the time and the facts of a table that has them only in the output of 19506", async () => {
  const document = `Plugin ID,CVE,Host,Protocol,Port,Name,Plugin Output
19506,,192.0.2.1,tcp,0,Nessus Scan Information,"${INFORMATION}"
73412,CVE-2014-0160,192.0.2.1,tcp,443,a check,
`;
  const events = await readAll(nessusCsv, document);
  expect(answersOf(events)[0]?.time).toEqual({ at: Date.UTC(2021, 1, 8, 13, 32), quality: "zone" });
  expect(events).toContainEqual({ kind: "fact", name: "tool_version", value: "8.13.1" });
});

test("Tenable.sc calls the output Plugin Text in its older versions", async () => {
  const document = `Plugin,Plugin Name,IP Address,Protocol,Port,Plugin Text,CVE
19506,Nessus Scan Information,192.0.2.1,TCP,0,"Plugin Output: ${INFORMATION}",
73412,a check,192.0.2.1,TCP,443,,CVE-2014-0160
`;
  const events = await readAll(nessusCsv, document);
  expect(events).toContainEqual({ kind: "fact", name: "feed", value: "202102081234" });
  expect(answersOf(events)[0]?.time).toEqual({ at: Date.UTC(2021, 1, 8, 13, 32), quality: "zone" });
});

test("the time of Tenable.sc", async () => {
  const document = `Plugin,Plugin Name,IP Address,Protocol,Port,CVE,Last Observed
73412,a check,192.0.2.1,TCP,443,CVE-2014-0160,"Oct 17, 2024 17:24:54 UTC"
`;
  const [answer] = answersOf(await readAll(nessusCsv, document));
  expect(answer?.time).toEqual({ at: Date.UTC(2024, 9, 17, 17, 24, 54), quality: "zone" });
});

test("a repair in a file that is no table any more further on", async () => {
  const fixed = NESSUS_CSV_FIXTURES.find(({ what }) => what === "Tenable.io: fixed")?.document ?? "";
  const events = await readAll(nessusCsv, `${fixed}"x" y,\n`);
  expect(answersOf(events).map(({ finding }) => finding.reason)).toEqual(["report_truncated"]);
});
