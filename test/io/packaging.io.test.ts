/** What a user gets: the packed tarball, installed into an empty project, as a library with types and as a command. */

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TSC = join(ROOT, "node_modules", "typescript", "bin", "tsc");
const TYPES = join(ROOT, "node_modules", "@types");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };

/** npm as a plain shell would run it, not as a child of `npm test`. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith("npm_")),
);

let project = "";
const installed = (...path: readonly string[]) => join(project, "node_modules", "crosscheck", ...path);

function npm(cwd: string, ...parameters: readonly string[]): string {
  return execFileSync("npm", [...parameters, "--loglevel=error"], {
    cwd,
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "crosscheck-packaging-"));
  if (!existsSync(join(ROOT, "dist", "index.js"))) npm(ROOT, "run", "build");
  // Without scripts: the build is there, and making it anew would pull it away under other tests.
  npm(ROOT, "pack", "--ignore-scripts", "--pack-destination", project);
  writeFileSync(join(project, "package.json"), '{ "name": "empty", "private": true, "type": "module" }\n');
  const tarball = `./crosscheck-${version}.tgz`;
  // Not the optional database driver: compiling it takes minutes, and loading the library must not need it.
  npm(project, "install", tarball, "--prefer-offline", "--omit=dev", "--omit=optional", "--no-audit", "--no-fund");
}, 180_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe("the tarball", () => {
  it("holds the program and its papers, and neither sources nor tests", () => {
    expect(readdirSync(installed()).toSorted()).toEqual(
      [
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "SECURITY.md",
        "bin",
        "data",
        "dist",
        "docs",
        "package.json",
        "schema",
      ].toSorted(),
    );
    const files = readdirSync(installed("dist"), { recursive: true, encoding: "utf8" });
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => /\.test\.|testing|(?<!\.d)\.ts$|\.map$/.test(file))).toEqual([]);
  });

  it("publishes the JSON Schema", () => {
    const script = `
      import schema from "crosscheck/schema/jsonl.json" with { type: "json" };
      console.log(schema.oneOf.length);`;
    expect(node(script)).toBe("3\n");
  });
});

/** Runs a module in the project; throws with its standard error when it fails. */
function node(script: string): string {
  return execFileSync(process.execPath, ["--no-warnings", "--input-type=module", "--eval", script], {
    cwd: project,
    env: environment,
    encoding: "utf8",
  });
}

describe("the library", () => {
  it("can be imported, and nothing happens by importing it", () => {
    expect(node(`import "crosscheck";`)).toBe("");
  });

  it("satisfies a strict compiler without skipLibCheck", () => {
    writeFileSync(
      join(project, "use.ts"),
      `import * as crosscheck from "crosscheck";\nexport const names: readonly string[] = Object.keys(crosscheck);\n`,
    );
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      target: "ES2022",
      module: "NodeNext",
      types: ["node"],
      typeRoots: [TYPES],
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
    const { stdout, status } = spawnSync(process.execPath, [TSC, "-p", "."], { cwd: project, encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});

describe("the command", () => {
  it("says its version", () => {
    const command = join(project, "node_modules", ".bin", "crosscheck");
    expect(execFileSync(command, ["--version"], { encoding: "utf8", env: environment })).toContain(version);
  });

  it("says in one sentence what to do when it was not built", () => {
    rmSync(installed("dist"), { recursive: true });
    const { status, stderr, stdout } = spawnSync(process.execPath, [installed("bin", "crosscheck.js")], {
      encoding: "utf8",
    });
    expect(stderr).toMatch(/^crosscheck: [^\n]*npm run build[^\n]*\n$/);
    expect(stdout).toBe("");
    expect(status).toBe(70);
  });
});
