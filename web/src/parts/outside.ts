/**
 * Text from outside, made harmless to read: what a server, a file or a program chose is shown, never obeyed. Control characters, direction
 * changes and invisible characters are spelt out, so that two texts that look alike are alike. Pure.
 */

export interface Piece {
  readonly text: string;
  /** Whether it stands for a character that cannot be shown. */
  readonly escaped: boolean;
}

/** Controls (C0, DEL, C1), format characters (direction, zero width, tags), surrogates, separators, and code points without a meaning. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
/** Letters and marks that show nothing (Default_Ignorable_Code_Point): joiners, fillers, variation selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u001b": "\\e" };
/** More marks than this above one letter only hide what is around it. */
const MOST_MARKS = 4;
const MARK = /\p{M}/u;

/** @param lines whether line breaks and tabs are kept as such, for the output of programs */
export function visible(text: string, lines = false): readonly Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  let marks = 0;
  for (const character of text) {
    marks = MARK.test(character) ? marks + 1 : 0;
    const kept = lines && (character === "\n" || character === "\t");
    if (kept || (marks <= MOST_MARKS && !UNSAFE.test(character) && !INVISIBLE.test(character))) {
      plain += character;
      continue;
    }
    if (plain !== "") pieces.push({ text: plain, escaped: false });
    plain = "";
    pieces.push({ text: spelt(character), escaped: true });
  }
  if (plain !== "") pieces.push({ text: plain, escaped: false });
  return pieces;
}

function spelt(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

/** The same in one string, for names and titles. */
export function visibleText(text: string, most = 300): string {
  const { shown, hidden } = folded(text, most);
  const spelled = visible(shown).map((piece) => piece.text);
  return `${spelled.join("")}${hidden > 0 ? "…" : ""}`;
}

/** The beginning, and how many characters are left out. A character outside the basic plane is never cut in two. */
export function folded(text: string, most: number): { readonly shown: string; readonly hidden: number } {
  if (text.length <= most) return { shown: text, hidden: 0 };
  const code = text.charCodeAt(most - 1);
  const end = code >= 0xd800 && code <= 0xdbff ? most - 1 : most;
  return { shown: text.slice(0, end), hidden: text.length - end };
}
