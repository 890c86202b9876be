import fc from "fast-check";
import { expect, test } from "vitest";
import { type Measured, scoreLine } from "./score-line.ts";
import { displayWidth } from "./width.ts";

const state = (given: Partial<Measured>): Measured => ({
  id: "nmap",
  lane: "tools",
  done: 0,
  total: 100,
  startedMs: null,
  ...given,
});

test("whoever is furthest behind comes first, and tells how long it takes", () => {
  const states = [
    state({ id: "nmap", done: 50, startedMs: 0 }),
    state({ id: "testssl", done: 10, startedMs: 0 }),
    state({ id: "sslscan", done: 100, startedMs: 0 }),
    state({ id: "profile/zgrab", lane: "profiles", done: 40, startedMs: 0 }),
    state({ id: "profile/sslyze", lane: "profiles" }),
  ];
  expect(scoreLine(states, 60_000, 200)).toBe(
    "[########............] 40%  1:00, about 9:00 left  1 of 5 measured; now testssl 10/100, nmap 50/100, 1 profile  200/500 answers",
  );
});

test("whoever began later is not judged by the time before", () => {
  const late = state({ done: 50, startedMs: 50_000 });
  expect(scoreLine([late, state({ id: "first", done: 100, startedMs: 0 })], 60_000, 200)).toContain("about 0:20 left");
});

test("a queue whose detectors are quick one by one, and many", () => {
  const quick = Array.from({ length: 10 }, (_, i) =>
    state({ lane: "profiles", done: i === 0 ? 100 : 0, startedMs: i === 0 ? 0 : null }),
  );
  expect(scoreLine(quick, 10_000, 200)).toContain("about 1:30 left");
});

test("before the first answer, and after the last", () => {
  expect(scoreLine([state({ startedMs: 0 })], 5000, 200)).toBe(
    "[....................] 0%  0:05  0 of 1 measured; now nmap 0/100  0/100 answers",
  );
  expect(scoreLine([state({ done: 100, startedMs: 0 })], 5000, 200)).toBe(
    "[####################] 100%  0:05  1 of 1 measured  100/100 answers",
  );
  expect(scoreLine([], 0, 200)).not.toMatch(/NaN|Infinity/);
});

test("whatever the numbers: one line, no wider than there is room, no NaN", () => {
  const any = fc.record<Measured>({
    id: fc.constantFrom("nmap", "profile/zgrab", "heartbleed"),
    lane: fc.constantFrom("tools", "profiles"),
    done: fc.nat(400),
    total: fc.nat(400),
    startedMs: fc.option(fc.nat(1e7)),
  });
  fc.assert(
    fc.property(
      fc.array(any, { maxLength: 50 }),
      fc.nat(1e7),
      fc.integer({ min: 1, max: 300 }),
      (states, ms, columns) => {
        const line = scoreLine(states, ms, columns);
        expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/NaN|Infinity|\n/);
      },
    ),
  );
});
