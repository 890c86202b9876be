/** Binds the exporters: which there are by name, and what they need of Node. */

import { constants, deflateRawSync } from "node:zlib";
import { EXPORTERS } from "../../exporters/catalogue.ts";
import type { Exporter, RenderContext } from "../../exporters/exporter.ts";

export const RENDER_CONTEXT: RenderContext = {
  // A sync flush ends the piece on a byte boundary and leaves the stream open.
  deflate: (piece) => deflateRawSync(piece, { finishFlush: constants.Z_SYNC_FLUSH }),
};

/** null: there is none of that name. */
export function findExporter(id: string): Exporter | null {
  return EXPORTERS.find((known) => known.id === id) ?? null;
}
