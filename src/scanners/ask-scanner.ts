/** The one way to an invocation: no tool is sent where a dialogue comes before TLS that it cannot be told to hold. */

import { type Finding, finding } from "../core/model/outcome.ts";
import type { Invocation, Question, Scanner, ScannerOptions } from "./scanner.ts";

/** Whatever a tool says that spoke TLS to a mail server, it is no answer about the TLS behind it: `tool_not_applicable`, never a 0. */
export function askScanner(scanner: Scanner, question: Question, options: ScannerOptions): Invocation | Finding {
  const { startTls = null } = question;
  if (startTls !== null && scanner.startTls?.includes(startTls) !== true)
    return finding("tool_not_applicable", `it cannot be told that ${startTls} comes before TLS`);
  return scanner.ask(question, options);
}
