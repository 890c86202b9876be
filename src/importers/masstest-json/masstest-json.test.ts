import { checkImporter } from "../testing/check.ts";
import { masstestJson } from "./index.ts";
import { MASSTEST_JSON_FIXTURES } from "./testing/fixtures.ts";

checkImporter(masstestJson, MASSTEST_JSON_FIXTURES);
