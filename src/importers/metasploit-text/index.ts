/**
 * Metasploit's console, spooled or copied, while auxiliary/scanner/ssl/openssl_heartbleed runs (report-formats.md, 3.15). It prints what
 * leaked; everything else it prints stands for refusal and failure alike, so that there is no negative.
 */

import type { Importer } from "../importer.ts";
import { plainLine } from "../consoles/line.ts";
import { readTextReport } from "../read.ts";
import { CONSOLE_MAPPING, isOfModule } from "./line.ts";
import { MetasploitConsole } from "./reader.ts";

export const metasploitText: Importer = {
  id: "metasploit-text",
  title: "Metasploit openssl_heartbleed, console output",
  detector: "metasploit",
  lineage: "stafford",
  source: "report-formats.md, 3.15; github.com/rapid7/metasploit-framework, openssl_heartbleed.rb",
  mapping: CONSOLE_MAPPING,
  // A console that begins with `[+]` looks like JSON at its first character.
  recognises: ({ kind, text }) =>
    (kind === "text" || kind === "json") && text.split(/\r?\n/).some((line) => isOfModule(plainLine(line))),
  read: (document, { cve }) => readTextReport(document, new MetasploitConsole(cve)),
};
