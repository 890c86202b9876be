import { expect, test } from "vitest";
import type { Condition } from "../../range/conditions/condition.ts";
import { condition } from "../../range/conditions/catalogue.ts";
import type { Reason } from "../../core/model/outcome.ts";
import { checkDrift, tellingConditions } from "./drift-check.ts";
import type { Candidate } from "./measure.ts";
import { SHEET_FORMAT, type Sheet, type SheetDetector } from "./sheet.ts";

const IDENTITY = { id: "tool", kind: "tool", version: "1", lineage: "tool" } as const;
const detector = (cells: SheetDetector["cells"]): SheetDetector => ({
  identity: IDENTITY,
  measuredAt: "2026-11-25T00:00:00Z",
  cells,
});
const sheet = (cells: SheetDetector["cells"]): Sheet => ({
  format: SHEET_FORMAT,
  measuredAt: "2026-11-25T00:00:00Z",
  version: "0",
  machine: "",
  conditions: ["C01", "C04", "C05", "C06"]
    .map((id) => ({ id, title: id, truth: "vulnerable" as const }))
    .concat([{ id: "C02", title: "C02", truth: "not_vulnerable" as never }]),
  detectors: [detector(cells)],
});
const CONDITIONS = ["C01", "C02"].map(condition).filter((each): each is Condition => each !== undefined);
const saying = (...turns: readonly Readonly<Record<string, Reason>>[]): Candidate & { turns: number } => ({
  identity: IDENTITY,
  turns: 0,
  async ask(servers) {
    const turn = turns[Math.min(this.turns++, turns.length - 1)] ?? {};
    return new Map(servers.map((server) => [server.id, turn[server.condition] ?? "tool_failed"]));
  },
});
const RECORDED = { C01: { finding_reported: 3 }, C02: { negative_reported: 3 } };
const { signal } = new AbortController();

test("telling conditions are stable, decided, few of each kind, and not of the moment", () => {
  const cells = {
    C01: { finding_reported: 3 },
    C02: { negative_reported: 3 },
    C04: { finding_reported: 2, negative_reported: 1 },
    C05: { tool_handshake_failed: 3 },
    C06: { negative_reported: 3 },
  };
  expect(tellingConditions(detector(cells), sheet(cells))).toEqual(["C01", "C06", "C02"]);
  expect(tellingConditions(detector({ ...cells, C05: { finding_reported: 3 } }), sheet(cells))).not.toContain("C05");
});

test("who answers as it was measured has not changed", async () => {
  const same = saying({ C01: "finding_reported", C02: "negative_reported" });
  expect(await checkDrift(same, sheet(RECORDED), CONDITIONS, signal)).toEqual({
    kind: "measured",
    asked: ["C01", "C02"],
    changes: [],
  });
  expect(same.turns).toBe(1);
});

test("who answers differently twice has", async () => {
  const changed = saying({ C01: "negative_reported", C02: "negative_reported" });
  expect(await checkDrift(changed, sheet(RECORDED), CONDITIONS, signal)).toMatchObject({
    changes: [{ detector: "tool", condition: "C01", before: { finding_reported: 3 }, after: { negative_reported: 1 } }],
  });
});

test("once is chance", async () => {
  const once = saying({ C01: "tool_timed_out", C02: "negative_reported" }, { C01: "finding_reported" });
  expect(await checkDrift(once, sheet(RECORDED), CONDITIONS, signal)).toMatchObject({ changes: [] });
});

test("another version was not measured", async () => {
  const newer = { ...saying(), identity: { ...IDENTITY, version: "2" } };
  expect(await checkDrift(newer, sheet(RECORDED), CONDITIONS, signal)).toEqual({
    kind: "not_measured",
    versions: ["1"],
  });
});
