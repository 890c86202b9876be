import { checkImporter } from "../testing/check.ts";
import { acunetixXml } from "./index.ts";
import { ACUNETIX_XML_FIXTURES } from "./testing/fixtures.ts";

checkImporter(acunetixXml, ACUNETIX_XML_FIXTURES);
