/**
 * Fuzzing the importers: the documents of each, damaged at random, mixed with those of the others. Whatever comes is read to an end
 * without an exception, and every answer is one of the importer's own table.
 */

import { describe, expect, test } from "vitest";
import { decodeDocument } from "../../../src/documents/decode.ts";
import { asDocumentProblem } from "../../../src/documents/problem.ts";
import { placeOf } from "../../../src/importers/place.ts";
import type { Importer, ReportEvent } from "../../../src/importers/importer.ts";
import { allFixtures } from "../../../src/importers/testing/all-fixtures.ts";
import { HEARTBLEED } from "../../../src/importers/testing/check.ts";
import { Dice, mutate, segments } from "../../support/mutate.ts";

const CORPORA = (await allFixtures()).map(({ importer, fixtures }) => ({
  importer,
  documents: fixtures.map(({ document }) => Uint8Array.from(Buffer.from(document))),
}));
const OTHERS = CORPORA.flatMap(({ documents }) => documents.slice(0, 2));
const ROUNDS = 150;

async function* stream(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function read(importer: Importer, said: Uint8Array, dice: Dice): Promise<readonly ReportEvent[]> {
  const events: ReportEvent[] = [];
  for await (const event of importer.read(decodeDocument(stream(segments(said, dice))), { cve: HEARTBLEED }))
    events.push(event);
  return events;
}

describe.each(CORPORA.map((corpus) => [corpus.importer.id, corpus] as const))("%s", (id, { importer, documents }) => {
  test("reads its documents, damaged", async () => {
    const reasons = new Set(importer.mapping.map(({ reason }) => reason));
    for (let round = 0; round < ROUNDS; round++) {
      const dice = new Dice(round * 40_503 + id.length);
      const said = mutate(dice.pick(documents), dice, OTHERS);
      const events = await read(importer, said, dice).catch((error: unknown) => {
        throw new Error(`round ${round}: ${asDocumentProblem(error)?.message ?? String(error)}`, { cause: error });
      });
      expect(events.length).toBeLessThanOrEqual(4 * said.length + 10);
      for (const event of events) {
        if (event.kind !== "answer") continue;
        expect(reasons, `round ${round}`).toContain(event.finding.reason);
        expect(Number.isFinite(event.time.at ?? 0)).toBe(true);
        const place = placeOf(event);
        if (!place.ok) expect(place.problem).not.toBe("");
      }
      // After a broken document nothing is claimed any more.
      const broken = events.findIndex(({ kind }) => kind === "broken");
      if (broken >= 0) expect(events.slice(broken + 1)).toEqual([]);
    }
  });
});
