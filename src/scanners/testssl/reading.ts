/** The flat JSON file that testssl.sh wrote, as the answer to one question; judged by the rules of the importer. */

import { finding } from "../../core/model/outcome.ts";
import { NO_TIME, type ReportAnswer, type ReportEvent } from "../../importers/importer.ts";
import { flatRow } from "../../importers/testssl-json/flat.ts";
import { testsslJudge } from "../../importers/testssl-json/judge.ts";
import { linesOf } from "../console.ts";
import type { Question, RawAnswer, Reading } from "../scanner.ts";

export const ANSWER_FILE = "answer.json";

export function readTestsslAnswer(raw: RawAnswer, question: Question): Reading {
  const text = Object.hasOwn(raw.files, ANSWER_FILE) ? (raw.files[ANSWER_FILE] ?? "") : "";
  if (text.trim() === "") {
    const words = linesOf(raw.stderr).find((line) => line.startsWith("Fatal error")) ?? "";
    return { finding: finding("tool_failed", "it wrote no rows"), words };
  }
  const rows = parsed(text);
  if (rows === null) return { finding: finding("tool_output_unreadable", "its file is no whole JSON"), words: "" };
  const answers = answersOf(rows);
  const ours = answers.filter(({ host, port }) => host.address === question.address && port === String(question.port));
  const decided = ours.find((answer) => answer.finding.outcome === "vulnerable") ?? ours.at(-1);
  if (decided !== undefined) return { finding: decided.finding, words: decided.words };
  return answers.length === 0
    ? { finding: finding("tool_failed", "it wrote no rows about any target"), words: "" }
    : { finding: finding("tool_output_unreadable", "its rows are about another target"), words: "" };
}

function answersOf(rows: readonly unknown[]): readonly ReportAnswer[] {
  const judge = testsslJudge("CVE-2014-0160");
  const events: ReportEvent[] = [];
  for (const [index, value] of rows.entries()) {
    const row = flatRow(value, `row ${index + 1}`);
    if (row !== null) events.push(...judge.row(row, NO_TIME));
  }
  events.push(...judge.end({ cut: false, interrupted: false, filtered: false }, NO_TIME));
  return events.filter((event) => event.kind === "answer");
}

function parsed(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
