import { checkScanner } from "../testing/check.ts";
import { heartbleeder } from "./index.ts";
import { HEARTBLEEDER_ANSWERS } from "./testing/fixtures.ts";

checkScanner(heartbleeder, HEARTBLEEDER_ANSWERS);
