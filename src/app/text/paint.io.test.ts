/** Whether colour appears is decided by the environment and the stream: tried in a process of its own. */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { noPaint } from "./paint.ts";

const MODULE = fileURLToPath(new URL("./paint.ts", import.meta.url));

/** What `paintFor(process.stdout)` makes of "x" when standard output is a pipe. */
function paintedInPipe(env: NodeJS.ProcessEnv): string {
  const script = `import { paintFor } from ${JSON.stringify(MODULE)}; process.stdout.write(paintFor(process.stdout)("red", "x"));`;
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  return execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    env: { ...rest, ...env },
    encoding: "utf8",
  });
}

describe("paintFor", () => {
  it("is silent on a pipe", () => {
    expect(paintedInPipe({})).toBe("x");
  });

  it("obeys FORCE_COLOR", () => {
    expect(paintedInPipe({ FORCE_COLOR: "1" })).toBe("\x1b[31mx\x1b[39m");
  });

  it("obeys NO_COLOR", () => {
    expect(paintedInPipe({ NO_COLOR: "1" })).toBe("x");
  });
});

it("noPaint changes nothing", () => {
  expect(noPaint("red", "x")).toBe("x");
});
