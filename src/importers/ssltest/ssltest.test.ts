import { checkImporter } from "../testing/check.ts";
import { ssltest } from "./index.ts";
import { SSLTEST_TEXT_FIXTURES } from "./testing/fixtures.ts";

checkImporter(ssltest, SSLTEST_TEXT_FIXTURES);
