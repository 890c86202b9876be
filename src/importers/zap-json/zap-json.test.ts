import { checkImporter } from "../testing/check.ts";
import { zapJson } from "./index.ts";
import { ZAP_JSON_FIXTURES } from "./testing/fixtures.ts";

checkImporter(zapJson, ZAP_JSON_FIXTURES);
