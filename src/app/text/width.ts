/** How many columns text takes on a terminal, and cutting it to fit. Text is expected to be escaped already. */

/**
 * Characters two columns wide: East Asian Wide and Fullwidth, and emoji that are shown as pictures. Blocks, not the
 * whole Unicode table: a wrong guess costs one column of alignment.
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Combining marks take no column of their own. */
const ZERO = /[\p{Mn}\p{Me}]/u;

function characterWidth(character: string): number {
  if (ZERO.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** The columns that `text` takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** `text` if it fits into `columns`, else its beginning and "…". */
export function truncate(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let width = 1;
  let kept = "";
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns) break;
    kept += character;
  }
  return columns > 0 ? `${kept}…` : "";
}

/** `text` filled with spaces to `columns`. */
export function pad(text: string, columns: number, align: "left" | "right" = "left"): string {
  const fill = " ".repeat(Math.max(0, columns - displayWidth(text)));
  return align === "left" ? text + fill : fill + text;
}
