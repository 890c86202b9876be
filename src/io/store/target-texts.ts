/** What the user typed that led to each endpoint of a table: all of it in one pass. */

import type { CampaignTable } from "../../core/ports/store.ts";
import { type Driver, inSnapshot } from "./driver.ts";

/** Links of so many ids are fetched at once. */
const SPAN = 4096;

const LINKS = `SELECT endpoint_target.endpoint, target.text FROM endpoint_target JOIN target ON target.id = endpoint_target.target
  WHERE endpoint_target.endpoint BETWEEN ? AND ? ORDER BY endpoint_target.endpoint, target.ordinal`;

/** By endpoint of the table, without repetitions: as `targetsOf` of its ids, one after the other. */
export function readTargetTexts(
  driver: Driver,
  { endpointIds, idStarts }: Pick<CampaignTable, "endpointIds" | "idStarts">,
): readonly (readonly string[])[] {
  return inSnapshot(driver, () => {
    const byId = new Map<number, string | string[]>();
    const links = driver.prepare(LINKS);
    const sorted = endpointIds.toSorted();
    for (let from = 0; from < sorted.length; from += SPAN) {
      const last = Math.min(from + SPAN, sorted.length) - 1;
      for (const [id, text] of links.values(sorted[from] ?? 0, sorted[last] ?? 0)) {
        const known = byId.get(Number(id));
        if (known === undefined) byId.set(Number(id), String(text));
        else if (typeof known === "string") byId.set(Number(id), [known, String(text)]);
        else known.push(String(text));
      }
    }
    return Array.from({ length: Math.max(0, idStarts.length - 1) }, (_, index) => {
      const texts = Array.from(endpointIds.subarray(idStarts[index], idStarts[index + 1]), (id) => byId.get(id) ?? []);
      return [...new Set(texts.flat())];
    });
  });
}
