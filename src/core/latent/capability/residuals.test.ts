import { describe, expect, test } from "vitest";
import { randomStream } from "../../stats/random-stream.ts";
import { gather } from "./cells.ts";
import { LIMITS } from "./em.ts";
import { fit } from "./fit.ts";
import { believedParameters } from "./judge-endpoint.ts";
import { makeModel, type Model } from "./model.ts";
import { LEAST_EFFECT, residuals } from "./residuals.ts";
import { FOUR_CLASSES } from "./testing/golden.ts";
import { simulate } from "./testing/estate.ts";

const NO_GATE = { gate: { vulnerable: 0, confirmed: 0 }, perturbed: 0, limits: { ...LIMITS, most: 40 } };
const found = (model: Model, rows: Parameters<typeof gather>[1], endpoints: number) => {
  const structure = gather(model, rows, { endpoints });
  const pairs = residuals(structure, fit(structure, NO_GATE).parameters);
  return pairs
    .filter(({ misfit }) => misfit)
    .map(({ tools, correlation }) => ({ names: tools.map((t) => model.tools[t]?.id ?? "").join(" "), correlation }));
};

describe("residuals of pairs", { timeout: 60_000 }, () => {
  test("an estate of the model's own making fits", () => {
    for (const seed of [1, 2]) {
      const { model, rows } = simulate(randomStream(seed, "fits"), 800, 0.1, 0.2);
      expect(found(model, rows, 800)).toEqual([]);
    }
  });

  test("two tools of one lineage that were declared two answer alike beyond what it explains", () => {
    const { model, rows } = simulate(randomStream(5, "declared apart"), 800, 0.1, 0.2);
    const first = model.lineages[0] ?? "";
    const own = model.tools.flatMap(({ lineage }, tool) => (lineage === first ? [tool] : []));
    const apart = makeModel(
      model.tools.map((tool, at) => (own.indexOf(at) > 0 ? { ...tool, lineage: `${tool.lineage} ${at}` } : tool)),
      FOUR_CLASSES,
    );
    const pairs = found(apart, rows, 800);
    expect(pairs.length).toBeGreaterThan(3);
    const ids = new Set(own.map((tool) => model.tools[tool]?.id));
    for (const { names, correlation } of pairs.slice(0, 3)) {
      expect(names.split(" ").every((name) => ids.has(name))).toBe(true);
      expect(correlation).toBeGreaterThanOrEqual(LEAST_EFFECT);
    }
  });

  test("nothing, one tool, nothing but ?, a laboratory: no pairs, and no number that is none", () => {
    const model = makeModel(["a", "b"].map((id) => ({ id, lineage: id, proves: true })));
    const rows = (evidence: number) => ({
      endpoint: [0, 0, 1, 1],
      tool: [0, 1, 0, 1],
      evidence: [evidence, evidence, evidence, evidence],
      count: [1, 1, 30, 1],
    });
    for (const [given, endpoints] of [
      [{ endpoint: [], tool: [], evidence: [] }, 0],
      [rows(7), 2],
      [rows(0), 2],
    ] as const) {
      const structure = gather(model, given, { endpoints });
      expect(residuals(structure, believedParameters(structure))).toEqual([]);
    }
    const many = Array.from({ length: 100 }, (_, at) => at);
    const all = {
      endpoint: [...many, ...many],
      tool: [...many.map(() => 0), ...many.map(() => 1)],
      evidence: [...many, ...many].map((at) => (at < 30 ? 0 : 4)),
    };
    const lab = gather(model, all, { endpoints: 100, truth: many.map(() => 1) });
    expect(residuals(lab, believedParameters(lab))).toEqual([]);
    const open = gather(model, all, { endpoints: 100 });
    for (const { correlation, p } of residuals(open, believedParameters(open))) {
      expect([Number.isFinite(correlation), p >= 0 && p <= 1]).toEqual([true, true]);
    }
  });
});
