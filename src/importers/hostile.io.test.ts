/**
 * Reports that want to hurt, of every format: made from a document that the importer reads, so that they get past its front door.
 * Each comes to an end without an exception, without much memory, and with nobody called safe whom the sound document does not.
 */

import { describe, expect, test } from "vitest";
import { decodeDocument } from "../documents/decode.ts";
import type { Importer, ReportEvent } from "./importer.ts";
import { allFixtures } from "./testing/all-fixtures.ts";
import { answersOf, HEARTBLEED } from "./testing/check.ts";
import { bytes, hostileVariants, representative } from "./testing/hostile.ts";

const MEGABYTE = 1 << 20;
const MOST_MEGABYTES = 300;

async function readBytes(importer: Importer, source: AsyncIterable<Uint8Array>): Promise<readonly ReportEvent[]> {
  const events: ReportEvent[] = [];
  for await (const event of importer.read(decodeDocument(source), { cve: HEARTBLEED })) events.push(event);
  return events;
}

const safe = (events: readonly ReportEvent[]): number =>
  answersOf(events).filter(({ finding }) => finding.outcome === "not_vulnerable").length;

const CORPORA = await allFixtures();

describe.each(CORPORA.map(({ importer, fixtures }) => [importer.id, importer, fixtures] as const))(
  "%s",
  (_id, importer, fixtures) => {
    const document = representative(fixtures)?.document ?? "";
    test.each(hostileVariants(document))("%s", async (_what, hostile) => {
      const sound = safe(await readBytes(importer, bytes(document)));
      const before = process.memoryUsage().rss;
      const events = await readBytes(importer, hostile(document));
      expect(safe(events)).toBeLessThanOrEqual(sound);
      expect((process.memoryUsage().rss - before) / MEGABYTE).toBeLessThan(MOST_MEGABYTES);
      expect(({} as Record<string, unknown>)["port"]).toBeUndefined();
    });

    if (document.trimStart().startsWith("<")) {
      test.each(["a bomb of entities", "an entity that is a file", "a million nested tags"])(
        "%s is a broken document",
        async (what) => {
          const hostile = new Map(hostileVariants(document)).get(what);
          const events = await readBytes(importer, hostile?.(document) ?? bytes());
          expect(events.at(-1)).toMatchObject({ kind: "broken" });
          expect(answersOf(events).filter(({ finding }) => finding.outcome !== "unknown")).toEqual([]);
        },
      );
    }
  },
);
