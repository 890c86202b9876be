import { checkImporter } from "../testing/check.ts";
import { testsslCsv } from "./index.ts";
import { TESTSSL_CSV_FIXTURES } from "./testing/fixtures.ts";

checkImporter(testsslCsv, TESTSSL_CSV_FIXTURES);
