/**
 * `npm run test:nodes [VERSION ...] [VITEST ARGUMENTS]`: runs the tests on the other supported versions of Node, 22, 24 and
 * 26 unless told, and prints one row for each. Each Node comes from the npm registry: the package that `node` would
 * install for this machine, which needs no install script. They stay in .cache, because in node_modules their `node` would
 * come first in the PATH of every npm script. Needs a build (`npm run build`).
 */

import { execFileSync, spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderTable } from "../src/app/text/table.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const CACHE = join(ROOT, ".cache", "nodes");
const VITEST = join(ROOT, "node_modules", "vitest", "vitest.mjs");
const PLATFORM = process.platform === "win32" ? "win" : process.platform;
const PACKAGE = `node-${PLATFORM}-${process.arch}`;

interface Row {
  readonly node: string;
  readonly result: string;
  readonly seconds: string;
  readonly log: string;
}

/** The path of a Node of this major version, installed into the cache where it is not there yet. */
function nodeBinary(major: string): string {
  const folder = join(CACHE, major);
  const binary = join(folder, "node_modules", PACKAGE, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    // A project of its own, so that npm does not climb up to ours.
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", ["install", ...options, `${PACKAGE}@${major}`], { cwd: folder, stdio: "inherit" });
  }
  return binary;
}

/** The environment of a plain shell, with this Node first: programs that the tests start run on it as well. */
function environmentFor(binary: string): NodeJS.ProcessEnv {
  const plain = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_"));
  return { ...Object.fromEntries(plain), PATH: `${dirname(binary)}${delimiter}${process.env["PATH"] ?? ""}` };
}

/** Runs vitest on a Node; its output goes to a log, its closing tally into the row. */
function testOn(binary: string, version: string, vitestArguments: readonly string[]): Promise<Row> {
  const log = join(CACHE, `node-${version}.log`);
  const file = createWriteStream(log);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(binary, [VITEST, "run", ...vitestArguments], { cwd: ROOT, env: environmentFor(binary) });
    let tail = "";
    const keep = (chunk: Buffer): void => {
      file.write(chunk);
      tail = (tail + chunk.toString("utf8")).slice(-4096);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("close", (code, signal) => {
      file.end();
      const tally = /^\d+ passed, \d+ failed, \d+ skipped$/m.exec(tail)?.[0] ?? "no tally";
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      const result = code === 0 ? tally : `FAILED (${signal ?? `exit ${code}`}): ${tally}`;
      resolve({ node: version, result, seconds, log });
    });
  });
}

const versions = process.argv.slice(2).filter((argument) => /^\d+(\.\d+)*$/.test(argument));
const vitestArguments = process.argv.slice(2).filter((argument) => !versions.includes(argument));

const rows: Row[] = [];
for (const major of versions.length > 0 ? versions : ["22", "24", "26"]) {
  try {
    const binary = nodeBinary(major);
    const version = execFileSync(binary, ["--version"], { encoding: "utf8" }).trim().replace(/^v/, "");
    rows.push(await testOn(binary, version, vitestArguments));
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    rows.push({ node: major, result: `FAILED: could not be had or run: ${why}`, seconds: "", log: "" });
  }
}
const COLUMNS = [
  { title: "NODE" },
  { title: "RESULT" },
  { title: "SECONDS", align: "right" },
  { title: "LOG" },
] as const;
const cells = rows.map((row) => [row.node, row.result, row.seconds, row.log]);
console.log(renderTable(COLUMNS, cells, { width: null }).join("\n"));
process.exitCode = rows.every((row) => !row.result.startsWith("FAILED")) ? 0 : 1;
