import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { nexposeCsv } from "./index.ts";
import { file, NEXPOSE_CSV_FIXTURES, row } from "./testing/fixtures.ts";

checkImporter(nexposeCsv, NEXPOSE_CSV_FIXTURES);

test("a finding in a later row wins over a zero", async () => {
  const answers = answersOf(await readAll(nexposeCsv, file(row("nv"), row("ve", { check: "other" }))));
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["finding_reported"]);
});

test("no zero from a file that turns out broken", async () => {
  const answers = answersOf(await readAll(nexposeCsv, `${file(row("nv"))}"192`));
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["report_truncated"]);
});

test("time, name, words, place, and no proof", async () => {
  const events = await readAll(nexposeCsv, file(row("ve", { proof: "secret memory" })));
  expect(answersOf(events)[0]).toMatchObject({
    host: { address: "192.0.2.1", name: "www.example.com" },
    words: "ve",
    place: "line 2, ssl-heartbeat-probe",
    time: { at: Date.UTC(2014, 10, 10), quality: "naive" },
  });
  expect(JSON.stringify(events)).not.toContain("secret");
  expect(events).toContainEqual({ kind: "seen", what: "check", count: 1 });
});

test("tables of other tools are not recognised", () => {
  const recognised = (header: string) => nexposeCsv.recognises(headOf(Buffer.from(header), header));
  expect(recognised("Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name\n")).toBe(false);
  expect(recognised("host,port,tool,result\n")).toBe(false);
  expect(recognised("Asset Name,IP Address,Vulnerability,CVE\n")).toBe(false);
});
