/** The documents of every importer of the catalogue: the corpus that hostile and fuzzed ones are made from. */

import { IMPORTERS } from "../catalogue.ts";
import type { Importer } from "../importer.ts";
import type { ReportFixture } from "./check.ts";

export interface Corpus {
  readonly importer: Importer;
  readonly fixtures: readonly ReportFixture[];
}

/** By convention each importer's folder has `testing/fixtures.ts`; an importer without documents is an error. */
export async function allFixtures(): Promise<readonly Corpus[]> {
  return Promise.all(
    IMPORTERS.map(async (importer) => {
      const module = (await import(`../${importer.id}/testing/fixtures.ts`)) as Readonly<Record<string, unknown>>;
      const fixtures = Object.values(module).flatMap((value) => (isFixtures(value) ? value : []));
      if (fixtures.length === 0) throw new Error(`no documents of ${importer.id}`);
      return { importer, fixtures };
    }),
  );
}

function isFixtures(value: unknown): value is readonly ReportFixture[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === "object" && each !== null && "document" in each && "answers" in each)
  );
}
