import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ProgramRequest } from "../../core/ports/program.ts";
import { runProgram } from "./run-program.ts";

const request = (given: Partial<ProgramRequest>): ProgramRequest => ({
  program: process.execPath,
  args: [],
  stdin: "",
  files: {},
  collects: [],
  environment: {},
  timeoutMs: 20_000,
  maxBytes: 1_000_000,
  signal: new AbortController().signal,
  ...given,
});
const shell = (script: string, given: Partial<ProgramRequest> = {}) =>
  runProgram(request({ program: "/bin/sh", args: ["-c", script], ...given }));
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();
/** Whether a process runs; one that has ended may wait for its parent to notice. */
const alive = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat !== null && !/\) [ZX] /.test(stat);
};

describe("a program that ends by itself", () => {
  test("output, error output and exit code", async () => {
    const { stdout, stderr, end, code, what } = await shell("echo out; echo err >&2; exit 3");
    expect([text(stdout), text(stderr), end, code, what]).toEqual(["out\n", "err\n", "exited", 3, null]);
  });

  test("by a signal", async () => {
    expect(await shell("kill -SEGV $$")).toMatchObject({ end: "signalled", code: null, what: "SIGSEGV" });
  });

  test("input is given and closed", async () => {
    expect(text((await runProgram(request({ program: "cat", stdin: "a line\n" }))).stdout)).toBe("a line\n");
  });

  test("one that never reads its input", async () => {
    expect(await shell("exec 0<&-; echo done", { stdin: "x".repeat(1_000_000) })).toMatchObject({
      end: "exited",
      code: 0,
    });
  });

  test("arguments reach it as they are: no shell in between", async () => {
    const script = "process.stdout.write(JSON.stringify(process.argv.slice(1)))";
    const odd = ["$(id)", "; rm -rf /", "'\"", "a b", "*"];
    const { stdout } = await runProgram(request({ args: ["-e", script, "--", ...odd] }));
    expect(JSON.parse(text(stdout))).toEqual(odd);
  });
});

describe("a program that cannot be started", () => {
  test.each([
    ["does not exist", "/nowhere/scanner", "there is no such program"],
    ["may not be executed", fileURLToPath(import.meta.url), "the file may not be executed"],
  ])("%s", async (_what, program, sentence) => {
    expect(await runProgram(request({ program }))).toMatchObject({ end: "not_started", code: null, what: sentence });
  });
});

describe("limits", () => {
  test("time: the whole group is ended, also what ignores a polite request", async () => {
    const { stdout, end } = await shell("trap '' TERM; sh -c \"trap '' TERM; echo \\$\\$; sleep 60\" & sleep 60", {
      timeoutMs: 300,
    });
    expect(end).toBe("timed_out");
    const grandchild = Number(text(stdout));
    expect(grandchild).toBeGreaterThan(1);
    await expect.poll(() => alive(grandchild)).toBe(false);
  });

  test("a grandchild that left the group and holds the pipes does not hold us", async () => {
    const begin = performance.now();
    const result = await shell("setsid sleep 5 & echo answered; exit 0");
    expect(text(result.stdout)).toBe("answered\n");
    expect(result).toMatchObject({ end: "exited", code: 0 });
    expect(performance.now() - begin).toBeLessThan(4500);
  });

  test("what it wrote in time is read, even when we had no time for it", async () => {
    const running = shell("(sleep 0.2; echo late) & exit 0");
    // Not in a timer's turn, behind which the pipes would have theirs.
    const busyFrom = setTimeout(
      () =>
        setImmediate(() => {
          const until = performance.now() + 450;
          while (performance.now() < until);
        }),
      100,
    );
    expect(text((await running).stdout)).toBe("late\n");
    clearTimeout(busyFrom);
  });

  test("bytes: cut at the limit, and ended", async () => {
    const { stdout, end } = await shell("yes", { maxBytes: 10_000 });
    expect(end).toBe("too_much_output");
    expect(stdout).toHaveLength(10_000);
  });

  test("bytes that come when the program has ended already: cut all the same", async () => {
    const { stdout, end } = await shell("(sleep 0.1; head -c 20000 /dev/zero) & exit 0", { maxBytes: 10_000 });
    expect(end).toBe("too_much_output");
    expect(stdout).toHaveLength(10_000);
  });

  test("a run that stops ends it", async () => {
    const stopping = new AbortController();
    const running = shell("sleep 60", { signal: stopping.signal });
    setTimeout(() => stopping.abort(), 100);
    expect(await running).toMatchObject({ end: "stopped", code: null });
  });

  test("a run that has stopped already", async () => {
    expect(await shell("sleep 60", { signal: AbortSignal.abort() })).toMatchObject({ end: "stopped" });
  });
});

describe("where it runs", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "crosscheck-test-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test("a minimal environment with a fixed locale, and nothing of the user's", async () => {
    process.env["CROSSCHECK_TEST_SECRET"] = "token";
    try {
      const { stdout } = await runProgram(request({ program: "env", environment: { EXTRA: "1" } }));
      const names = text(stdout)
        .split("\n")
        .map((line) => line.split("=")[0]);
      expect(new Set(names.filter(Boolean))).toEqual(
        new Set(["EXTRA", "HOME", "LANG", "LC_ALL", "NO_COLOR", "PATH", "TERM", "TMPDIR", "TZ"]),
      );
      expect(text(stdout)).toContain("LC_ALL=C\n");
    } finally {
      delete process.env["CROSSCHECK_TEST_SECRET"];
    }
  });

  test("a private folder: files given, files taken, links not followed, and nothing left", async () => {
    const before = (await readdir(tmpdir())).filter((name) => /^crosscheck-(?!test)/.test(name));
    const { files, stdout } = await shell(
      "cat in.txt > out.txt; ln -s /etc/passwd link.txt; mkdir folder.txt; stat -c %a .",
      { files: { "in.txt": "given" }, collects: ["out.txt", "link.txt", "folder.txt", "missing.txt"] },
    );
    expect(Object.keys(files)).toEqual(["out.txt"]);
    expect(text(files["out.txt"])).toBe("given");
    expect(text(stdout)).toBe("700\n");
    const after = (await readdir(tmpdir())).filter((name) => /^crosscheck-(?!test)/.test(name));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });

  test("a script with its own interpreter line", async () => {
    const script = join(folder, "scanner");
    await writeFile(script, "#!/bin/sh\necho scanned $1\n");
    await chmod(script, 0o755);
    expect(text((await runProgram(request({ program: script, args: ["it"] }))).stdout)).toBe("scanned it\n");
  });
});
