/** Runs the real program, where it is there, as crosscheck would: an argument vector, a private folder, bounded time. */

import { execFile } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { TestContext } from "vitest";
import { readAnswer } from "../read-answer.ts";
import type { Invocation, Question, RawAnswer, Reading, Scanner } from "../scanner.ts";

/** The program by `CROSSCHECK_TEST_<ID>` or on the PATH; skips the test where there is none. */
export function realProgram(context: TestContext, scanner: Scanner): string {
  const variable = `CROSSCHECK_TEST_${scanner.id.toUpperCase().replaceAll("-", "_")}`;
  const named = process.env[variable];
  if (named !== undefined && existsSync(named)) return named;
  const found = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => scanner.programs.map((program) => join(folder, program)))
    .find(isExecutable);
  if (found === undefined) context.skip(`${scanner.id} is not installed; ${variable} may name its program`);
  return found ?? "";
}

export async function askReally(program: string, scanner: Scanner, question: Question): Promise<Reading> {
  const asked = scanner.ask(question, {});
  if ("reason" in asked) return { finding: asked, words: "" };
  const folder = await mkdtemp(join(tmpdir(), "crosscheck-real-"));
  try {
    return readAnswer(scanner, await run(program, scanner, asked, folder), question);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(program: string, scanner: Scanner, asked: Invocation, folder: string): Promise<RawAnswer> {
  for (const [name, content] of Object.entries(asked.files ?? {})) await writeFile(join(folder, name), content);
  const direct = scanner.interpreter === null || isExecutable(program);
  const [file, args] = direct ? [program, asked.args] : [scanner.interpreter ?? program, [program, ...asked.args]];
  const { timeoutMs: timeout, maxBytes: maxBuffer } = scanner.limits;
  const ended = await new Promise<Omit<RawAnswer, "files">>((done) => {
    const options = {
      cwd: folder,
      timeout,
      maxBuffer,
      env: { PATH: process.env["PATH"], HOME: folder, LC_ALL: "C", ...asked.environment },
    };
    const child = execFile(file, [...args], options, (error, stdout, stderr) => {
      const { exitCode: code, signalCode } = child;
      const end =
        error?.killed === true
          ? "timed_out"
          : signalCode !== null
            ? "signalled"
            : code === null
              ? "not_started"
              : "exited";
      done({ stdout, stderr, end, code: end === "exited" ? code : null, what: signalCode ?? error?.message ?? null });
    });
    child.stdin?.on("error", () => undefined).end(asked.stdin ?? "");
  });
  const files: Record<string, string> = {};
  for (const name of asked.collects ?? []) {
    const path = join(folder, name);
    if (existsSync(path)) files[name] = await readFile(path, "utf8");
  }
  return { ...ended, files };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
