/** Where a tag or a DOCTYPE ends: the first `>` that is not part of a quoted value, a comment or an internal subset. */

/** How far the search has come, so that it goes on there when more has arrived. */
export interface Pending {
  /** When found: the place of the `>`. */
  readonly at: number;
  /** The quotation mark inside which the search stands; 0: none. */
  readonly quote: number;
  /** Open brackets of an internal subset. */
  readonly depth: number;
  readonly found?: boolean;
}

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

export function markupEnd(text: string, from: Pending, kind: "tag" | "doctype"): Pending {
  let { at, quote, depth } = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === QUOTE || code === APOSTROPHE) quote = code;
    else if (code === GREATER_THAN && depth === 0) return { at, quote, depth, found: true };
    else if (kind === "doctype") {
      if (code === OPEN_BRACKET) depth++;
      else if (code === CLOSE_BRACKET) depth--;
      else if (code === LESS_THAN) {
        const after = skipped(text, at);
        if (after === null) break;
        at = after;
      }
    }
  }
  return { at, quote, depth };
}

/** Comments and processing instructions of an internal subset, in which quotation marks mean nothing; null: not complete. */
function skipped(text: string, at: number): number | null {
  if (text.length < at + 4) return null;
  const [begin, end] = text.startsWith("<!--", at) ? ["<!--", "-->"] : text.startsWith("<?", at) ? ["<?", "?>"] : [];
  if (begin === undefined || end === undefined) return at;
  const found = text.indexOf(end, at + begin.length);
  return found < 0 ? null : found + end.length - 1;
}
