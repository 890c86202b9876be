import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { nessus } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";
import { makeNessusReport, truthOf } from "./testing/make-report.ts";

checkImporter(nessus, FIXTURES);

test("a report of three hundred hosts: nothing lost, nothing swapped", async () => {
  const made = { hosts: 300, filler: 2 };
  const pieces: string[] = [];
  for await (const piece of makeNessusReport(made)) pieces.push(piece);
  const tls = answersOf(await readAll(nessus, pieces.join(""))).filter(({ port }) => port === 443);
  const count = (reason: string) => tls.filter(({ finding }) => finding.reason === reason).length;
  const { vulnerable, notVulnerable, interrupted } = truthOf(made);
  expect([count("finding_reported"), count("negative_derived"), count("scan_interrupted")]).toEqual([
    vulnerable,
    notVulnerable,
    interrupted,
  ]);
});

test("a CVE of which no check is known here: nothing is derived", async () => {
  const every = FIXTURES.find(({ what }) => what === "every gate open")?.document ?? "";
  const answers = answersOf(await readAll(nessus, every, 4096, "CVE-2014-0224"));
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["no_record_of_check"]);
});

test.each([
  [
    "the clock of the host's own tag",
    '<tag name="HOST_START_TIMESTAMP">1648042311</tag>',
    { at: 1648042311000, quality: "zone" },
  ],
  [
    "local time without a zone",
    '<tag name="HOST_START">Wed Mar 23 14:31:51 2022</tag>',
    { at: Date.UTC(2022, 2, 23, 14, 31, 51), quality: "naive" },
  ],
])("the time of an answer: %s", async (_what, tag, time) => {
  const body = `<ReportHost name="a.example"><HostProperties>${tag}</HostProperties><ReportItem port="443" protocol="tcp" pluginID="73412"><cve>CVE-2014-0160</cve></ReportItem></ReportHost>`;
  const [answer] = answersOf(
    await readAll(nessus, `<NessusClientData_v2><Report>${body}</Report></NessusClientData_v2>`),
  );
  expect(answer?.time).toEqual(time);
});

test("version 1: whom it means, when, and what of the scan is known", async () => {
  const document = String.raw`<NessusClientData><Report><StartTime>Thu Apr 10 09:59:00 2014</StartTime><ReportHost><HostName>192.0.2.1</HostName><dns_name>www.example.org\n</dns_name><startTime>Thu Apr 10 10:00:00 2014</startTime><stopTime>Thu Apr 10 10:30:00 2014</stopTime><ReportItem><port>general/tcp</port><pluginID>19506</pluginID><data>Information about this scan : \n\nNessus version : 5.2.6\nPlugin feed version : 201404091415\n</data></ReportItem><ReportItem><port>https (443/tcp)</port><pluginID>73412</pluginID><pluginName>a check</pluginName><data>secret</data></ReportItem></ReportHost></Report></NessusClientData>`;
  const events = await readAll(nessus, document);
  expect(events).toContainEqual({ kind: "fact", name: "tool_version", value: "5.2.6" });
  expect(answersOf(events)).toMatchObject([
    {
      host: { address: "192.0.2.1", name: "www.example.org" },
      port: 443,
      by: "probe",
      time: { at: Date.UTC(2014, 3, 10, 10), quality: "naive" },
      place: "192.0.2.1, plugin 73412",
    },
  ]);
  expect(JSON.stringify(events)).not.toContain("secret");
});
