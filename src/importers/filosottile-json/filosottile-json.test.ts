import { checkImporter } from "../testing/check.ts";
import { filosottileJson } from "./index.ts";
import { FILOSOTTILE_JSON_FIXTURES } from "./testing/fixtures.ts";

checkImporter(filosottileJson, FILOSOTTILE_JSON_FIXTURES);
