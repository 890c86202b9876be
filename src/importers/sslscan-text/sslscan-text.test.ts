import { checkImporter } from "../testing/check.ts";
import { sslscanText } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkImporter(sslscanText, FIXTURES);
