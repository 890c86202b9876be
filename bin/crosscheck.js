#!/usr/bin/env -S node --max-semi-space-size=4
/**
 * The command's front door: hands over to the compiled program, or says in one sentence what is missing.
 * The flag above, as in package.json: transcripts die young, so a small nursery costs no time and saves some 40 MB in a
 * large run (bench/README.md, many).
 */
import { existsSync } from "node:fs";

const program = new URL("../dist/app/cli/main.js", import.meta.url);

/** Without this Node would end with 1, and that means "vulnerable" here. */
function fail(sentence) {
  process.stderr.write(`crosscheck: ${sentence}\n`);
  process.exitCode = 70;
}

if (existsSync(program)) {
  await import(program.href).catch((error) => fail(`the program cannot be loaded: ${error.message}`));
} else {
  fail("the compiled program is missing, run `npm run build` first.");
}
