import { checkImporter } from "../testing/check.ts";
import { openvasCsv } from "./index.ts";
import { OPENVAS_CSV_FIXTURES } from "./testing/fixtures.ts";

checkImporter(openvasCsv, OPENVAS_CSV_FIXTURES);
