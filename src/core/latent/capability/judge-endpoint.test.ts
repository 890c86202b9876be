/** The whole way from rows to a word, through the public entry, with the eight classes; and rule 1: nothing but evidence clears. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  BALANCED,
  believedParameters,
  type Cell,
  cellsOf,
  classIndex,
  decide,
  EVIDENCE_CLASSES,
  explainEndpoint,
  FAST,
  gather,
  makeModel,
  posterior,
  prevalenceOf,
  standingOf,
  withObservations,
} from "./index.ts";
import { withRuns } from "./cells.ts";

const model = makeModel([
  { id: "own", lineage: "H", proves: true },
  { id: "nmap", lineage: "N", proves: false },
  { id: "msf", lineage: "M", proves: true },
  { id: "clone", lineage: "N", proves: false },
  { id: "fifth", lineage: "V", proves: true },
]);
const code = (name: string) => classIndex(name);
const rows = { endpoint: [0, 0, 0, 1, 2], tool: [0, 1, 2, 1, 0], evidence: ["AN", "AN", "AN", "Q", "PV"].map(code) };
const structure = gather(model, rows, { endpoints: 4 });
const parameters = believedParameters(structure, undefined, 0.01);
const fresh = () => 1;

describe("an endpoint", () => {
  test("is explained by what it was judged by", () => {
    const p = posterior(structure, parameters);
    for (const [endpoint, each] of p.entries()) {
      expect(explainEndpoint(structure, parameters, endpoint).probability).toBeCloseTo(each, 14);
    }
    expect(explainEndpoint(structure, parameters, 0).lineages.map(({ lineage }) => lineage)).toEqual(["H", "N", "M"]);
    expect(p[3]).toBeCloseTo(0.01, 14);
    expect(prevalenceOf(structure, parameters, 99)).toBe(0.01);
    expect(explainEndpoint(structure, parameters, 99).lineages).toEqual([]);
  });

  test("is judged again with one more observation as if it had always been there", () => {
    const more = withObservations(structure, 0, [{ tool: 3, evidence: code("BP") }]);
    const again = gather(
      model,
      { endpoint: [...rows.endpoint, 0], tool: [...rows.tool, 3], evidence: [...rows.evidence, code("BP")] },
      { endpoints: 4 },
    );
    expect(more).toEqual(cellsOf(again, 0));
    expect(standingOf(model, parameters, more, 0.01, fresh).probability).toBe(posterior(again, parameters)[0]);
  });

  test("has a word", () => {
    const word = (cells: readonly Cell[], policy = FAST, age = fresh) =>
      decide(standingOf(model, parameters, cells, 0.001, age), policy).word;
    expect(word(cellsOf(structure, 0))).toBe("CLEARED");
    expect(word(cellsOf(structure, 0), FAST, () => 30)).toBe("UNKNOWN");
    const undated = standingOf(model, parameters, cellsOf(structure, 0), 0.001, () => null);
    expect(decide(undated, FAST).missing).toEqual(["fresh_evidence"]);
    expect(word(cellsOf(structure, 1))).toBe("UNKNOWN");
    expect(word(cellsOf(structure, 2))).toBe("CONFIRMED");
    expect(word(cellsOf(structure, 3))).toBe("UNKNOWN");
    const contradicted = withObservations(structure, 0, [{ tool: 3, evidence: code("IP") }]);
    expect(word(contradicted)).toBe("SUSPECT");
    const weak = ["WN", "IN"].map((name) =>
      [0, 1, 2, 3, 4].reduce<readonly Cell[]>((own, tool) => withRuns(model, own, tool, code(name)), []),
    );
    for (const cells of weak) expect(word(cells)).toBe("UNKNOWN");
  });
});

describe("nothing moves to CLEARED by", () => {
  const run = fc.record({ tool: fc.nat(4), evidence: fc.nat(EVIDENCE_CLASSES.length - 1) });
  const runs = fc.array(run, { maxLength: 12 });
  const cellsFrom = (given: readonly { tool: number; evidence: number }[]) =>
    given.reduce<readonly Cell[]>((own, { tool, evidence }) => withRuns(model, own, tool, evidence), []);
  const wordOf = (given: readonly { tool: number; evidence: number }[], age: number, policy = FAST) =>
    decide(
      standingOf(model, parameters, cellsFrom(given), 0.002, () => age),
      policy,
    ).word;

  test("another ?, one negative less, or age", () => {
    fc.assert(
      fc.property(
        runs,
        fc.nat(4),
        fc.nat(11),
        fc.nat(40),
        fc.constantFrom(FAST, BALANCED),
        (given, tool, drop, age, policy) => {
          if (wordOf(given, 1, policy) === "CLEARED") return;
          expect(wordOf([...given, { tool, evidence: code("Q") }], 1, policy)).not.toBe("CLEARED");
          const kept = given.filter(
            (each, at) => at !== drop || !EVIDENCE_CLASSES[each.evidence]?.role.startsWith("neg"),
          );
          expect(wordOf(kept, 1, policy)).not.toBe("CLEARED");
          expect(wordOf(given, age, policy) === "CLEARED" && age > 1).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("any number of clones", () => {
    const clones = Array.from({ length: 20 }, (_, at) => ({ tool: at % 2 === 0 ? 1 : 3, evidence: code("AN") }));
    expect(wordOf(clones, 1)).toBe("UNKNOWN");
  });

  test("no evidence, however rare it is", () => {
    const nothing = standingOf(model, parameters, [], 1e-9, fresh);
    expect(decide(nothing, FAST)).toEqual({ word: "UNKNOWN", clearedForDays: null, missing: ["evidence", "lineages"] });
  });
});
