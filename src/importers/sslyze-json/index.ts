/** sslyze, `--json_out`, of all versions that have it: 1 and 2, 3 and 4, 5 and 6 (reference/report-formats.md, 3.10). */

import { readJson } from "../../documents/json.ts";
import type { ImportContext, Importer, ReportEvent } from "../importer.ts";
import { untilBroken } from "../read.ts";
import { SSLYZE_PARTS, sslyzeJudge } from "./judge.ts";
import { SSLYZE_JSON_MAPPING } from "./mapping.ts";

export const sslyzeJson: Importer = {
  id: "sslyze-json",
  title: "sslyze, JSON (--json_out)",
  detector: "sslyze",
  lineage: "mozilla",
  source: "report-formats.md, 3.10; github.com/nabla-c0d3/sslyze",
  mapping: SSLYZE_JSON_MAPPING,
  recognises: ({ kind, text }) => kind === "json" && /^\s*\{/.test(text) && isSslyze(text),
  read: readSslyze,
};

/** The version stands at the end, behind the targets, so that a long document shows only how it begins. */
function isSslyze(text: string): boolean {
  if (/"sslyze_(?:version|url)"\s*:/.test(text)) return true;
  if (/"server_scan_results"\s*:\s*\[/.test(text)) return true;
  return /"accepted_targets"\s*:\s*\[/.test(text) && /"commands_results"\s*:/.test(text);
}

async function* readSslyze(document: AsyncIterable<string>, { cve }: ImportContext): AsyncGenerator<ReportEvent> {
  const judge = sslyzeJudge(cve);
  yield* untilBroken(
    (async function* () {
      for await (const { path, value } of readJson(document, SSLYZE_PARTS)) yield* judge.part(String(path[0]), value);
      yield* judge.end(false);
    })(),
    () => [...judge.end(true)],
  );
}
