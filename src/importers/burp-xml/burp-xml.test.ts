import { checkImporter } from "../testing/check.ts";
import { burpXml } from "./index.ts";
import { BURP_XML_FIXTURES } from "./testing/fixtures.ts";

checkImporter(burpXml, BURP_XML_FIXTURES);
