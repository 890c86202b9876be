import { checkScanner } from "../testing/check.ts";
import { heartleech } from "./index.ts";
import { HEARTLEECH_ANSWERS } from "./testing/fixtures.ts";

checkScanner(heartleech, HEARTLEECH_ANSWERS);
