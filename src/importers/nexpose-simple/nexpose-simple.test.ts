import { checkImporter } from "../testing/check.ts";
import { nexposeSimple } from "./index.ts";
import { NEXPOSE_SIMPLE_FIXTURES } from "./testing/fixtures.ts";

checkImporter(nexposeSimple, NEXPOSE_SIMPLE_FIXTURES);
