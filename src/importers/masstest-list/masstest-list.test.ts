import { checkImporter } from "../testing/check.ts";
import { masstestList } from "./index.ts";
import { MASSTEST_LIST_FIXTURES } from "./testing/fixtures.ts";

checkImporter(masstestList, MASSTEST_LIST_FIXTURES);
