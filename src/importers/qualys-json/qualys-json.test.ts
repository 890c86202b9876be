import { checkImporter } from "../testing/check.ts";
import { qualysJson } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkImporter(qualysJson, FIXTURES);
