/** sslyze, `--xml_out`, of versions 0.9 to 2; later ones have JSON only (reference/report-formats.md, 3.10). */

import type { Importer } from "../importer.ts";
import { readXmlReport } from "../read.ts";
import { SSLYZE_MAPPING } from "../sslyze-json/verdict.ts";
import { sslyzeXml as handler } from "./reader.ts";

export const sslyzeXml: Importer = {
  id: "sslyze-xml",
  title: "sslyze, XML (--xml_out)",
  detector: "sslyze",
  lineage: "mozilla",
  source: "report-formats.md, 3.10; github.com/nabla-c0d3/sslyze",
  mapping: SSLYZE_MAPPING,
  // Other tools have a root element of this name.
  recognises: ({ root, attributes }) =>
    root === "document" && (attributes.has("SSLyzeVersion") || /^SSLyze\b/i.test(attributes.get("title") ?? "")),
  read: (document, context) => readXmlReport(document, ["document"], handler(context)),
};
