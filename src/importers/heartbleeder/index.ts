/** Saved console output of heartbleeder. */

import type { Importer } from "../importer.ts";
import { readConsole } from "../consoles/read.ts";
import { HEARTBLEEDER_MAPPING, heartbleederVerdict } from "./verdict.ts";

export const heartbleeder: Importer = {
  id: "heartbleeder",
  title: "heartbleeder, console output",
  detector: "heartbleeder",
  lineage: "heartbleeder",
  source: "report-formats.md, 3.20; github.com/titanous/heartbleeder, heartbleeder.go",
  mapping: HEARTBLEEDER_MAPPING,
  recognises: (head) =>
    head.kind === "text" && head.text.split(/\r?\n/).some((line) => heartbleederVerdict(line) !== null),
  read: (document) => readConsole(document, heartbleederVerdict, "443"),
};
