/** The recorded outputs of the genuine program (shared/samples/captures/README.md; report-formats.md, section 5). */

import { expect, test } from "vitest";
import { FILOSOTTILE_CAPTURES } from "../../importers/filosottile/testing/captured.ts";
import { readCaptures, streams } from "../testing/captures.ts";
import { filosottile } from "./index.ts";

test("every capture", (context) => {
  expect(readCaptures(context, filosottile, "filosottile", streams)).toEqual(FILOSOTTILE_CAPTURES);
});
