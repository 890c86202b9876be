/**
 * A streaming XML reader with a guard. Reports come from anywhere: no entity is ever declared or fetched, nothing
 * nests, grows or goes on without limit, and a document that is cut off is an error, never an empty answer.
 */

import { XmlScanner } from "./xml-scanner.ts";

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
/** nmap writes whole banners and fingerprints into one attribute. */
const PLAIN: XmlLimits = { doctype: "plain", largestToken: 1 << 20, declaredEncoding: false };
/** Scanners' reports: Nessus lists every enabled plugin, up to 140,000 numbers, in one text. */
export const REPORT_XML: XmlLimits = { doctype: "declarations", largestToken: 4 << 20, declaredEncoding: true };

export class XmlReader {
  readonly #scanner: XmlScanner;

  /** @param roots the only root elements, and the only names a DOCTYPE may carry. */
  constructor(roots: string | readonly string[], handler: XmlHandler, limits: XmlLimits = PLAIN) {
    const allowed = typeof roots === "string" ? [roots] : roots;
    const expected = allowed.join(" or ");
    const fail = (sentence: string): never => this.fail(sentence);
    this.#scanner = new XmlScanner(
      {
        fail,
        open(name, attributes, depth) {
          if (depth > DEEPEST) fail(`expected elements at most ${DEEPEST} deep`);
          if (depth === 1 && !allowed.includes(name)) fail(`expected the root element ${expected}`);
          handler.open(name, attributes);
        },
        close: (name) => handler.close(name),
        text: handler.text === undefined ? null : (text) => handler.text?.(text),
        doctype(declared) {
          const problem = doctypeProblem(declared, allowed, limits.doctype);
          if (problem !== null) fail(problem);
        },
        encoding(name) {
          const plain = name === null || /^(?:utf-8|us-ascii)$/i.test(name);
          if (!plain && !limits.declaredEncoding) fail("expected UTF-8 XML");
        },
      },
      limits.largestToken,
    );
  }

  /** Takes the next piece of the document. Throws XmlProblem. */
  write(text: string): void {
    this.#scanner.write(text);
  }

  /** Says that the document is complete. Throws XmlProblem when it is not. */
  end(): void {
    this.#scanner.end();
  }

  /** Refuses the document at the current line. */
  fail(sentence: string): never {
    throw new XmlProblem(sentence, this.line);
  }

  get line(): number {
    return this.#scanner.line;
  }
}

/** What is wrong with a DOCTYPE; null: nothing, it may be passed over. */
function doctypeProblem(declared: string, roots: readonly string[], policy: XmlLimits["doctype"]): string | null {
  const [name = ""] = declared.trim().split(/[\s[]/, 1);
  if (policy === "declarations" && roots.includes(name) && !/<!ENTITY|%/i.test(declared)) return null;
  if (roots.includes(declared.trim())) return null;
  return `expected a DOCTYPE that names ${roots.join(" or ")} and declares nothing`;
}
