/** docs/packs/ID.md: what a pack says about itself. */

import type { Pack } from "../../src/packs/pack.ts";
import { GENERATED, page, table } from "./markdown.ts";

export function packPage(pack: Pack): string {
  return page(
    GENERATED,
    `# ${pack.title}`,
    `\`${pack.id}\`, ${pack.cve}. ${pack.why}`,
    "## Detectors",
    table(
      ["detector", "kind", "version", "lineage"],
      pack.detectors.map(({ id, kind, version, lineage }) => [`\`${id}\``, kind, version, lineage]),
    ),
    "Reasons and what they mean: [outcomes](../outcomes.md). Conditions they are measured against: [conditions](../conditions.md).",
    "## References",
    pack.references.map((reference) => `- ${reference}`).join("\n"),
  );
}
