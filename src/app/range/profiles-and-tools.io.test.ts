/** A profile comes out as the installed tool that it re-enacts under every condition, but for differences that it lists. */

import { expect, test } from "vitest";
import { PROFILES } from "../../profiles/catalogue.ts";
import { readSheetFile, SHIPPED_SCORES } from "./read-sheet-file.ts";
import { differencesBetween } from "./sheet.ts";

/** The profiles of the very versions that were measured; the tool's own version may not show. */
const PAIRS = ["nmap-7", "sslscan-2", "sslyze", "testssl", "zgrab2"];

test.each(PAIRS)("%s", async (id) => {
  const sheet = await readSheetFile(SHIPPED_SCORES);
  if (!sheet.ok) throw new Error(sheet.problem);
  const { conditions, detectors } = sheet.value;
  const profile = PROFILES.find((each) => each.id === id);
  const enacted = detectors.find(({ identity }) => identity.id === `profile/${id}`);
  const tool = detectors.find(({ identity }) => identity.kind === "tool" && identity.id === profile?.scanner?.id);
  if (profile === undefined || enacted === undefined || tool === undefined) throw new Error(`${id} was not measured`);
  const known = new Set(conditions.map((condition) => condition.id));
  const listed = (profile.unlike ?? []).flatMap(({ at }) => at).filter((at) => known.has(at));
  expect(differencesBetween(enacted, tool, conditions)).toEqual(listed.toSorted());
});
