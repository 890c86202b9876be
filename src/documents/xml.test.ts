/** The reader of XML, judged by the parser that it replaced, and by what reports contain. */

import * as fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { REPORT_XML, XmlProblem, XmlReader } from "./xml.ts";

const ROOT = "r";

/** Everything a document says, as lines, with adjoining texts as one; the last one: how it ended. */
function readInPieces(document: string, size: number): readonly string[] {
  const log = new Log();
  const reader = new XmlReader(
    ROOT,
    {
      open: (name, attributes) => log.add(`<${name} ${JSON.stringify([...attributes])}`),
      close: (name) => log.add(`>${name}`),
      text: (text) => log.text(text),
    },
    REPORT_XML,
  );
  try {
    for (let at = 0; at < document.length; at += size) reader.write(document.slice(at, at + size));
    reader.end();
  } catch (error) {
    if (!(error instanceof XmlProblem)) throw error;
    return [...log.lines(), "refused"];
  }
  return [...log.lines(), "complete"];
}

function readBySaxes(document: string): readonly string[] {
  const log = new Log();
  const parser = new SaxesParser({ xmlns: false });
  let depth = 0;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    depth++;
    log.add(`<${tag.name} ${JSON.stringify(Object.entries(tag.attributes))}`);
  });
  parser.on("closetag", (tag) => {
    depth--;
    log.add(`>${tag.name}`);
  });
  parser.on("text", (text) => depth > 0 && log.text(text));
  parser.on("cdata", (text) => log.text(text));
  try {
    parser.write(document).close();
  } catch {
    return [...log.lines(), "refused"];
  }
  return [...log.lines(), "complete"];
}

class Log {
  readonly #lines: string[] = [];
  #text = "";
  add(line: string): void {
    this.lines();
    this.#lines.push(line);
  }
  text(text: string): void {
    this.#text += text;
  }
  lines(): readonly string[] {
    if (this.#text !== "") this.#lines.push(`"${this.#text}"`);
    this.#text = "";
    return this.#lines;
  }
}

const TOKENS = [
  "<a>",
  "</a>",
  "<b c='1' d=\"2\">",
  "</b>",
  "<b c = '>'\n/>",
  "<e/>",
  "<a c='1' c='2'/>",
  "<a c=1/>",
  "<a c='<'/>",
  "<a c='&lt;&#9;\t\n'/>",
  "</a >",
  "< a>",
  "<a",
  "<",
  ">",
  "&amp;",
  "&#65;",
  "&#x41;",
  "&#xd800;",
  "&#0;",
  "&nbsp;",
  "&",
  "&amp",
  "text",
  "\r\n",
  "\r",
  "\n",
  " ",
  "]]>",
  "]]",
  "]",
  "<!-- c -->",
  "<!-- a -- b -->",
  "<!--->",
  "<![CDATA[<a>&b;]]>",
  "<![CDATA[",
  "<?p i?>",
  "<?xml version='1.0'?>",
  "<!DOCTYPE r>",
  "\u0001",
  "\ufffe",
  "ü",
  "😀",
  "<ü/>",
  "<__proto__ constructor='x'/>",
];

describe("XmlReader", () => {
  const inside = fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }).map((tokens) => tokens.join(""));
  const balanced = fc.letrec<{ readonly node: string; readonly nodes: string }>((tie) => ({
    nodes: fc.array(tie("node"), { maxLength: 4 }).map((nodes) => nodes.join("")),
    node: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("x", "&lt;", "<e a='1'/>", "<!-- c -->", "<![CDATA[]] >]]>", "\r\n", "]", "ü😀"),
      tie("nodes").map((nodes) => `<n  a="1">${nodes}</n>`),
    ),
  })).nodes;
  const document = fc
    .tuple(
      fc.constantFrom("", "<?xml version='1.0' encoding=\"UTF-8\"?>\n", "<!DOCTYPE r>\n", " ", "x", "<?p?><!-- -->"),
      fc.oneof(inside, balanced),
      fc.constantFrom("</r>", "</r>\n", "</r><!-- e -->", "</r>x", "</r><r/>", ""),
    )
    .map(([before, content, after]) => `${before}<r>${content}${after}`);

  test("reads and refuses what saxes reads and refuses, however it is cut", () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 1, max: 30 }), (text, size) => {
        const expected = readBySaxes(text);
        const got = readInPieces(text, size);
        expect(got.at(-1), text).toBe(expected.at(-1));
        // In a document that is refused, the text before the defect may have been handed on or not.
        if (expected.at(-1) === "complete") expect(got, text).toEqual(expected);
      }),
      { numRuns: 4000 },
    );
  });

  test("gives the same, piece by piece, in a document that is refused", () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 1, max: 30 }), (text, size) => {
        const tags = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('"'));
        expect(tags(readInPieces(text, size))).toEqual(tags(readInPieces(text, text.length)));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["quotation marks and > in the subset's comments", `<!DOCTYPE r [<!-- don't > --><!ELEMENT r (#PCDATA)>]>`],
    ["an external subset, which is not fetched", `<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x>y.dtd">`],
  ])("passes over %s", (_, doctype) => {
    expect(readInPieces(`${doctype}<r/>`, 5)).toEqual(["<r []", ">r", "complete"]);
  });

  test.each([
    ["an entity", `<!DOCTYPE r [<!ENTITY a "b">]><r/>`],
    ["a parameter entity", `<!DOCTYPE r [<!ENTITY % a SYSTEM "x">%a;]><r/>`],
    ["a second DOCTYPE", "<!DOCTYPE r><!DOCTYPE r><r/>"],
    ["a DOCTYPE for another root", "<!DOCTYPE q><r/>"],
    ["a tag of more than four million characters", `<r a="${"x".repeat(5 << 20)}"/>`],
    ["a text of more than four million characters", `<r>${"x".repeat(5 << 20)}</r>`],
    ["a comment of more than four million characters", `<r><!--${"x".repeat(5 << 20)}--></r>`],
    ["a name that never ends", `<${"r".repeat(5 << 20)}`],
    ["65 levels", `<r>${"<a>".repeat(64)}${"</a>".repeat(64)}</r>`],
    ["257 attributes", `<r ${Array.from({ length: 257 }, (_, n) => `a${n}=""`).join(" ")}/>`],
  ])("refuses %s", (_, text) => {
    expect(readInPieces(text, 1 << 16).at(-1)).toBe("refused");
  });
});
