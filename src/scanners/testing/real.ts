/** Asks the real program, where it is there, by the very way a scan does: found, started, read. */

import { existsSync } from "node:fs";
import type { TestContext } from "vitest";
import type { ToolEntry } from "../../app/tools/configuration.ts";
import { findProgram } from "../../app/tools/find-program.ts";
import type { KeptAnswer } from "../../app/tools/raw.ts";
import { toolWitness } from "../../app/tools/witness.ts";
import type { Question, Reading, Scanner } from "../scanner.ts";

const entryOf = (scanner: Scanner, path: string | null): ToolEntry => ({
  name: scanner.id,
  tool: scanner.id,
  path,
  options: {},
  timeoutMs: null,
  concurrency: null,
});

/** The program by `CROSSCHECK_TEST_<ID>` or on the PATH; skips the test where there is none. */
export async function realProgram(context: TestContext, scanner: Scanner): Promise<string> {
  const variable = `CROSSCHECK_TEST_${scanner.id.toUpperCase().replaceAll("-", "_")}`;
  const named = process.env[variable];
  if (named !== undefined && existsSync(named)) return named;
  const found = await findProgram(scanner, entryOf(scanner, null));
  if (!found.ok) context.skip(`${scanner.id} is not installed; ${variable} may name its program`);
  return found.ok ? found.program.path : "";
}

/** What was made of an answer, and all of it that was read. */
export interface RealReading extends Reading {
  readonly said: string;
}

export async function askReally(path: string, scanner: Scanner, question: Question): Promise<RealReading> {
  const entry = entryOf(scanner, path);
  const witness = toolWitness(scanner, entry, await findProgram(scanner, entry));
  const { finding, provenance, raw } = await witness.ask({ ...question, name: null }, new AbortController().signal);
  const kept = raw === null ? null : (JSON.parse(Buffer.from(raw).toString()) as KeptAnswer);
  const said = kept === null ? [] : [kept.answer.stdout, kept.answer.stderr, ...Object.values(kept.answer.files)];
  return { finding, words: provenance.words, said: said.join("\n") };
}
