/** Which run a command is about: the named one, or the newest. */

import type { Run, Store } from "../../core/ports/store.ts";
import { CommandError, EXIT } from "./exit.ts";

export function findRun(store: Store, id: string | null, db: string): Run {
  if (id !== null) {
    const run = store.run(id);
    if (run !== null) return run;
    throw new CommandError(EXIT.usage, `${db} has no run ${id}; \`crosscheck runs\` lists them`);
  }
  const newest = store.runs()[0];
  if (newest === undefined) throw new CommandError(EXIT.usage, `${db} has no runs yet; \`crosscheck scan\` makes one`);
  return newest;
}
