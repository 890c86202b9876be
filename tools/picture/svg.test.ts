/** From captured output to a picture: styles, columns, and nothing that could break out of the SVG. */

import * as fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { parseAnsi } from "./ansi.ts";
import { renderSvg } from "./svg.ts";

const plain = { colour: null, bold: false, dim: false };

describe("parseAnsi", () => {
  it.each([
    ["plain lines", "a\nb\n", [[{ text: "a", style: plain }], [{ text: "b", style: plain }]]],
    ["an empty line", "a\n\nb", [[{ text: "a", style: plain }], [], [{ text: "b", style: plain }]]],
    [
      "a colour and its end",
      "\x1b[31mr\x1b[39mx",
      [
        [
          { text: "r", style: { ...plain, colour: 1 } },
          { text: "x", style: plain },
        ],
      ],
    ],
    [
      "combined, bright and reset",
      "\x1b[1;92mg\x1b[mx",
      [
        [
          { text: "g", style: { colour: 10, bold: true, dim: false } },
          { text: "x", style: plain },
        ],
      ],
    ],
    ["bold and dim end together", "\x1b[1m\x1b[2m\x1b[22mx", [[{ text: "x", style: plain }]]],
    [
      "a style goes on over a line end",
      "\x1b[2ma\nb",
      [[{ text: "a", style: { ...plain, dim: true } }], [{ text: "b", style: { ...plain, dim: true } }]],
    ],
    ["other sequences are dropped", "\x1b]0;title\x07\x1b[5Ax\x1b[0K", [[{ text: "x", style: plain }]]],
    ["a line that was wiped", "progress\r\x1b[2Kresult", [[{ text: "result", style: plain }]]],
    ["a line that was overwritten", "old\rnew", [[{ text: "new", style: plain }]]],
    ["a styled line that was overwritten", "\x1b[31mold\x1b[39m\rnew", [[{ text: "new", style: plain }]]],
    ["CRLF", "a\r\nb", [[{ text: "a", style: plain }], [{ text: "b", style: plain }]]],
  ])("%s", (_, captured, lines) => {
    expect(parseAnsi(captured)).toEqual(lines);
  });
});

/** Text content of a well-formed document; throws when it is not one. */
function xmlText(svg: string): string {
  const parser = new SaxesParser();
  let content = "";
  parser.on("text", (text) => {
    content += text;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(svg).close();
  return content;
}

describe("renderSvg", () => {
  it("puts each run at its column, in its colour", () => {
    const svg = renderSvg("ab\x1b[31mcd\x1b[39m", "t");
    expect(svg).toContain('<text x="16.0" y="30" textLength="16.8">ab</text>');
    expect(svg).toContain('<text x="32.8" y="30" textLength="16.8" fill="#ff7b72">cd</text>');
    expect(svg).toContain('width="66" height="52"');
  });

  it("keeps columns apart without relying on spaces", () => {
    const svg = renderSvg("  a   b c", "t");
    expect(svg).toContain('<text x="32.8" y="30" textLength="8.4">a</text>');
    expect(svg).toContain('<text x="66.4" y="30" textLength="25.2">b c</text>');
  });

  it("counts wide characters as two columns", () => {
    expect(renderSvg("東\x1b[1mx", "t")).toContain('x="32.8"');
  });

  it("escapes what is markup", () => {
    const svg = renderSvg('<script>&"', '"><x>');
    expect(svg).not.toContain("<script>");
    expect(xmlText(svg)).toContain('<script>&"');
  });

  it("is well-formed XML whatever was captured", () => {
    const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(anyText, anyText, (captured, title) => {
        xmlText(renderSvg(captured, title));
      }),
    );
  });
});
