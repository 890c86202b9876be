/** Real records of zgrab2 (shared/samples/reports/INDEX.md): none was made with --heartbleed. */

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { headOf } from "../../documents/head.ts";
import { answersOf } from "../testing/check.ts";
import { readSample, sample } from "../testing/samples.ts";
import { zgrab2Json } from "./index.ts";

describe("the records of its own test data", () => {
  for (const [name, address, port, reason] of [
    ["zmap_http-https.json", "172.17.0.3", 443, "check_not_enabled"],
    ["zmap_ftp-authtls.json", "172.17.0.3", 21, "check_not_enabled"],
    ["zmap_mysql-5.7.json", "172.17.0.5", 3306, "check_not_enabled"],
    ["zmap_http-http.json", "172.17.0.3", 80, "tls_not_shown"],
  ] as const) {
    test(name, async (context) => {
      const events = await readSample(context, zgrab2Json, `reports/zgrab2/${name}`);
      expect(answersOf(events)).toMatchObject([{ host: { address, name: "target" }, port, finding: { reason } }]);
      const head = readFileSync(sample(context, `reports/zgrab2/${name}`));
      expect(zgrab2Json.recognises(headOf(head, head.toString()))).toBe(true);
    });
  }
});
