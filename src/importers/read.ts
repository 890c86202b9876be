/** What importers share: XML and streams of events, with a broken document as an event at the end. */

import { type TextLine, textLines } from "../documents/lines.ts";
import { asDocumentProblem } from "../documents/problem.ts";
import { REPORT_XML, XmlReader } from "../documents/xml.ts";
import type { ReportEvent } from "./importer.ts";

/** An importer's handler: elements in, events out through `take`. */
export interface XmlReportHandler {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  close(name: string): void;
  text?(text: string): void;
  /** Hands over what has been gathered since the last call. */
  take(): readonly ReportEvent[];
  /** The document is complete (true), or ends early: the last chance to speak about what was begun. */
  end(complete: boolean): void;
}

/** Reads an XML report; what was complete before a defect has been yielded when the `broken` event comes. */
export async function* readXmlReport(
  document: AsyncIterable<string>,
  roots: readonly string[],
  handler: XmlReportHandler,
): AsyncGenerator<ReportEvent> {
  const reader = new XmlReader(roots, handler, REPORT_XML);
  yield* untilBroken(
    (async function* () {
      for await (const text of document) {
        reader.write(text);
        yield* handler.take();
      }
      reader.end();
      handler.end(true);
      yield* handler.take();
    })(),
    () => {
      handler.end(false);
      return handler.take();
    },
    () => reader.line,
  );
}

/** The same for a report that is written line by line. */
export interface TextReportHandler {
  line(line: TextLine): void;
  take(): readonly ReportEvent[];
  end(complete: boolean): void;
}

/** Reads a text report; `missing`: what it lacks at its end although it can be read to there; null: nothing. */
export async function* readTextReport(
  document: AsyncIterable<string>,
  handler: TextReportHandler,
  missing: () => string | null = () => null,
): AsyncGenerator<ReportEvent> {
  yield* untilBroken(
    (async function* () {
      for await (const line of textLines(document)) {
        handler.line(line);
        yield* handler.take();
      }
      handler.end(true);
      yield* handler.take();
      const problem = missing();
      if (problem !== null) yield { kind: "broken", problem, line: null } as const;
    })(),
    () => {
      handler.end(false);
      return handler.take();
    },
  );
}

/**
 * Passes events on; where the document turns out broken, adds what `atEnd` still has to say and the `broken` event in
 * place of the exception. Errors of anything else (a disk, our own code) pass through.
 */
export async function* untilBroken(
  events: AsyncGenerator<ReportEvent>,
  atEnd: () => readonly ReportEvent[] = () => [],
  line: () => number | null = () => null,
): AsyncGenerator<ReportEvent> {
  try {
    yield* events;
  } catch (error) {
    const problem = asDocumentProblem(error);
    if (problem === null) throw error;
    yield* atEnd();
    yield { kind: "broken", problem: problem.message, line: problem.line ?? line() };
  }
}
