/** The recorded results of the genuine script (shared/samples/captures/README.md; report-formats.md, section 5). */

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MASSTEST_CAPTURES } from "../../importers/masstest-json/testing/captured.ts";
import { readCaptures } from "../testing/captures.ts";
import { masstest } from "./index.ts";

test("every capture", (context) => {
  const read = readCaptures(context, masstest, "ssltest-masstest", (base) =>
    existsSync(`${base}.json`) ? { files: { "result.json": readFileSync(`${base}.json`, "utf8") } } : null,
  );
  expect(read).toEqual(MASSTEST_CAPTURES);
});
