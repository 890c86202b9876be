import { checkImporter } from "../testing/check.ts";
import { heartbleeder } from "./index.ts";
import { HEARTBLEEDER_FIXTURES } from "./testing/fixtures.ts";

checkImporter(heartbleeder, HEARTBLEEDER_FIXTURES);
