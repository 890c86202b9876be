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
  recognises: ({ kind, text }) => {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    const verdicts = lines.flatMap((line) => heartbleederVerdict(line) ?? []);
    // `Error connecting to …` is what many programs say: it counts where nothing else is said.
    const sure = verdicts.some(({ words }) => !words.startsWith("Error connecting"));
    return kind === "text" && verdicts.length > 0 && (sure || verdicts.length === lines.length);
  },
  read: (document) => readConsole(document, heartbleederVerdict, "443"),
};
