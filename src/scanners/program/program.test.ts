import { expect, test } from "vitest";
import { readAnswer } from "../read-answer.ts";
import { checkScanner, QUESTION, rawAnswer } from "../testing/check.ts";
import { program } from "./index.ts";
import { PROGRAM_ANSWERS } from "./testing/fixtures.ts";

checkScanner(program, PROGRAM_ANSWERS);

test("the question is one line on the standard input, and nothing else", () => {
  const asked = program.ask({ ...QUESTION, serverName: 'a"b\nc' }, { arguments: "--fast -n 2" });
  expect(asked).toEqual({
    args: ["--fast", "-n", "2"],
    stdin: '{"protocol":1,"cve":"CVE-2014-0160","address":"127.0.0.1","port":8443,"server_name":"a\\"b\\nc"}\n',
  });
  expect(program.ask(QUESTION, {})).toMatchObject({ args: [] });
});

/** A beginning of these is a zero, and rightly so: what tells a program that ended is its exit code 0, not a line. */
test.each([
  ["an unknown", { outcome: "unknown" }, "tool_output_unreadable"],
  ["a hit", { outcome: "vulnerable" }, "finding_reported"],
])("no zero when %s follows it", (_what, fields, reason) => {
  const about = { address: QUESTION.address, port: QUESTION.port };
  const lines = [
    { ...about, outcome: "not_vulnerable", answered: true },
    { ...about, ...fields },
  ];
  const stdout = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  expect(readAnswer(program, rawAnswer({ stdout }), QUESTION).finding.reason).toBe(reason);
});

test.each([
  ["my-probe 1.2.3", "1.2.3"],
  ["v2.0-rc1", "2.0-rc1"],
  ["no version here", null],
  ["", null],
])("version in %j", (stdout, version) => {
  expect(program.version.read(rawAnswer({ stdout }))).toBe(version);
});
