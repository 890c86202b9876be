import { checkScanner } from "../testing/check.ts";
import { metasploit } from "./index.ts";
import { METASPLOIT_ANSWERS } from "./testing/fixtures.ts";

checkScanner(metasploit, METASPLOIT_ANSWERS);
