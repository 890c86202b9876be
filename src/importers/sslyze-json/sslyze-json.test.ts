import { expect, test } from "vitest";
import { answersOf, checkImporter, readAll } from "../testing/check.ts";
import { sslyzeEvents } from "./judge.ts";
import { sslyzeJson } from "./index.ts";
import { attempt, newTarget, noConnectivity, one, oneTarget, plain, six } from "./testing/documents.ts";
import { SSLYZE_JSON_FIXTURES } from "./testing/fixtures.ts";

checkImporter(sslyzeJson, SSLYZE_JSON_FIXTURES);

test("times are those of the scan, wherever they stand", async () => {
  const at = Date.UTC(2026, 10, 25, 8, 0, 0);
  const [last] = answersOf(await readAll(sslyzeJson, six([newTarget({ result: attempt(false) })])));
  expect(last?.time).toEqual({ at, quality: "zone" });
  const naive = { date_scans_started: "2026-11-25T08:00:00.5", date_scans_completed: null };
  const [first] = answersOf(await readAll(sslyzeJson, six([newTarget({ result: attempt(false) })], naive)));
  expect(first?.time).toEqual({ at, quality: "naive" });
  const [none] = answersOf(await readAll(sslyzeJson, one([oneTarget({ result: plain(true) })])));
  expect(none?.time).toEqual({ at: null, quality: "none" });
});

test("the check sends a name before version 3 only, and never an address", async () => {
  const [six1] = answersOf(await readAll(sslyzeJson, six([newTarget({ result: attempt(true) })])));
  expect(six1?.serverName).toBeNull();
  const [old, bare] = answersOf(
    await readAll(
      sslyzeJson,
      one([oneTarget({ result: plain(true) }), oneTarget({ host: "192.0.2.2", result: plain(true) })]),
    ),
  );
  expect([old?.serverName, bare?.serverName]).toEqual(["www.example.org", null]);
});

test("words are the last line of a trace, and STARTTLS is part of the place", async () => {
  const over = { network_configuration: { tls_opportunistic_encryption: "SMTP" } };
  const document = six([
    newTarget({ port: 25, result: attempt(true), over }),
    noConnectivity("ServerRejectedConnection", "No"),
  ]);
  const [starttls, refused] = answersOf(await readAll(sslyzeJson, document));
  expect(starttls?.place).toBe("target 1, www.example.org, STARTTLS SMTP");
  expect(refused?.words).toBe("No");
});

test("another check has its own answer, and what the tool does not check has none", async () => {
  const ccs = { status: "COMPLETED", result: { is_vulnerable_to_ccs_injection: true } };
  const target = newTarget({ over: { scan_result: { heartbleed: attempt(false), openssl_ccs_injection: ccs } } });
  const read = async (cve: string) =>
    answersOf(await readAll(sslyzeJson, six([target]), 4096, cve)).map((each) => each.finding.reason);
  expect(await read("cve-2014-0224")).toEqual(["finding_reported"]);
  expect(await read("CVE-2014-3566")).toEqual(["no_record_of_check"]);
});

test("a document in memory says what the streamed one says", async () => {
  for (const { document, broken } of SSLYZE_JSON_FIXTURES) {
    if (broken === true) continue;
    const streamed = answersOf(await readAll(sslyzeJson, document)).map((each) => each.finding.reason);
    const whole = answersOf(sslyzeEvents(JSON.parse(document), "CVE-2014-0160")).map((each) => each.finding.reason);
    expect(whole.toSorted()).toEqual(streamed.toSorted());
  }
});
