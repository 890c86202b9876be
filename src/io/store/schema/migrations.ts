/** The schema's history, in order: the nth entry leads from version n - 1 to version n. Entries are never edited. */

import { INITIAL } from "./001-initial.ts";
import { CONTROLS } from "./003-controls.ts";
import { STARTTLS } from "./004-starttls.ts";
import { DESK } from "./005-desk.ts";
import { WITNESSES } from "./002-witnesses.ts";

export const MIGRATIONS: readonly string[] = [INITIAL, WITNESSES, CONTROLS, STARTTLS, DESK];
