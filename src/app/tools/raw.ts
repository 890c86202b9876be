/** A program's output as its adapter reads it and as the database keeps it: text, freed of memory on arrival (rule 4). */

import type { ProgramResult } from "../../core/ports/program.ts";
import type { Finding } from "../../core/model/outcome.ts";
import { withoutDumps } from "../../core/redact.ts";
import { SCANNERS } from "../../scanners/catalogue.ts";
import { readAnswer } from "../../scanners/read-answer.ts";
import type { Question, RawAnswer } from "../../scanners/scanner.ts";

export function toRawAnswer({ stdout, stderr, files, end, code, what }: ProgramResult): RawAnswer {
  return {
    stdout: toText(stdout),
    stderr: toText(stderr),
    files: Object.fromEntries(Object.entries(files).map(([name, content]) => [name, toText(content)])),
    end,
    code,
    what,
  };
}

function toText(bytes: Uint8Array): string {
  return withoutDumps(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8")).text;
}

/** What is kept of one answer: enough to read it again with a later adapter. */
export interface KeptAnswer {
  readonly scanner: string;
  readonly question: Question;
  readonly answer: RawAnswer;
}

export function encodeAnswer(kept: KeptAnswer): Uint8Array {
  return Buffer.from(JSON.stringify(kept));
}

/** What today's adapter makes of a kept answer; null: it is of no scanner that we know, or damaged. */
export function readKept(bytes: Uint8Array): Finding | null {
  const kept = decodeAnswer(bytes);
  const scanner = SCANNERS.find(({ id }) => id === kept?.scanner);
  return kept === null || scanner === undefined ? null : readAnswer(scanner, kept.answer, kept.question).finding;
}

/** null: the bytes are of another kind, or damaged. */
function decodeAnswer(bytes: Uint8Array): KeptAnswer | null {
  try {
    const kept = JSON.parse(Buffer.from(bytes).toString()) as Partial<KeptAnswer>;
    const whole =
      typeof kept.scanner === "string" && typeof kept.question === "object" && typeof kept.answer === "object";
    return whole ? (kept as KeptAnswer) : null;
  } catch {
    return null;
  }
}
