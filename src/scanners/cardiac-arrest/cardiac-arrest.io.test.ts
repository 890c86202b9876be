/** The recorded outputs of the genuine program (shared/samples/captures/README.md; report-formats.md, section 5). */

import { expect, test } from "vitest";
import { CARDIAC_CAPTURES } from "../../importers/cardiac-arrest/testing/captured.ts";
import { combined, readCaptures, streams } from "../testing/captures.ts";
import { cardiacArrest } from "./index.ts";

test("every capture", (context) => {
  expect(readCaptures(context, cardiacArrest, "cardiac-arrest", combined)).toEqual(CARDIAC_CAPTURES);
});

test("the two streams apart give the same", (context) => {
  expect(readCaptures(context, cardiacArrest, "cardiac-arrest", streams)).toEqual({
    "9612": CARDIAC_CAPTURES["9612"],
    "9699": CARDIAC_CAPTURES["9699"],
  });
});
