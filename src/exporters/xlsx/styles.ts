/** How cells look: every colour with a sign in the cell, and where two colours could be confused with a pattern. */

/** The cells' formats, in the order of the file. */
export const STYLES = [
  "plain",
  "text",
  /** Text that would be a formula if somebody edited it: marked as text for good. */
  "guarded",
  "head",
  "vulnerable",
  "not_vulnerable",
  "unknown",
  "invalid",
  "blind",
  "not_asked",
  "percent",
  "number",
  "bad",
  "open",
  "safe",
] as const;
export type Style = (typeof STYLES)[number];

export const styleIndex = (style: Style): number => STYLES.indexOf(style);

interface Look {
  readonly ink?: string;
  readonly bold?: true;
  readonly fill?: { readonly pattern: "solid" | "lightUp" | "gray125"; readonly ink: string; readonly paper: string };
  readonly format?: number;
  readonly align?: string;
  readonly guarded?: true;
}

const solid = (colour: string) => ({ pattern: "solid", ink: colour, paper: colour }) as const;
const CENTRE = 'horizontal="center" vertical="top"';
const WRAP = 'vertical="top" wrapText="1"';

/** The first number free for formats of one's own (ECMA-376, 18.8.30). */
const SHARE = 164;
/** A probability is never shown as a certainty. */
const SHARE_FORMAT = "[&gt;0.999]&quot;&gt; 99.9 %&quot;;[&lt;0.0001]&quot;&lt; 0.01 %&quot;;0.00 %";

const LOOKS: Readonly<Record<Style, Look>> = {
  plain: {},
  text: { align: WRAP },
  guarded: { align: WRAP, guarded: true },
  head: { bold: true, fill: solid("FFF1F2EE"), align: 'vertical="bottom" wrapText="1"' },
  vulnerable: { ink: "FFA62B10", bold: true, fill: solid("FFFBE3DA"), align: CENTRE },
  not_vulnerable: { ink: "FF0B5382", bold: true, fill: solid("FFDCEBF6"), align: CENTRE },
  unknown: {
    ink: "FF725000",
    bold: true,
    fill: { pattern: "lightUp", ink: "FFE8CF8A", paper: "FFFDF0CC" },
    align: CENTRE,
  },
  invalid: {
    ink: "FF4C5058",
    bold: true,
    fill: { pattern: "gray125", ink: "FF9A9FA6", paper: "FFE7E8E6" },
    align: CENTRE,
  },
  blind: { ink: "FF0B5382", fill: { pattern: "lightUp", ink: "FFB9D6EA", paper: "FFFFFFFF" }, align: CENTRE },
  not_asked: { ink: "FF8A8F96", align: CENTRE },
  percent: { format: SHARE, align: 'vertical="top"' },
  number: { format: 3, align: 'vertical="top"' },
  bad: { ink: "FFA62B10", bold: true, align: 'vertical="top"' },
  open: { ink: "FF725000", bold: true, align: 'vertical="top"' },
  safe: { ink: "FF0B5382", bold: true, align: 'vertical="top"' },
};

export function stylesXml(): string {
  const looks = STYLES.map((style) => LOOKS[style]);
  const fonts = looks.map(
    ({ ink, bold }) =>
      `<font>${bold === true ? "<b/>" : ""}<sz val="10"/><color rgb="${ink ?? "FF1B1E23"}"/><name val="Calibri"/><family val="2"/></font>`,
  );
  // The first two fills are the format's own and cannot be chosen (ECMA-376, 18.8.21).
  const fills = looks.map(({ fill }) =>
    fill === undefined
      ? '<fill><patternFill patternType="none"/></fill>'
      : `<fill><patternFill patternType="${fill.pattern}"><fgColor rgb="${fill.ink}"/><bgColor rgb="${fill.paper}"/></patternFill></fill>`,
  );
  const formats = looks.map(
    ({ format, align, guarded }, index) =>
      `<xf numFmtId="${format ?? 0}" fontId="${index}" fillId="${index + 2}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"${guarded === true ? ' quotePrefix="1"' : ""}><alignment ${align ?? 'vertical="top"'}/></xf>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="${SHARE}" formatCode="${SHARE_FORMAT}"/></numFmts><fonts count="${fonts.length}">${fonts.join("")}</fonts><fills count="${fills.length + 2}"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fills.join("")}</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length}">${formats.join("")}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
}
