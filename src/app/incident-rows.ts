/** The matrix of an incident. Cells and verdicts are shared by endpoints about which the same was said. */

import { columnOf } from "../core/matrix/columns.ts";
import { type MatrixRow, matrixCells } from "../core/matrix/matrix.ts";
import type { Incident } from "./incident.ts";
import { isOf, type View } from "./rows.ts";

/** The verdict rests on everybody's latest word; cells that tell runs or versions apart show every word. */
export function* incidentRows(incident: Incident, view: View): Generator<MatrixRow> {
  const { endpoints } = incident.table;
  for (const [index, endpoint] of endpoints.entries()) {
    const rows = view.by.length === 0 ? incident.latestOf(index) : incident.allOf(index);
    const shown = rows.map(incident.said).filter(isOf(view.detector));
    const cells = matrixCells(shown, (said) => columnOf(said, view.by));
    const verdict = incident.verdict(index);
    yield {
      endpoint,
      // Not every format has them.
      get names() {
        return incident.names(index);
      },
      verdict,
      cells,
    };
  }
}
