/** Sentences for people, on stderr: stdout belongs to the results. */

import type { TargetError } from "../../core/model/target.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";

export function note(text: string): void {
  process.stderr.write(`crosscheck: ${text}\n`);
}

/** `list.txt:7: "010.0.0.1": <what is wrong>`. */
export function badLineSentence({ at, text, problem }: TargetError): string {
  const place = at.line === 0 ? at.source : `${at.source}:${at.line}`;
  return escapeTerminal(text === "" ? `${place}: ${problem}` : `${place}: ${JSON.stringify(text)}: ${problem}`);
}
