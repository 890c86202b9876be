/** What one row of a CSV export is about, and what it says. */

import { isNamedFor, namesCve } from "../nexpose-xml/evidence.ts";
import { type Meaning, meaningOf } from "../nexpose-xml/status.ts";
import type { Column } from "./columns.ts";

export type Cells = (name: Column) => string;

/** Only the ten most recent CVEs of a vulnerability are listed: its id may say more. */
export function concerns(cell: Cells, cve: string): boolean {
  const listed = [cell("cves"), cell("cveUrls"), cell("references"), cell("title")];
  return listed.some((text) => namesCve(text, cve)) || isNamedFor(cell("check"), cve);
}

const FOUND: Meaning = {
  says: "version_reported",
  by: "version",
  detail: "listed as found; the export does not say how",
};
const LISTED: Meaning = { says: "potential_finding", by: "version", detail: "the export has no result codes" };

/** By the code; else by its description; else by what is only there for what was found. */
export function meaningOfRow(cell: Cells): Meaning {
  const code = cell("code") || cell("words");
  if (code !== "") return meaningOf(code);
  return cell("since") !== "" || /^(?:pass|fail)$/i.test(cell("pci")) ? FOUND : LISTED;
}
