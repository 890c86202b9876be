import { checkImporter } from "../testing/check.ts";
import { filosottile } from "./index.ts";
import { FILOSOTTILE_FIXTURES } from "./testing/fixtures.ts";

checkImporter(filosottile, FILOSOTTILE_FIXTURES);
