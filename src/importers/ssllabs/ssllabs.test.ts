import { describe, expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { ssllabsImporter } from "./index.ts";
import { details, endpoint, FIXTURES, host, START } from "./testing/fixtures.ts";

checkImporter(ssllabsImporter, FIXTURES);

const read = (value: unknown, cve?: string) => readAll(ssllabsImporter, JSON.stringify(value), 4096, cve);
const recognised = (text: string) => ssllabsImporter.recognises(headOf(Buffer.from(text), text));

test("the assessed name is the server name, never the reverse name of the endpoint", async () => {
  const [answer] = answersOf(await read(host([endpoint()])));
  expect(answer).toMatchObject({
    host: { address: "192.0.2.10", name: "www.example.org" },
    serverName: "www.example.org",
    by: "probe",
    words: "Ready; heartbleed: false; heartbeat: true",
    place: "host www.example.org, endpoint 192.0.2.10",
    time: { at: START + 90_000, quality: "zone" },
  });
});

test("a host that is an address has no server name", async () => {
  expect(answersOf(await read(host([endpoint()], { host: "192.0.2.10" })))[0]?.serverName).toBeNull();
  expect(answersOf(await read(host([], { host: "192.0.2.10" })))[0]?.host.address).toBe("192.0.2.10");
});

test("facts and counts", async () => {
  const failed = endpoint({ statusMessage: "Unexpected failure", details: {} });
  const events = await read([
    host([endpoint(), failed], { cacheExpiryTime: START + 700_000 }),
    host([endpoint()], { testTime: START + 99_000 }),
  ]);
  const facts = events.flatMap((event) => (event.kind === "fact" ? [`${event.name}: ${event.value}`] : []));
  expect(facts).toEqual([
    "tool: SSL Labs",
    "tool_version: 2.3.0",
    "policy: criteria 2009q",
    "note: www.example.org: cached by SSL Labs until 2024-05-31T13:11:40.000Z",
    "started: 2024-05-31T13:00:00.000Z",
    "finished: 2024-05-31T13:01:39.000Z",
  ]);
  const seen = { host: 0, port: 0, check: 0 };
  for (const event of events) if (event.kind === "seen") seen[event.what] += event.count;
  expect(seen).toEqual({ host: 2, port: 3, check: 2 });
});

describe("only its own documents are recognised", () => {
  test.each([
    ["the service's own status", `{"engineVersion":"2.3.0","criteriaVersion":"2009q","maxAssessments":25}`],
    ["flattened by ssllabs-scan", `["criteriaVersion": "2009q"\n "engineVersion": "2.3.0"\n]`],
    ["any other JSON", `{"host":"www.example.org","port":443,"status":"READY"}`],
    ["a list of texts", `["engineVersion", "criteriaVersion"]`],
    ["nothing", "[]"],
  ])("%s", (_what, text) => {
    expect(recognised(text)).toBe(false);
  });
});

describe("other CVEs by their own fields", () => {
  test.each([
    ["CVE-2014-0224", { openSslCcs: 3 }, "finding_reported"],
    ["CVE-2014-0224", { openSslCcs: 2 }, "potential_finding"],
    ["CVE-2014-0224", { openSslCcs: 1 }, "negative_reported"],
    ["CVE-2014-0224", { openSslCcs: 0 }, "no_record_of_check"],
    ["CVE-2014-0224", { openSslCcs: -1 }, "check_failed"],
    ["CVE-2014-0224", { openSslCcs: 17 }, "tool_output_unreadable"],
    ["CVE-2014-0224", { openSslCcs: true }, "tool_output_unreadable"],
    ["CVE-2014-0224", { openSslCcs: undefined }, "no_record_of_check"],
    ["CVE-2016-2107", { openSSLLuckyMinus20: 2 }, "finding_reported"],
    ["CVE-2016-9244", { ticketbleed: 3 }, "potential_finding"],
    ["CVE-2019-1559", { zeroLengthPaddingOracle: 6 }, "finding_reported"],
    ["CVE-2014-3566", { poodle: false, protocols: [{ id: 772 }] }, "negative_reported"],
    ["CVE-2014-3566", { poodle: true }, "finding_reported"],
    ["CVE-1999-0001", { heartbleed: true }, "no_record_of_check"],
  ])("%s %j: %s", async (cve, given, reason) => {
    const [answer] = answersOf(await read(host([endpoint({ details: details(given) })]), cve));
    expect(answer?.finding.reason).toBe(reason);
  });

  test("and a failed endpoint's defaults are no answer for any of them", async () => {
    const left = details({ openSslCcs: 1, openSSLLuckyMinus20: 1, poodle: false, ticketbleed: 1 });
    const document = host([endpoint({ statusMessage: "Unexpected failure", details: left })]);
    for (const cve of ["CVE-2014-0160", "CVE-2014-0224", "CVE-2016-2107", "CVE-2016-9244", "CVE-2014-3566"]) {
      expect(answersOf(await read(document, cve))[0]?.finding.reason).toBe("check_failed");
    }
  });
});

test("no element of a document is trusted to have its type", async () => {
  const values = [null, true, 7, "text", [], {}, [null], { id: 1 }];
  for (const value of values) {
    for (const key of Object.keys(host([]))) await read(host([endpoint()], { [key]: value }));
    for (const key of Object.keys(endpoint())) await read(host([endpoint({ [key]: value })]));
    for (const key of Object.keys(details())) await read(host([endpoint({ details: details({ [key]: value }) })]));
    await read(value);
  }
});
