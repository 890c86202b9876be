/** Text in a workbook's XML: nothing that XML forbids, nothing that a spreadsheet would calculate or decode. */

import { escapeTerminal } from "../../core/escape-terminal.ts";

/** A cell holds 32 767 characters; rows this long are no rows any more. A cut is marked. */
const MOST_TEXT = 1000;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function xmlText(text: string): string {
  return (
    escapeTerminal(text, MOST_TEXT)
      .replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? "")
      // `_x0041_` would be read as "A" (ECMA-376, 22.9.2.19 ST_Xstring): its underscore is written as such an escape itself.
      .replaceAll(/_(?=x[0-9a-fA-F]{4}_)/g, "_x005F_")
  );
}

/** What a spreadsheet calculates once somebody edits the cell or saves it as CSV; full-width forms of some locales too. */
export const looksLikeFormula = (text: string): boolean => /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text);
