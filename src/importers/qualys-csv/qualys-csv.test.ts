import { checkImporter } from "../testing/check.ts";
import { qualysCsv } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkImporter(qualysCsv, FIXTURES);
