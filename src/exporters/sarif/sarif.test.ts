/**
 * SARIF: the constraints of the 2.1.0 schema that a log of ours can break, GitHub's rules beyond it, and the schema itself where it is
 * at hand (CROSSCHECK_SARIF_SCHEMA names its file; no package of npm that is kept up carries it).
 */

import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Log } from "sarif";
import { expect, test } from "vitest";
import { doubtsOf } from "../uncertainty.ts";
import { bytesOf, CONTEXT, endpoint, report } from "../testing/report.ts";
import { HOSTILE, hostileText } from "../testing/hostile.ts";
import { sarif, sarifLog } from "./index.ts";

const read = (given = report()): Log => JSON.parse(bytesOf(sarif.render(given, CONTEXT)).toString()) as Log;

/** docs.github.com, "SARIF support for code scanning", and sections 3.x of the standard where named. */
function expectAccepted(log: Log): void {
  expect([log.version, log.$schema]).toEqual(["2.1.0", "https://json.schemastore.org/sarif-2.1.0.json"]);
  expect(log.runs.length).toBeLessThanOrEqual(20);
  const categories = log.runs.map(({ automationDetails }) => automationDetails?.id);
  expect(new Set(categories).size).toBe(log.runs.length);
  for (const run of log.runs) {
    const rules = run.tool.driver.rules ?? [];
    for (const { id, shortDescription, fullDescription, help, properties } of rules) {
      expect(id.length).toBeLessThanOrEqual(255);
      expect(shortDescription?.text.length ?? 0).toBeLessThanOrEqual(1024);
      expect(fullDescription?.text.length ?? 0).toBeLessThanOrEqual(1024);
      expect(help?.text).not.toBe("");
      expect(properties?.tags?.length ?? 0).toBeLessThanOrEqual(20);
      expect(Number(properties?.["security-severity"])).toBeGreaterThan(0);
    }
    expect(run.automationDetails?.guid).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(run.results?.length ?? 0).toBeLessThanOrEqual(25_000);
    for (const { ruleId, ruleIndex, kind, level, message, locations, partialFingerprints } of run.results ?? []) {
      expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId);
      // 3.27.9: whatever is no failure has no level.
      expect(kind === "fail" || level === "none").toBe(true);
      expect(message.text).toMatch(/./);
      expect(message.text?.length ?? 0).toBeLessThanOrEqual(1000);
      const place = locations?.[0]?.physicalLocation;
      // A relative reference (RFC 3986, 4.2): no scheme, no host, nothing that climbs out.
      expect(place?.artifactLocation?.uri).toMatch(/^endpoints(\/[A-Za-z0-9\-._~!*'()%]+)+$/);
      expect(place?.artifactLocation?.uri).not.toMatch(/\/\.\.?(\/|$)/);
      expect(place?.region?.startLine).toBeGreaterThanOrEqual(1);
      expect(partialFingerprints?.["primaryLocationLineHash"]).toMatch(/^[0-9a-f]{16}:1$/);
    }
  }
}

test("vulnerable is a failure, open is open, and what was cleared is no result", () => {
  const log = read();
  expectAccepted(log);
  const said = log.runs[0]?.results?.map(({ ruleId, kind, level }) => [ruleId, kind, level]);
  expect(said).toEqual([
    ["heartbleed/vulnerable", "fail", "error"],
    ["heartbleed/open", "open", "none"],
  ]);
});

test("what is not known stands in the notifications, and an unfinished run is no success", () => {
  const given = report();
  const invocation = read(given).runs[0]?.invocations?.[0];
  const said = invocation?.toolExecutionNotifications?.map(({ message }) => message.text);
  expect(said).toEqual(doubtsOf(given).map(({ text }) => text));
  expect(invocation?.executionSuccessful).toBe(false);
});

test("whatever others' text says", () => {
  for (const text of HOSTILE) expectAccepted(read(report(text)));
  fc.assert(
    fc.property(hostileText(), (text) => expectAccepted(read(report(text)))),
    { numRuns: 25 },
  );
}, 60_000);

test("the same endpoint has the same fingerprint in every report, another one another", () => {
  const prints = (given = report()) => read(given).runs[0]?.results?.map((each) => each.partialFingerprints);
  expect(prints()).toEqual(prints({ ...report(), generatedAt: "2026-01-01T00:00:00.000Z", id: "other" }));
  const all = prints(report("plain", [endpoint(7), endpoint(8)])) ?? [];
  expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(4);
});

test("more results than GitHub takes in a run go on in the next, none lost", () => {
  const given = report("plain", [endpoint(7), endpoint(8), endpoint(9)]);
  const log = JSON.parse([...sarifLog(given, 2)].join("")) as Log;
  expectAccepted(log);
  expect(log.runs.map(({ results }) => results?.length)).toEqual([2, 2, 1]);
});

test("an incident without endpoints", () => {
  const none = { ...report(), endpoints: () => [] };
  expectAccepted(read({ ...none, counts: { ...none.counts, heaps: { vulnerable: 0, open: 0, safe: 0 } } }));
});

test("validates against the schema", async (ctx) => {
  const file = process.env["CROSSCHECK_SARIF_SCHEMA"];
  if (file === undefined) return ctx.skip("CROSSCHECK_SARIF_SCHEMA names no copy of sarif-schema-2.1.0.json");
  const { Ajv } = await import("ajv");
  const formats = await import("ajv-formats");
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default.default(ajv);
  const { $schema: _schema, id: _id, ...schema } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const validate = ajv.compile(schema);
  for (const text of ["plain", ...HOSTILE]) {
    validate(read(report(text)));
    expect(validate.errors).toBeNull();
  }
}, 60_000);
