/**
 * Makes text from outside harmless on a terminal: what a server, a file or a tool says is shown, never obeyed.
 * Escape sequences, line breaks, direction changes and invisible characters become visible escapes.
 */

/**
 * What must not reach a terminal: controls (C0, DEL, C1), format characters (direction overrides and isolates, zero
 * width, tags), lone surrogates, line and paragraph separators, and code points without a meaning.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeOne(character: string): string {
  if (!UNSAFE.test(character)) return character;
  const short = SHORT[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

/**
 * The text with every unsafe character spelt out, at most `maxLength` characters long; a cut is marked by "…" and never
 * falls inside an escape. Backslashes stay as they are, so that text that was escaped before is not escaped again.
 */
export function escapeTerminal(text: string, maxLength = 1000): string {
  const pieces: string[] = [];
  let length = 0;
  /** How many pieces fit when the last character is needed for "…". */
  let fitting = 0;
  for (const character of text) {
    const piece = escapeOne(character);
    length += piece.length;
    if (length > maxLength) return `${pieces.slice(0, fitting).join("")}…`;
    pieces.push(piece);
    if (length < maxLength) fitting = pieces.length;
  }
  return pieces.join("");
}
