/** The packs there are: an explicit list. */

import { heartbleed } from "../packs/heartbleed/index.ts";
import type { Pack } from "../packs/pack.ts";

const PACKS: readonly Pack[] = [heartbleed];

/** Throws for a pack that does not exist: ids come from our own database or from a checked argument. */
export function findPack(id: string): Pack {
  const pack = PACKS.find((known) => known.id === id);
  if (pack === undefined) throw new RangeError(`there is no pack ${id}`);
  return pack;
}
