/** Saved console output of FiloSottile/Heartbleed, and the log of its server. */

import type { Importer } from "../importer.ts";
import { readConsole } from "../consoles/read.ts";
import { FILOSOTTILE_MAPPING, filosottileVerdict } from "./verdict.ts";

export const filosottile: Importer = {
  id: "filosottile",
  title: "FiloSottile/Heartbleed, console output or server log",
  detector: "filosottile",
  lineage: "filosottile",
  source: "report-formats.md, 3.6; github.com/FiloSottile/Heartbleed, main.go and server/main.go",
  mapping: FILOSOTTILE_MAPPING,
  // With the date that it always prints: `NAME - ERROR: …` alone is the line of any log.
  recognises: (head) =>
    head.kind === "text" &&
    head.text
      .split(/\r?\n/)
      .some((line) => filosottileVerdict(line)?.time.quality === "naive" && /\S[.:]\S+ (?:\(\w+\) )?- /.test(line)),
  read: (document) => readConsole(document, filosottileVerdict, "443"),
};
