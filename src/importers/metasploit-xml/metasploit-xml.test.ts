import { checkImporter } from "../testing/check.ts";
import { metasploitXml } from "./index.ts";
import { METASPLOIT_XML_FIXTURES } from "./testing/fixtures.ts";

checkImporter(metasploitXml, METASPLOIT_XML_FIXTURES);
