import { checkScanner } from "../testing/check.ts";
import { ssltest } from "./index.ts";
import { SSLTEST_ANSWERS } from "./testing/fixtures.ts";

checkScanner(ssltest, SSLTEST_ANSWERS);
