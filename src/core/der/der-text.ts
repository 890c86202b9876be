/** What single DER elements say, as text: object identifiers, strings, numbers, times. All of it total and bounded. */

import { type DerElement, TAG } from "./der.ts";

/** Names in certificates are short; what is longer is cut. */
const MAX_TEXT = 1024;

/** "2.5.4.3"; null for an empty or unfinished identifier, or one with an arc beyond 2^53. */
export function oidText(element: DerElement): string | null {
  const { tag, content } = element;
  if (tag !== TAG.oid || content.length === 0 || content.length > 64) return null;
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) return null;
    if (byte >= 0x80) continue;
    if (arcs.length === 0) {
      // The first number holds the first two arcs (X.690 section 8.19.4).
      const root = Math.min(Math.floor(arc / 40), 2);
      arcs.push(root, arc - 40 * root);
    } else {
      arcs.push(arc);
    }
    arc = 0;
  }
  return (content.at(-1) ?? 0x80) < 0x80 ? arcs.join(".") : null;
}

/** Each string type, and how its bytes become characters. */
const STRINGS: ReadonlyMap<number, (bytes: Uint8Array) => string> = new Map([
  [0x0c, (bytes) => new TextDecoder("utf-8").decode(bytes)], // UTF8String
  [0x12, (bytes) => fixedWidth(bytes, 1)], // NumericString
  [0x13, (bytes) => fixedWidth(bytes, 1)], // PrintableString
  [0x14, (bytes) => fixedWidth(bytes, 1)], // TeletexString, in practice ISO 8859-1
  [0x16, (bytes) => fixedWidth(bytes, 1)], // IA5String
  [0x1a, (bytes) => fixedWidth(bytes, 1)], // VisibleString
  [0x1c, (bytes) => fixedWidth(bytes, 4)], // UniversalString
  [0x1e, (bytes) => fixedWidth(bytes, 2)], // BMPString
]);

/** A string of any type used in names; null for other elements. Control characters are replaced: it will be shown. */
export function stringText(element: DerElement): string | null {
  const decode = STRINGS.get(element.tag);
  if (decode === undefined) return null;
  return decode(element.content.subarray(0, 4 * MAX_TEXT))
    .slice(0, MAX_TEXT)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

/** ISO 8601 in UTC ("2014-04-07T00:00:00Z"); null for anything else than the two forms of RFC 5280 section 4.1.2.5. */
export function timeText(element: DerElement): string | null {
  const text = fixedWidth(element.content.subarray(0, 16), 1);
  const parts = TIME_FORMS.get(element.tag)?.exec(text);
  if (!parts) return null;
  const [, year = "", month, day, hour, minute, second] = parts;
  // Two-digit years from 50 on belong to the last century.
  const century = year.length === 4 ? "" : Number(year) >= 50 ? "19" : "20";
  return `${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

const TIME_FORMS: ReadonlyMap<number, RegExp> = new Map([
  [TAG.utcTime, /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/],
  [TAG.generalizedTime, /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/],
]);

/** Characters of one, two or four big-endian bytes each; what is no character becomes U+FFFD. */
function fixedWidth(bytes: Uint8Array, width: 1 | 2 | 4): string {
  let text = "";
  for (let at = 0; at + width <= bytes.length; at += width) {
    let code = 0;
    for (const byte of bytes.subarray(at, at + width)) code = code * 256 + byte;
    text += code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  }
  return text;
}
