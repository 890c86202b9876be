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
}

const DEEPEST = 64;
const MOST_ATTRIBUTES = 256;
/** Characters in one tag, comment or text: nmap writes whole banners and fingerprints into one attribute. */
const LARGEST_TOKEN = 1 << 20;
/** The guard looks after each piece of this many characters. */
const PIECE = 1 << 14;

export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: false, fragment: false });
  #depth = 0;
  #attributes = 0;
  #tokenStart = 0;

  /** @param root the only root element, and the only name a DOCTYPE may carry. */
  constructor(root: string, handler: XmlHandler) {
    const parser = this.#parser;
    parser.on("error", (error) => this.fail(`expected well-formed XML (${withoutPosition(error.message)})`));
    parser.on("doctype", (declared) => {
      if (declared.trim() !== root) this.fail(`expected a DOCTYPE that names ${root} and declares nothing`);
      this.#nextToken();
    });
    parser.on("attribute", () => {
      if (++this.#attributes > MOST_ATTRIBUTES) this.fail(`expected at most ${MOST_ATTRIBUTES} attributes`);
    });
    parser.on("opentag", (tag: SaxesTagPlain) => {
      if (++this.#depth > DEEPEST) this.fail(`expected elements at most ${DEEPEST} deep`);
      if (this.#depth === 1 && tag.name !== root) this.fail(`expected the root element ${root}`);
      this.#nextToken();
      handler.open(tag.name, new Map(Object.entries(tag.attributes)));
    });
    parser.on("closetag", (tag: SaxesTagPlain) => {
      this.#depth--;
      this.#nextToken();
      handler.close(tag.name);
    });
    parser.on("comment", () => this.#nextToken());
    parser.on("processinginstruction", () => this.#nextToken());
    parser.on("xmldecl", ({ encoding }) => {
      if (encoding !== undefined && !/^(?:utf-8|us-ascii)$/i.test(encoding)) this.fail("expected UTF-8 XML");
    });
  }

  /** Takes the next piece of the document. Throws XmlProblem. */
  write(text: string): void {
    for (let start = 0; start < text.length; start += PIECE) {
      this.#parser.write(text.slice(start, start + PIECE));
      if (this.#parser.position - this.#tokenStart > LARGEST_TOKEN) {
        this.fail(`expected no tag, comment or text of more than ${LARGEST_TOKEN} characters`);
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
