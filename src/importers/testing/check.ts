/** What every importer must pass, run from its own test with its own documents. */

import { describe, expect, test } from "vitest";
import { type Reason, reasonFacts } from "../../core/model/outcome.ts";
import { headOf } from "../../documents/head.ts";
import type { Importer, ReportAnswer, ReportEvent } from "../importer.ts";

export const HEARTBLEED = "CVE-2014-0160";

/** A small document made for one situation, and everything that must be read from it. */
export interface ReportFixture {
  readonly what: string;
  readonly document: string;
  /** Every answer, in order. `host` as in the document (name or address), `port` as the importer hands it on. */
  readonly answers: readonly {
    readonly host: string;
    readonly port: string | number | null;
    readonly reason: Reason;
    readonly by?: "version";
  }[];
  /** How many things are dropped; default 0. */
  readonly dropped?: number;
  /** Whether the document is broken or cut off; default false. */
  readonly broken?: boolean;
  /** Whether the beginning is enough to recognise the format; default true. */
  readonly recognised?: boolean;
}

/** Reads a document in pieces of `size` characters. */
export async function readAll(
  importer: Importer,
  document: string,
  size = 4096,
  cve = HEARTBLEED,
): Promise<readonly ReportEvent[]> {
  const events: ReportEvent[] = [];
  for await (const event of importer.read(inPieces(document, size), { cve })) events.push(event);
  return events;
}

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size);
}

export function answersOf(events: readonly ReportEvent[]): readonly ReportAnswer[] {
  return events.filter((event) => event.kind === "answer");
}

const hostOf = ({ host }: ReportAnswer): string => host.address ?? host.name ?? "";
const shown = (answer: ReportAnswer) => ({
  host: hostOf(answer),
  port: answer.port,
  reason: answer.finding.reason,
  ...(answer.by === "version" ? { by: answer.by } : {}),
});
const zerosOf = (events: readonly ReportEvent[]) =>
  answersOf(events)
    .filter((answer) => answer.finding.outcome === "not_vulnerable")
    .map((answer) => `${hostOf(answer)} ${answer.port} ${answer.finding.reason}`);

/** Positions at which a document is cut: all of a short one, a spread of a long one. */
function cuts(length: number): readonly number[] {
  const step = Math.max(1, Math.floor(length / 150));
  return Array.from({ length: Math.floor(length / step) }, (_, index) => index * step);
}

export function checkImporter(importer: Importer, fixtures: readonly ReportFixture[]): void {
  describe(`${importer.id} reads`, () => {
    test.each(fixtures.map((fixture) => [fixture.what, fixture] as const))("%s", async (_what, fixture) => {
      const events = await readAll(importer, fixture.document);
      expect(answersOf(events).map(shown)).toEqual(fixture.answers);
      expect(events.filter((event) => event.kind === "dropped")).toHaveLength(fixture.dropped ?? 0);
      expect(events.some((event) => event.kind === "broken")).toBe(fixture.broken ?? false);
      const head = headOf(Buffer.from(fixture.document), fixture.document);
      expect(importer.recognises(head)).toBe(fixture.recognised ?? true);
    });

    test.each(fixtures.map((fixture) => [fixture.what, fixture] as const))(
      "the same in small pieces: %s",
      async (_what, fixture) => {
        const whole = await readAll(importer, fixture.document);
        expect(await readAll(importer, fixture.document, 3)).toEqual(whole);
      },
    );

    test.each(fixtures.map((fixture) => [fixture.what, fixture] as const))(
      "no zero from a piece that the whole does not have: %s",
      async (_what, fixture) => {
        const whole = zerosOf(await readAll(importer, fixture.document));
        for (const cut of cuts(fixture.document.length)) {
          const zeros = zerosOf(await readAll(importer, fixture.document.slice(0, cut)));
          expect(whole, `cut at ${cut}`).toEqual(expect.arrayContaining(zeros));
        }
      },
    );

    test("every situation of its table", () => {
      const seen = new Set(fixtures.flatMap((fixture) => fixture.answers.map((answer) => answer.reason)));
      const table = new Set(importer.mapping.map((row) => row.reason));
      expect(
        [...table].filter((reason) => !seen.has(reason)),
        "in the table, but no document gives it",
      ).toEqual([]);
      expect(
        [...seen].filter((reason) => !table.has(reason)),
        "given, but not in the table",
      ).toEqual([]);
    });

    test("no unknown with the weight of a zero, no zero but through the gates", () => {
      for (const { reason } of importer.mapping) {
        expect(["reported", "inferred"]).toContain(reasonFacts(reason).evidence);
      }
    });
  });
}
