import { checkImporter } from "../testing/check.ts";
import { masstestChanges } from "./index.ts";
import { MASSTEST_CHANGES_FIXTURES } from "./testing/fixtures.ts";

checkImporter(masstestChanges, MASSTEST_CHANGES_FIXTURES);
