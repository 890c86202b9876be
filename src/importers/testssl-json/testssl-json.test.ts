import { checkImporter } from "../testing/check.ts";
import { testsslJson } from "./index.ts";
import { TESTSSL_JSON_FIXTURES } from "./testing/fixtures.ts";

checkImporter(testsslJson, TESTSSL_JSON_FIXTURES);
