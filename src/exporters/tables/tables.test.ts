/** JSON, JSON Lines and CSV: readable again, harmless, and not silent about what is not known. */

import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { doubtsOf } from "../uncertainty.ts";
import { EXPORTERS } from "../catalogue.ts";
import { bytesOf, CONTEXT, endpoint, report } from "../testing/report.ts";
import { HOSTILE, hostileText } from "../testing/hostile.ts";
import { csv, json, jsonl } from "./index.ts";

const text = (exporter: typeof csv, given = report()) => bytesOf(exporter.render(given, CONTEXT)).toString();

test("JSON and JSON Lines say the same", () => {
  const whole = JSON.parse(text(json)) as { report: object; endpoints: readonly object[] };
  const lines = text(jsonl)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  expect(lines).toEqual([
    { type: "report", ...whole.report },
    ...whole.endpoints.map((each) => ({ type: "endpoint", ...each })),
  ]);
  expect(whole.endpoints.map((each) => (each as { heap: string }).heap)).toEqual(["vulnerable", "open", "safe"]);
  expect(whole.report).toMatchObject({ notKnown: doubtsOf(report()), counts: { untested: { dns_failure: 1 } } });
});

test("CSV is rectangular, ends with what is not known, and no cell is a formula", () => {
  const check = (hostile: string) => {
    const given = report(hostile);
    const rows = parse(text(csv, given));
    expect(rows.length).toBe(1 + 3 + doubtsOf(given).length);
    expect(rows.at(-1)?.slice(0, 2)).toEqual(["(not known)", "detectors_unknown"]);
    for (const value of rows.flat())
      expect(value).not.toMatch(/^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]|[\p{Cc}\p{Cf}\p{Cs}]/u);
  };
  for (const hostile of HOSTILE) check(hostile);
  fc.assert(fc.property(hostileText(), check), { numRuns: 25 });
}, 60_000);

test("no format prints a number that is none, and each is one of a kind", () => {
  const given = report("plain", [endpoint(9, { probability: Number.NaN })]);
  for (const exporter of EXPORTERS.filter(({ binary }) => !binary)) {
    expect(text(exporter, given), exporter.id).not.toMatch(/\bNaN\b|Infinity|undefined/);
  }
  expect(new Set(EXPORTERS.map(({ id }) => id)).size).toBe(EXPORTERS.length);
  expect(new Set(EXPORTERS.map(({ extension }) => extension)).size).toBe(EXPORTERS.length);
});
