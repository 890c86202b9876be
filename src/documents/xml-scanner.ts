/**
 * XML text into tags and character data, as it arrives. Written for reports of hundreds of megabytes, most of which
 * is text that nobody asks for: it looks for the next `<` and never at each character. It checks what section 2 of XML 1.0 calls
 * well-formed as far as a document without entity declarations can offend, and holds back no more than one token.
 */

import { markupEnd, type Pending } from "./xml-markup.ts";
import { NO_ATTRIBUTES, readStartTag, UNKNOWN_ENTITY } from "./xml-tag.ts";
import {
  forbiddenAt,
  LONGEST_REFERENCE,
  lineFeeds,
  ownCopy,
  withoutReferences,
  withPlainLineEnds,
} from "./xml-text.ts";

export interface XmlSink {
  open(name: string, attributes: ReadonlyMap<string, string>, depth: number): void;
  close(name: string): void;
  /** Without references; several pieces for one text. */
  text: ((text: string) => void) | null;
  /** What stands between `<!DOCTYPE` and `>`. */
  doctype(declared: string): void;
  /** What the XML declaration says; null: nothing. */
  encoding(name: string | null): void;
  fail(sentence: string): never;
}

const DECLARATION =
  /^xml[ \t\n]+version[ \t\n]*=[ \t\n]*["']1\.\d["'](?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*["']([A-Za-z][\w.-]*)["'])?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*["'](?:yes|no)["'])?[ \t\n]*$/;
/** Names that stood alone in a tag are looked up instead of being read again. */
const MOST_KNOWN_NAMES = 1024;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;

export class XmlScanner {
  readonly #sink: XmlSink;
  readonly #largest: number;
  /** What has not been used up, from `#at` on. */
  #buffer = "";
  #at = 0;
  /** A CR at the end of the last piece, whose LF may follow. */
  #carriageReturn = "";
  #line = 1;
  #lineAt = 0;
  #beginning = true;
  #rootSeen = false;
  #doctypeSeen = false;
  /** Characters of text since the last tag. */
  #textLength = 0;
  /** How far the end of an unfinished tag has been looked for. */
  #pending: Pending | null = null;
  readonly #stack: string[] = [];
  readonly #known = new Set<string>();

  constructor(sink: XmlSink, largestToken: number) {
    this.#sink = sink;
    this.#largest = largestToken;
  }

  write(piece: string): void {
    let text = this.#carriageReturn + piece;
    this.#carriageReturn = text.endsWith("\r") ? "\r" : "";
    text = withPlainLineEnds(this.#carriageReturn === "" ? text : text.slice(0, -1));
    const forbidden = forbiddenAt(text);
    this.#buffer += forbidden < 0 ? text : text.slice(0, forbidden);
    this.#scan();
    if (forbidden >= 0) this.#malformed("a character that XML does not allow");
    this.#dropUsed();
  }

  end(): void {
    this.write("\n");
    if (this.#at < this.#buffer.length || this.#stack.length > 0 || !this.#rootSeen) {
      this.#malformed("the document ends before it is complete");
    }
  }

  /** The line of what is being read. */
  get line(): number {
    this.#line += lineFeeds(this.#buffer, this.#lineAt, this.#at);
    this.#lineAt = this.#at;
    return this.#line;
  }

  #scan(): void {
    const text = this.#buffer;
    while (this.#at < text.length) {
      const open = text.indexOf("<", this.#at);
      if (open !== this.#at) this.#characters(text, open);
      if (open < 0) return;
      const end = this.#markup(text);
      if (end < 0) {
        if (text.length - open > this.#largest) this.#tooLarge();
        return;
      }
      if (end - open > this.#largest) this.#tooLarge();
      this.#at = end;
      this.#textLength = 0;
      this.#beginning = false;
    }
  }

  /** Character data up to `open`; -1: to the end of what has arrived, less what may be the beginning of something. */
  #characters(text: string, open: number): void {
    const from = this.#at;
    const to = open < 0 ? soundEnd(text, from) : open;
    if (to === from) return;
    this.#textLength += to - from;
    if (this.#textLength > this.#largest) this.#tooLarge();
    const raw = text.slice(from, to);
    if (this.#stack.length === 0) {
      if (/[^ \t\n]/.test(raw)) this.#malformed("text outside the root element");
    } else {
      const end = raw.indexOf("]]>");
      if (end >= 0) this.#malformed("]]> in a text");
      const plain = withoutReferences(raw);
      if (plain === null) this.#sink.fail(UNKNOWN_ENTITY);
      this.#sink.text?.(plain);
    }
    this.#at = to;
    this.#beginning = false;
  }

  /** Reads the tag, comment or declaration at `#at`; gives its end, -1: it has not arrived completely. */
  #markup(text: string): number {
    const open = this.#at;
    switch (text.charCodeAt(open + 1)) {
      case SLASH:
        return this.#closeTag(text, open);
      case EXCLAMATION:
        return this.#declaration(text, open);
      case QUESTION:
        return this.#instruction(text, open);
      default:
        return this.#startTag(text, open);
    }
  }

  #startTag(text: string, open: number): number {
    const first = text.indexOf(">", open + 1);
    if (first < 0) return -1;
    const short = text.slice(open + 1, first);
    if (this.#known.has(short)) {
      this.#open(short, NO_ATTRIBUTES, false);
      return first + 1;
    }
    this.#pending = markupEnd(text, this.#pending ?? { at: open + 1, quote: 0, depth: 0 }, "tag");
    if (!this.#pending.found) return -1;
    const end = this.#pending.at;
    this.#pending = null;
    if (end - open > this.#largest) this.#tooLarge();
    const inside = text.slice(open + 1, end);
    const tag = readStartTag(inside);
    if (typeof tag === "string") this.#sink.fail(tag);
    if (tag.name === inside && this.#known.size < MOST_KNOWN_NAMES) this.#known.add(ownCopy(inside));
    this.#open(tag.name, tag.attributes, tag.empty);
    return end + 1;
  }

  #open(name: string, attributes: ReadonlyMap<string, string>, empty: boolean): void {
    if (this.#stack.length === 0 && this.#rootSeen) this.#malformed("a second root element");
    this.#rootSeen = true;
    this.#sink.open(name, attributes, this.#stack.length + 1);
    if (empty) this.#sink.close(name);
    else this.#stack.push(name);
  }

  #closeTag(text: string, open: number): number {
    const name = this.#stack.at(-1);
    if (name === undefined) this.#malformed("an end tag without its start");
    let end = open + 2 + name.length;
    if (!(text.startsWith(name, open + 2) && text.charCodeAt(end) === GREATER_THAN)) {
      end = text.indexOf(">", open + 2);
      if (end < 0) return -1;
      if (text.slice(open + 2, end).replace(/[ \t\n]+$/, "") !== name) this.#malformed("an end tag of another element");
    }
    this.#stack.pop();
    this.#sink.close(name);
    return end + 1;
  }

  #declaration(text: string, open: number): number {
    const begins = (mark: string) => text.startsWith(mark, open);
    if (begins("<!--")) {
      const end = text.indexOf("--", open + 4);
      if (end < 0 || end + 2 >= text.length) return -1;
      if (text.charCodeAt(end + 2) !== GREATER_THAN) this.#malformed("-- in a comment");
      return end + 3;
    }
    if (begins("<![CDATA[")) {
      if (this.#stack.length === 0) this.#malformed("text outside the root element");
      const end = text.indexOf("]]>", open + 9);
      if (end < 0) return -1;
      this.#sink.text?.(text.slice(open + 9, end));
      return end + 3;
    }
    if (begins("<!DOCTYPE")) return this.#doctype(text, open);
    const rest = text.slice(open, open + 9);
    if (["<!--", "<![CDATA[", "<!DOCTYPE"].some((mark) => mark.startsWith(rest))) return -1;
    return this.#malformed("a declaration that does not belong here");
  }

  #doctype(text: string, open: number): number {
    if (this.#rootSeen || this.#doctypeSeen) this.#malformed("a DOCTYPE that does not belong here");
    this.#pending = markupEnd(text, this.#pending ?? { at: open + 9, quote: 0, depth: 0 }, "doctype");
    if (!this.#pending.found) return -1;
    const end = this.#pending.at;
    this.#pending = null;
    this.#doctypeSeen = true;
    this.#sink.doctype(text.slice(open + 9, end));
    return end + 1;
  }

  #instruction(text: string, open: number): number {
    const end = text.indexOf("?>", open + 2);
    if (end < 0) return -1;
    const inside = text.slice(open + 2, end);
    const tag = readStartTag(/^[^ \t\n]*/.exec(inside)?.[0] ?? "");
    if (typeof tag === "string") this.#sink.fail(tag);
    if (tag.name.toLowerCase() === "xml") {
      const declared = this.#beginning ? DECLARATION.exec(inside) : null;
      if (declared === null) this.#malformed("an XML declaration that is none, or not at the beginning");
      this.#sink.encoding(declared[1] ?? null);
    }
    return end + 2;
  }

  #dropUsed(): void {
    this.#line = this.line;
    if (this.#pending !== null) this.#pending = { ...this.#pending, at: this.#pending.at - this.#at };
    this.#buffer = this.#buffer.slice(this.#at);
    this.#at = 0;
    this.#lineAt = 0;
  }

  #tooLarge(): never {
    return this.#sink.fail(`expected no tag, comment or text of more than ${this.#largest} characters`);
  }

  #malformed(what: string): never {
    return this.#sink.fail(`expected well-formed XML (${what})`);
  }
}

/** The end of the text that can be judged without what follows: not within a reference, nor within `]]>`. */
function soundEnd(text: string, from: number): number {
  let end = text.length;
  while (end > from && end > text.length - 2 && text[end - 1] === "]") end--;
  const ampersand = text.lastIndexOf("&");
  const open = ampersand >= Math.max(from, end - LONGEST_REFERENCE) && text.indexOf(";", ampersand) < 0;
  return open ? ampersand : end;
}
