/** One start tag of XML 1.0, taken apart (section 3.1). */

import { withoutReferences } from "./xml-text.ts";

export interface StartTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** `<a/>` */
  readonly empty: boolean;
}

const START =
  ":A-Z_a-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd\\u{10000}-\\u{effff}";
const NAME = `[${START}][${START}\\-.0-9\\u00b7\\u0300-\\u036f\\u203f-\\u2040]*`;
const AT_NAME = new RegExp(NAME, "uy");
const AT_ATTRIBUTE = new RegExp(`[ \\t\\n]+(${NAME})[ \\t\\n]*=[ \\t\\n]*(?:"([^<"]*)"|'([^<']*)')`, "uy");
const AT_END = /[ \t\n]*(\/?)$/y;

export const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();
const MOST_ATTRIBUTES = 256;

/** @param inside what stands between `<` and `>`. A sentence: what is wrong with it. */
export function readStartTag(inside: string): StartTag | string {
  AT_NAME.lastIndex = 0;
  const name = AT_NAME.exec(inside)?.[0];
  if (name === undefined) return MALFORMED;
  let at = name.length;
  let attributes: Map<string, string> | null = null;
  for (;;) {
    AT_ATTRIBUTE.lastIndex = at;
    const found = AT_ATTRIBUTE.exec(inside);
    if (found === null) break;
    at += found[0].length;
    attributes ??= new Map();
    const key = found[1] ?? "";
    if (attributes.has(key)) return "expected well-formed XML (an attribute stands twice in one tag)";
    if (attributes.size >= MOST_ATTRIBUTES) return `expected at most ${MOST_ATTRIBUTES} attributes`;
    const value = withoutReferences((found[2] ?? found[3] ?? "").replace(/[\t\n]/g, " "));
    if (value === null) return UNKNOWN_ENTITY;
    attributes.set(key, value);
  }
  AT_END.lastIndex = at;
  const end = AT_END.exec(inside);
  if (end === null) return MALFORMED;
  return { name, attributes: attributes ?? NO_ATTRIBUTES, empty: end[1] === "/" };
}

const MALFORMED = "expected well-formed XML (a tag is malformed)";
export const UNKNOWN_ENTITY = "expected well-formed XML (a reference to an entity that is not predefined)";
