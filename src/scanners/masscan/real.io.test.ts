/**
 * The real program, as far as it goes without sending a packet: it cannot ask loopback, and nothing else is asked here. With `--echo`
 * it reads its options, prints them and ends.
 */

import { expect, test } from "vitest";
import { runProgram } from "../../io/process/run-program.ts";
import { readAnswer } from "../read-answer.ts";
import { QUESTION, rawAnswer } from "../testing/check.ts";
import { askReally, realProgram } from "../testing/real.ts";
import { masscan } from "./index.ts";

const run = async (program: string, args: readonly string[]) => {
  const { stdout, stderr, code } = await runProgram({
    program,
    args,
    stdin: "",
    files: {},
    collects: [],
    environment: {},
    timeoutMs: 15_000,
    maxBytes: 1 << 20,
    signal: new AbortController().signal,
  });
  return rawAnswer({ stdout: Buffer.from(stdout).toString(), stderr: Buffer.from(stderr).toString(), code });
};

test("its version", async (context) => {
  const program = await realProgram(context, masscan);
  expect(masscan.version.read(await run(program, masscan.version.args))).toMatch(/^\d+\.\d+/);
});

test("loopback is not asked", async (context) => {
  const program = await realProgram(context, masscan);
  expect((await askReally(program, masscan, QUESTION)).finding.reason).toBe("tool_not_applicable");
});

test("our options are its options; 1.3.2 does not know its own --heartbleed", async (context) => {
  const program = await realProgram(context, masscan);
  const question = { ...QUESTION, address: "192.0.2.1" };
  const asked = masscan.ask(question, {});
  if ("reason" in asked) throw new Error(asked.reason);
  const others = asked.args.filter((argument) => argument !== "--heartbleed");
  expect((await run(program, ["--echo", ...others])).stdout).toContain("192.0.2.1");
  const version = masscan.version.read(await run(program, masscan.version.args));
  if (version !== "1.3.2") return;
  const { finding, words } = readAnswer(masscan, await run(program, ["--echo", ...asked.args]), question);
  expect([finding.reason, words]).toEqual(["tool_failed", "CONF: unknown config option: no-capture=cert"]);
});
