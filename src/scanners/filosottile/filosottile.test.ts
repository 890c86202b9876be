import { checkScanner } from "../testing/check.ts";
import { filosottile } from "./index.ts";
import { FILOSOTTILE_ANSWERS } from "./testing/fixtures.ts";

checkScanner(filosottile, FILOSOTTILE_ANSWERS);
