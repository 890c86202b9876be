/** A document that is not what its format promises, or that is cut off: one sentence, and the line where known. */

import { NotUtf8 } from "./decode.ts";
import { XmlProblem } from "./xml.ts";

export class DocumentProblem extends Error {
  override readonly name = "DocumentProblem";
  /** From 1; null: the format has no lines worth naming. */
  readonly line: number | null;
  constructor(sentence: string, line: number | null) {
    super(sentence);
    this.line = line;
  }
}

/** Whatever a reader of documents throws about the document, as one kind; null: it is about something else. */
export function asDocumentProblem(error: unknown): DocumentProblem | null {
  if (error instanceof DocumentProblem) return error;
  if (error instanceof XmlProblem) return new DocumentProblem(error.message, error.line);
  if (error instanceof NotUtf8) return new DocumentProblem(error.message, null);
  // What TextDecoder throws at bytes that are not of the declared encoding.
  if (error instanceof TypeError && "code" in error && error.code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
    return new DocumentProblem("expected text in the declared encoding, found other bytes", null);
  }
  return null;
}
