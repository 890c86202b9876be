import { expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { zgrab2Json } from "./index.ts";
import { grab, ZGRAB_FIXTURES } from "./testing/fixtures.ts";

checkImporter(zgrab2Json, ZGRAB_FIXTURES);

const result = (vulnerable: boolean) => ({
  status: "success",
  protocol: "tls",
  timestamp: "2024-05-01T12:00:00+02:00",
  result: { handshake_log: {}, heartbleed_log: { heartbeat_enabled: true, heartbleed_vulnerable: vulnerable } },
});

test("a positive wins over a zero before it", async () => {
  const answers = answersOf(await readAll(zgrab2Json, `${grab(result(false))}\n${grab(result(true))}`));
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["finding_reported"]);
});

test("the domain is the name and what was sent as server name; the words are the tool's", async () => {
  const record = { ip: "192.0.2.1", domain: "www.example.org" };
  const [answer] = answersOf(await readAll(zgrab2Json, grab(result(true), record)));
  expect(answer).toMatchObject({
    host: { address: "192.0.2.1", name: "www.example.org" },
    port: 443,
    serverName: "www.example.org",
    words: "status success; heartbeat_enabled: true; heartbleed_vulnerable: true",
    time: { at: Date.UTC(2024, 4, 1, 10), quality: "zone" },
  });
});

test("nothing about other CVEs", async () => {
  const answers = answersOf(await readAll(zgrab2Json, grab(result(true)), 4096, "CVE-2016-9244"));
  expect(answers.map(({ finding }) => finding.reason)).toEqual(["no_record_of_check"]);
});

test.each([
  ["a line longer than what we see of it", grab({ ...result(true), banner: "x" }).slice(0, 120), true],
  ["keys in another order", `{"data": {"tls": {"status": "success"}}, "ip": "192.0.2.1"}`, true],
  [
    "another scanner's lines",
    `{"ip":"192.0.2.1","timestamp":"1","port":443,"proto":"tcp","rec_type":"status","data":{"status":"open"}}`,
    false,
  ],
  ["any JSON", `{"ip":"192.0.2.1","data":{}}`, false],
  ["a list of events of something else", `{"host":"192.0.2.1","log":[]}`, false],
])("%s", (_what, text, recognised) => {
  expect(zgrab2Json.recognises(headOf(Buffer.from(text), text))).toBe(recognised);
});
