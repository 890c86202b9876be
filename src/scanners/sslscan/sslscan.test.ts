import { checkScanner } from "../testing/check.ts";
import { sslscan } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkScanner(sslscan, FIXTURES);
