import { checkImporter } from "../testing/check.ts";
import { zapXml } from "./index.ts";
import { ZAP_XML_FIXTURES } from "./testing/fixtures.ts";

checkImporter(zapXml, ZAP_XML_FIXTURES);
