#!/usr/bin/env node
/** The command's front door: hands over to the compiled program, or says in one sentence what is missing. */
import { existsSync } from "node:fs";

const program = new URL("../dist/app/cli/main.js", import.meta.url);

if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write("crosscheck: the compiled program is missing, run `npm run build` first.\n");
  process.exitCode = 70;
}
