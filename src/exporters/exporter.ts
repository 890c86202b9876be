/** The contract of an output format: one folder each, pure, chunk by chunk. */

import type { Report } from "./report.ts";

/** What a format needs from outside. */
export interface RenderContext {
  /**
   * Compresses one piece of a raw DEFLATE stream (RFC 1951) so that it ends on a byte boundary and is not the last block: pieces may be
   * written one behind the other. Only archives use it.
   */
  readonly deflate: (piece: Uint8Array) => Uint8Array;
}

export interface Exporter {
  /** As in `--format`. */
  readonly id: string;
  readonly mediaType: string;
  /** Without the dot. */
  readonly extension: string;
  /** No text: nothing for a terminal. */
  readonly binary: boolean;
  /** One line for people. */
  readonly description: string;
  /** Text is written as UTF-8. Never throws for what the report says. */
  render(report: Report, context: RenderContext): Iterable<string | Uint8Array>;
}
