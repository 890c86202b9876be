/**
 * The one way from a program's output to an answer. Whatever an adapter makes of it, no 0 stands when the program did not
 * end by itself, and no defect of an adapter becomes anything but a ?.
 */

import { oneLine } from "../core/one-line.ts";
import { type Finding, finding } from "../core/model/outcome.ts";
import type { Question, RawAnswer, Reading, Scanner } from "./scanner.ts";

const MOST_WORDS = 300;

export function readAnswer(scanner: Scanner, raw: RawAnswer, question: Question): Reading {
  if (raw.end === "not_started") return { finding: finding("tool_missing", raw.what ?? ""), words: "" };
  const read = interpret(scanner, raw, question);
  const words = bounded(read.words);
  if (raw.end === "exited" || read.finding.outcome === "vulnerable") return { ...read, words };
  return { finding: notWhole(raw), words };
}

function interpret(scanner: Scanner, raw: RawAnswer, question: Question): Reading {
  try {
    return scanner.interpret(raw, question);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return {
      finding: finding("tool_output_unreadable", `our adapter failed: ${JSON.stringify(bounded(message))}`),
      words: "",
    };
  }
}

function notWhole({ end, what }: RawAnswer): Finding {
  switch (end) {
    case "timed_out":
      return finding("tool_timed_out", "it did not finish in its time and was ended");
    case "too_much_output":
      return finding("tool_failed", "it printed more than the limit and was ended");
    case "stopped":
      return finding("interrupted");
    case "signalled":
    case "exited":
    case "not_started":
      return finding("tool_failed", `ended by ${what ?? "a signal"}`);
  }
}

/** On one line, cut at a length that a table bears. */
export const bounded = (text: string): string => oneLine(text, MOST_WORDS);
