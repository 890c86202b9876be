/** The loop of `scan --until` played through the range as it was measured: the same answers, for a fraction of the questions. */

import { expect, test } from "vitest";
import { judge } from "../../core/judge.ts";
import type { Endpoint } from "../../core/model/endpoint.ts";
import { finding, type Reason } from "../../core/model/outcome.ts";
import { findPack } from "../packs.ts";
import { readSheetFile, SHIPPED_SCORES } from "../range/read-sheet-file.ts";
import { untilScan } from "./until-scan.ts";

const SOMEWHERE: Endpoint = { address: null, port: null, transport: "tcp", serverName: null, origin: "asked" };
const DRAWS = 2;

test("comes to the answers of all detectors, or nearer to the truth, with less than a fifth of their questions", async () => {
  const sheet = await readSheetFile(SHIPPED_SCORES);
  if (!sheet.ok) throw new Error(sheet.problem);
  const { conditions, detectors } = sheet.value;
  const tools = detectors.filter(({ identity }) => identity.kind === "tool");
  const native = detectors.find(({ identity }) => identity.kind === "native");
  const own = findPack("heartbleed").detectors[0];
  if (native === undefined || own === undefined) throw new Error("our own detector was not measured");
  const loop = await untilScan({
    target: 0.99,
    budget: 1000,
    draws: DRAWS,
    witnesses: tools.map(({ identity }) => identity),
  });
  if (!loop.ok) throw new Error(loop.problem);
  const choose = loop.value;

  let questions = 0;
  const unlike: string[] = [];
  for (const { id, truth } of conditions) {
    const says = (detector: string, version: string, lineage: string, tally: object) => {
      const [reason] = Object.keys(tally) as Reason[];
      return reason === undefined ? [] : [{ detector, version, lineage, ...finding(reason) }];
    };
    const ours = says(own.id, own.version, own.lineage, native.cells[id] ?? {}).flatMap((each) =>
      Array.from({ length: DRAWS }, () => each),
    );
    const theirs = new Map(
      tools.map(({ identity, cells }) => [
        identity.id,
        says(identity.id, identity.version, identity.lineage, cells[id] ?? {}),
      ]),
    );
    const heard = [...ours];
    let left = tools.map(({ identity }) => identity);
    for (;;) {
      const next = choose(heard, left);
      if (next === null) break;
      questions++;
      left = left.filter((each) => each !== next);
      heard.push(...(theirs.get(next.id) ?? []));
    }
    const [some, all] = [heard, [...ours, ...[...theirs.values()].flat()]].map(
      (said) => judge(SOMEWHERE, "heartbleed", said, DRAWS).outcome,
    );
    // A false alarm of somebody else leaves a refuted host open; the loop hears fewer of them, and may be right where all are not.
    if (some !== all && some !== truth) unlike.push(`${id}: ${some} instead of ${all}`);
  }
  expect(questions).toBeLessThan((conditions.length * tools.length) / 5);
  expect(unlike).toEqual([]);
});

test("a sheet that cannot be read is a problem, not an empty laboratory", async () => {
  const loop = await untilScan({ target: 0.99, budget: 10, draws: DRAWS, witnesses: [] }, "/nowhere.json");
  expect(loop).toMatchObject({ ok: false, problem: expect.stringContaining("/nowhere.json cannot be read") });
});
