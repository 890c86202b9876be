/** The recorded outputs of the genuine program (shared/samples/captures/README.md; report-formats.md, section 5). */

import { expect, test } from "vitest";
import { HEARTBLEEDER_CAPTURES } from "../../importers/heartbleeder/testing/captured.ts";
import { readCaptures, streams } from "../testing/captures.ts";
import { heartbleeder } from "./index.ts";

test("every capture", (context) => {
  expect(readCaptures(context, heartbleeder, "heartbleeder", streams)).toEqual(HEARTBLEEDER_CAPTURES);
});
