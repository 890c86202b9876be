/**
 * A streaming XML reader with a guard. Reports come from anywhere: no entity is ever declared or fetched, nothing
 * nests, grows or goes on without limit, and a document that is cut off is an error, never an empty answer.
 */

import { SaxesParser, type SaxesTagPlain } from "saxes";

/** The document is not what it should be, or tries to be too much. `line` counts from 1. */
export class XmlProblem extends Error {
  override readonly name = "XmlProblem";
  readonly line: number;
  constructor(sentence: string, line: number) {
    super(sentence);
    this.line = line;
  }
}

export interface XmlHandler {
  /** The attributes are entity-free and bounded. */
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(name: string): void;
  /** Character data, possibly in several pieces; CDATA sections come here too. Without it text is passed over. */
  text?(text: string): void;
}

export interface XmlLimits {
  /**
   * `plain`: a DOCTYPE may only name the root element. `declarations`: it may also carry an internal subset of element and
   * attribute declarations and name an external one, which is never fetched (Qualys, Burp); entity declarations never.
   */
  readonly doctype: "plain" | "declarations";
  /** Characters in one tag, comment or text. */
  readonly largestToken: number;
  /** Whether the text was decoded by what the document declares, rather than as the only encoding allowed. */
  readonly declaredEncoding: boolean;
}

const DEEPEST = 64;
const MOST_ATTRIBUTES = 256;
/** nmap writes whole banners and fingerprints into one attribute. */
const PLAIN: XmlLimits = { doctype: "plain", largestToken: 1 << 20, declaredEncoding: false };
/** Scanners' reports: Nessus lists every enabled plugin, up to 140,000 numbers, in one text. */
export const REPORT_XML: XmlLimits = { doctype: "declarations", largestToken: 4 << 20, declaredEncoding: true };
/** The guard looks after each piece of this many characters. */
const PIECE = 1 << 14;

export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: false, fragment: false });
  readonly #largestToken: number;
  #depth = 0;
  #attributes = 0;
  #tokenStart = 0;

  /** @param roots the only root elements, and the only names a DOCTYPE may carry. */
  constructor(roots: string | readonly string[], handler: XmlHandler, limits: XmlLimits = PLAIN) {
    const parser = this.#parser;
    const allowed = typeof roots === "string" ? [roots] : roots;
    const expected = allowed.join(" or ");
    this.#largestToken = limits.largestToken;
    parser.on("error", (error) => this.fail(`expected well-formed XML (${withoutPosition(error.message)})`));
    parser.on("doctype", (declared) => {
      this.#checkDoctype(declared, allowed, limits.doctype);
      this.#nextToken();
    });
    parser.on("attribute", () => {
      if (++this.#attributes > MOST_ATTRIBUTES) this.fail(`expected at most ${MOST_ATTRIBUTES} attributes`);
    });
    parser.on("opentag", (tag: SaxesTagPlain) => {
      if (++this.#depth > DEEPEST) this.fail(`expected elements at most ${DEEPEST} deep`);
      if (this.#depth === 1 && !allowed.includes(tag.name)) this.fail(`expected the root element ${expected}`);
      this.#nextToken();
      handler.open(tag.name, new Map(Object.entries(tag.attributes)));
    });
    parser.on("closetag", (tag: SaxesTagPlain) => {
      this.#depth--;
      this.#nextToken();
      handler.close(tag.name);
    });
    if (handler.text !== undefined) {
      parser.on("text", (text) => handler.text?.(text));
      parser.on("cdata", (text) => handler.text?.(text));
    }
    parser.on("comment", () => this.#nextToken());
    parser.on("processinginstruction", () => this.#nextToken());
    parser.on("xmldecl", ({ encoding }) => {
      const plain = encoding === undefined || /^(?:utf-8|us-ascii)$/i.test(encoding);
      if (!plain && !limits.declaredEncoding) this.fail("expected UTF-8 XML");
    });
  }

  /** Takes the next piece of the document. Throws XmlProblem. */
  write(text: string): void {
    for (let start = 0; start < text.length; start += PIECE) {
      this.#parser.write(text.slice(start, start + PIECE));
      if (this.#parser.position - this.#tokenStart > this.#largestToken) {
        this.fail(`expected no tag, comment or text of more than ${this.#largestToken} characters`);
      }
    }
  }

  /** Says that the document is complete. Throws XmlProblem when it is not. */
  end(): void {
    this.#parser.close();
  }

  /** Refuses the document at the current line. */
  fail(sentence: string): never {
    throw new XmlProblem(sentence, this.line);
  }

  get line(): number {
    return this.#parser.line;
  }

  #checkDoctype(declared: string, roots: readonly string[], policy: XmlLimits["doctype"]): void {
    const [name = ""] = declared.trim().split(/[\s[]/, 1);
    if (policy === "declarations" && roots.includes(name) && !/<!ENTITY|%/i.test(declared)) return;
    if (!roots.includes(declared.trim()))
      this.fail(`expected a DOCTYPE that names ${roots.join(" or ")} and declares nothing`);
  }

  #nextToken(): void {
    this.#attributes = 0;
    this.#tokenStart = this.#parser.position;
  }
}

/** The library writes "line:column: message"; the line is told apart from the sentence here. */
function withoutPosition(message: string): string {
  return message
    .replace(/^\d+:\d+: /, "")
    .replace(/\.$/, "")
    .slice(0, 200);
}
