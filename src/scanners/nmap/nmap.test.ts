import { checkScanner } from "../testing/check.ts";
import { nmap } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkScanner(nmap, FIXTURES);
