/**
 * A small reader of DER (X.690): one level at a time, definite lengths and single-byte tags only, never beyond the
 * bytes given. Lengths need not be in their shortest form: appliances write certificates like that, and some of these
 * appliances are the very ones that must be recognised.
 */

/** The identifier octets that certificates are made of. */
export const TAG = {
  integer: 0x02,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific, constructed, number 0. */
  context0: 0xa0,
} as const;

/** One element: its identifier octet and what it contains, a view. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** No part of a certificate that is walked has more children; a flat bomb of empty elements stops here. */
const MAX_CHILDREN = 256;

/** The elements that `content` consists of, exactly; null when it is not DER, or has more than 256 of them. */
export function derElements(content: Uint8Array): readonly DerElement[] | null {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < content.length) {
    const header = readHeader(content, at);
    if (header === null || elements.length === MAX_CHILDREN) return null;
    elements.push({ tag: header.tag, content: content.subarray(header.start, header.end) });
    at = header.end;
  }
  return elements;
}

/** The elements inside `element`, provided that it is there and has this tag. */
export function derChildren(element: DerElement | undefined, tag: number): readonly DerElement[] | null {
  return element?.tag === tag ? derElements(element.content) : null;
}

interface Header {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

function readHeader(bytes: Uint8Array, at: number): Header | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    // 0x80 announces an indefinite length; more than four bytes, more than any certificate has.
    const width = first - 0x80;
    if (width === 0 || width > 4) return null;
    length = 0;
    for (const byte of bytes.subarray(start, start + width)) length = length * 256 + byte;
    start += width;
  }
  const end = start + length;
  return end <= bytes.length ? { tag, start, end } : null;
}
