import { checkScanner } from "../testing/check.ts";
import { masstest } from "./index.ts";
import { MASSTEST_ANSWERS } from "./testing/fixtures.ts";

checkScanner(masstest, MASSTEST_ANSWERS);
