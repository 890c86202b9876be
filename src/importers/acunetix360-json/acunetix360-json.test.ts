import { checkImporter } from "../testing/check.ts";
import { acunetix360Json } from "./index.ts";
import { ACUNETIX360_JSON_FIXTURES } from "./testing/fixtures.ts";

checkImporter(acunetix360Json, ACUNETIX360_JSON_FIXTURES);
