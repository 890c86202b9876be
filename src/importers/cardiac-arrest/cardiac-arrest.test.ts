import { checkImporter } from "../testing/check.ts";
import { cardiacArrest } from "./index.ts";
import { CARDIAC_FIXTURES } from "./testing/fixtures.ts";

checkImporter(cardiacArrest, CARDIAC_FIXTURES);
