/** The program's entry: signals, exit codes, and one sentence for whatever goes wrong. */

import { CommanderError } from "commander";
import { StoreError } from "../../core/ports/store.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { CommandError, EXIT, type ExitCode } from "./exit.ts";
import { buildProgram } from "./program.ts";
import { note } from "./say.ts";
import { ownVersion } from "../own-version.ts";

const stop = new AbortController();

/** The first Ctrl-C drains and saves; the second does not wait. */
function onSignal(): void {
  if (stop.signal.aborted) process.exit(EXIT.interrupted);
  note("stopping: what is running may finish, everything is saved (again: stop at once)");
  stop.abort();
}
process.on("SIGINT", onSignal);
process.on("SIGTERM", onSignal);
// A reader that has seen enough (`| head`) is no error, but nothing may be concluded from the rest either.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code !== "EPIPE")
    note(`standard output cannot be written (${code ?? "unknown reason"}); what was found is saved`);
  process.exit(EXIT.partial);
});
// Nobody can read what we have to say: results and exit code are right all the same.
process.stderr.on("error", () => {});
// Node would end with 1, and here that means "vulnerable".
process.on("uncaughtException", (error) => {
  fail(error);
  process.exit();
});

/** What a failure means to the caller: the exit code, and the sentence to print; null: it has been printed. */
function verdictOn(error: unknown): { readonly code: ExitCode; readonly sentence: string | null } {
  if (error instanceof CommanderError)
    return { code: error.exitCode === 0 ? EXIT.nothingVulnerable : EXIT.usage, sentence: null };
  if (error instanceof CommandError || error instanceof StoreError)
    return { code: error.exitCode, sentence: error.message };
  const text =
    error instanceof Error
      ? process.env["CROSSCHECK_DEBUG"]
        ? (error.stack ?? error.message)
        : error.message
      : String(error);
  return { code: EXIT.internal, sentence: `internal error: ${text} (CROSSCHECK_DEBUG=1 shows where)` };
}

function fail(error: unknown): void {
  const { code, sentence } = verdictOn(error);
  if (sentence !== null) for (const line of sentence.split("\n")) note(escapeTerminal(line));
  process.exitCode = code;
}

try {
  const program = buildProgram(await ownVersion(), { signal: stop.signal, done: (code) => (process.exitCode = code) });
  await program.parseAsync();
} catch (error) {
  fail(error);
}
