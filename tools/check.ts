/**
 * `npm test`: everything a change must pass, in order, each step's name and result on one line. A failing step shows
 * its output and does not stop the others. The tests come last, so that their tally closes the output.
 */

import { spawn } from "node:child_process";

interface Step {
  readonly name: string;
  /** An npm script of package.json. */
  readonly script: string;
}

const STEPS: readonly Step[] = [
  { name: "format", script: "format:check" },
  { name: "lint", script: "lint" },
  { name: "types", script: "typecheck" },
  { name: "import arrows", script: "layers" },
  { name: "unused code", script: "unused" },
  { name: "generated files", script: "docs:check" },
  { name: "build", script: "build" },
];

/** Runs an npm script; `show`: straight to our own output, otherwise it is held back. Resolves also when it fails. */
function run(script: string, show: boolean): Promise<{ readonly ok: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn("npm", ["run", "--silent", script], { stdio: ["ignore", show ? "inherit" : "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => (show ? process.stderr.write(chunk) : chunks.push(chunk)));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

const failed: string[] = [];

for (const { name, script } of STEPS) {
  const startedAt = performance.now();
  const { ok, output } = await run(script, false);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${ok ? "ok    " : "FAILED"} ${name.padEnd(16)} ${seconds.padStart(6)} s`);
  if (ok) continue;
  failed.push(name);
  console.log(output.trimEnd().replaceAll(/^/gm, "       "));
}

const tests = await run("test:all", true);
if (!tests.ok) failed.push("tests");
if (failed.length > 0) {
  console.log(`not passed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
