import { checkScanner } from "../testing/check.ts";
import { cardiacArrest } from "./index.ts";
import { CARDIAC_ANSWERS } from "./testing/fixtures.ts";

checkScanner(cardiacArrest, CARDIAC_ANSWERS);
