import { expect, test } from "vitest";
import type { ReportEvent } from "../importer.ts";
import { answersOf, checkImporter, HEARTBLEED, readAll } from "../testing/check.ts";
import { isTlsConfig, proofOf } from "./evidence.ts";
import { nexposeXml, readNexpose } from "./index.ts";
import { endpoint, file, NEXPOSE_XML_FIXTURES, node, test as result } from "./testing/fixtures.ts";

checkImporter(nexposeXml, NEXPOSE_XML_FIXTURES);

test("what cannot be held is said, and findings are held apart from the rest", async () => {
  const document = file(
    node(
      endpoint(
        result("not-vulnerable") + result("error", "", "b") + result("vulnerable-exploited", "", "http-openssl-banner"),
      ),
    ) + node(endpoint(result("not-vulnerable")), "", "alive", "192.0.2.2"),
  );
  const events: ReportEvent[] = [];
  async function* whole() {
    yield document;
  }
  for await (const event of readNexpose(whole(), { cve: HEARTBLEED }, { places: 2, results: 2 })) events.push(event);
  expect(answersOf(events).map(({ host, port, finding }) => `${host.address} ${port} ${finding.reason}`)).toEqual([
    "192.0.2.1 443 finding_reported",
  ]);
  expect(events.filter(({ kind }) => kind === "dropped")).toHaveLength(2);
});

test("no zero when something could not be held", async () => {
  const document = file(node(endpoint(result("not-vulnerable") + result("error", "", "http-openssl-banner"))));
  const reasons = async (results: number) => {
    const events: ReportEvent[] = [];
    async function* whole() {
      yield document;
    }
    for await (const event of readNexpose(whole(), { cve: HEARTBLEED }, { places: 9, results })) events.push(event);
    return answersOf(events).map(({ finding }) => finding.reason);
  };
  expect(await reasons(1)).toEqual(["no_record_of_check"]);
  expect(await reasons(2)).toEqual(["check_failed"]);
});

test("time, name, words and facts", async () => {
  const events = await readAll(nexposeXml, file(node(endpoint(result("vulnerable-exploited", "secret memory")))));
  const [answer] = answersOf(events);
  expect(answer).toMatchObject({
    host: { address: "192.0.2.1", name: "www.example.com" },
    words: "vulnerable-exploited",
    place: "node 192.0.2.1, endpoint 443/tcp, test ssl-heartbeat-probe",
    time: { at: Date.UTC(2014, 10, 10, 9, 45, 38, 362), quality: "naive" },
  });
  expect(JSON.stringify(events)).not.toContain("secret");
  expect(events).toContainEqual({ kind: "fact", name: "tool", value: "Nexpose, XML export 1.0" });
  expect(events).toContainEqual({ kind: "fact", name: "started", value: "2014-11-10T09:45:38" });
});

test.each([
  ["Running vulnerable HTTPS service. The TLS version 1.2 heartbeat was discarded.", "none"],
  ["TCP read returned no data", "silent"],
  ["No heartbeat response received", "silent"],
  ["The connection was reset", "silent"],
  ["Vulnerable software installed: OpenSSL 1.0.1e", "version"],
  ["Running not-vulnerable SSH service: Dropbear 0.51.", "version"],
  ["java.lang.StringIndexOutOfBoundsException: String index out of range", "failed"],
  ["SSL handshake failed", "failed"],
  ["", "none"],
])("the proof %j", (text, kind) => {
  expect(proofOf(text)).toBe(kind);
});

test.each([
  ["ssl", "true", true],
  ["ssl", "false", false],
  ["tlsv1_2", "true", true],
  ["tlsv1_2", "false", false],
  ["tlsv1_3", "true", false],
  ["sslv3", "true", false],
  ["ssl.cert.sig.alg.name", "SHA1withRSA", true],
  ["ssl.version.ssl20", "true", false],
  ["ssl.cert.subject.dn", "", false],
])("TLS by the configuration %s = %j: %s", (name, value, shows) => {
  expect(isTlsConfig(name, value)).toBe(shows);
});
