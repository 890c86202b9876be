import { expect, test } from "vitest";
import type { Question, ScannerOptions } from "../scanner.ts";
import { checkScanner, QUESTION, rawAnswer } from "../testing/check.ts";
import { sslyze } from "./index.ts";
import { FIXTURES } from "./testing/fixtures.ts";

checkScanner(sslyze, FIXTURES);

function args(question: Question, options: ScannerOptions = {}): readonly string[] {
  const asked = sslyze.ask(question, options);
  return "args" in asked ? asked.args : [];
}

test("the target carries its address, so that no name is looked up", () => {
  expect(args(QUESTION).at(-1)).toBe("127.0.0.1:8443{127.0.0.1}");
  expect(args({ ...QUESTION, address: "::1" }).at(-1)).toBe("[::1]:8443{::1}");
  expect(args({ ...QUESTION, serverName: "www.example.org" }).at(-1)).toBe("www.example.org:8443{127.0.0.1}");
});

test("it asks for the check alone, also in versions that compare with Mozilla's settings by default", () => {
  expect(args(QUESTION).slice(0, -1)).toEqual(["--heartbleed", "--mozilla_config=disable", "--json_out=-"]);
  expect(args(QUESTION, { generation: "4" })).not.toContain("--mozilla_config=disable");
});

test("STARTTLS and patience by option", () => {
  const options = { starttls: "xmpp", "xmpp-to": "example.org", "slow-connection": "yes" };
  expect(args(QUESTION, options)).toEqual(
    expect.arrayContaining(["--starttls=xmpp", "--xmpp_to=example.org", "--slow_connection"]),
  );
});

test("its version stands in its help", () => {
  const help = "usage: sslyze [-h]\n\nSSLyze version 6.3.1\n\npositional arguments:";
  expect(sslyze.version.read(rawAnswer({ stdout: help }))).toBe("6.3.1");
  expect(sslyze.version.read(rawAnswer({ stdout: "Traceback" }))).toBeNull();
});

test("what it complained about is in the words", () => {
  const stderr = "usage: sslyze\nsslyze: error: unrecognized arguments: --x";
  expect(sslyze.interpret(rawAnswer({ stderr, code: 2 }), QUESTION).words).toContain("unrecognized arguments");
});
