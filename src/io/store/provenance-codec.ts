/** Where a foreign answer comes from, as JSON in the database. */

import { z } from "zod";
import { type Provenance, TIME_QUALITIES } from "../../core/model/observation.ts";
import { StoreError } from "../../core/ports/store.ts";

const provenance = z.object({
  raw: z.string().nullable(),
  place: z.string(),
  words: z.string(),
  argv: z.array(z.string()).readonly().nullable(),
  exit: z.string().nullable(),
  truncated: z.boolean(),
  time: z.enum(TIME_QUALITIES),
});

export function encodeProvenance(value: Provenance | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

/** Throws a StoreError at what was not written by us. */
export function decodeProvenance(text: string | null): Provenance | null {
  if (text === null) return null;
  try {
    return provenance.parse(JSON.parse(text));
  } catch (cause) {
    throw new StoreError("damaged", "The database holds a provenance that this crosscheck does not know.", { cause });
  }
}
