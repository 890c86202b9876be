/** The schema's history, in order: the nth entry leads from version n - 1 to version n. Entries are never edited. */

import { INITIAL } from "./001-initial.ts";

export const MIGRATIONS: readonly string[] = [INITIAL];
