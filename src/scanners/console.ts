/** What adapters of small console tools share. */

import { type Finding, finding } from "../core/model/outcome.ts";
import { type ConsoleVerdict, plainLine } from "../importers/consoles/line.ts";
import type { Question, RawAnswer, Reading } from "./scanner.ts";

export function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).map(plainLine);
}

/** `192.0.2.1:443`, `[::1]:443`. */
export function hostAndPort({ address, port }: Question): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Of the verdicts about the target that was asked: a hit stands, otherwise the last word. */
export function consoleReading(
  raw: RawAnswer,
  question: Question,
  verdictOf: (line: string) => ConsoleVerdict | null,
): Reading {
  const verdicts = [...linesOf(raw.stdout), ...linesOf(raw.stderr)].flatMap((line) => verdictOf(line) ?? []);
  const ours = verdicts.filter(
    ({ target }) => target.host === question.address && target.port === String(question.port),
  );
  const decided = ours.find((verdict) => verdict.finding.outcome === "vulnerable") ?? ours.at(-1);
  if (decided !== undefined) return { finding: decided.finding, words: decided.words };
  return verdicts.length === 0
    ? { finding: finding("tool_failed", "it printed no verdict"), words: "" }
    : { finding: finding("tool_output_unreadable", "its verdict is about another target"), words: "" };
}

/** For tools that take IPv4 addresses only. */
export function onlyIpv4(question: Question): Finding | null {
  return question.address.includes(":") ? finding("tool_not_applicable", "it cannot ask an IPv6 address") : null;
}
