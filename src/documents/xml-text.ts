/** Character data of XML 1.0: which characters there are, and what the references among them stand for. */

/** What section 2.2 leaves out. Lone surrogates cannot come: the decoders refuse them. */
const FORBIDDEN = /[^\t\n\r -\ufffd]/;

/** Where the first character stands that no XML document may contain; -1: there is none. */
export function forbiddenAt(text: string): number {
  return text.search(FORBIDDEN);
}

/** Line ends as section 2.11 wants them. The text must not end with a CR whose LF may follow. */
export function withPlainLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/** The longest reference worth waiting for: `&#x0010FFFF;`, with some zeros more. */
export const LONGEST_REFERENCE = 32;

const REFERENCE = /&(?:#(\d{1,24})|#x([\da-fA-F]{1,24})|(amp|lt|gt|quot|apos));|&/g;
const PREDEFINED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * The text with its references replaced; null: one of them is none, or names an entity that somebody would have had to
 * declare. Nothing is ever expanded twice, so the result is never longer than the text.
 */
export function withoutReferences(text: string): string | null {
  if (!text.includes("&")) return text;
  let sound = true;
  const plain = text.replace(REFERENCE, (_all, decimal?: string, hexadecimal?: string, name?: string) => {
    const character = name === undefined ? numbered(decimal, hexadecimal) : PREDEFINED[name];
    if (character === undefined) sound = false;
    return character ?? "";
  });
  return sound ? plain : null;
}

function numbered(decimal: string | undefined, hexadecimal: string | undefined): string | undefined {
  const code = Number.parseInt(decimal ?? hexadecimal ?? "", decimal === undefined ? 16 : 10);
  if (!(code > 0 && code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(code);
  return FORBIDDEN.test(character) ? undefined : character;
}

/** How many line feeds stand between two places. */
export function lineFeeds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** A string of its own for what is kept: a piece of a larger text keeps the whole of that alive. */
export function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}
