/** The recorded output of the genuine program, of the recipe and of what others run (captures/README.md). */

import { readFileSync } from "node:fs";
import { expect, test, type TestContext } from "vitest";
import { sample } from "../../importers/testing/samples.ts";
import { readAnswer } from "../read-answer.ts";
import { rawAnswer } from "../testing/check.ts";
import { nmap } from "./index.ts";

function read(context: TestContext, name: string, ports: readonly number[]): Readonly<Record<string, string>> {
  const stdout = readFileSync(sample(context, `captures/nmap/${name}.xml`), "utf8");
  return Object.fromEntries(
    ports.map((port) => {
      const question = { address: "127.0.0.1", port, serverName: null };
      return [port, readAnswer(nmap, rawAnswer({ stdout }), question).finding.reason];
    }),
  );
}

const as = (reason: string, ...ports: readonly number[]) => Object.fromEntries(ports.map((port) => [port, reason]));

test("the recipe: no false zero but behind devices that eat heartbeats", (context) => {
  const expected = {
    ...as("finding_reported", 9601, 9603, 9605, 9606, 9607, 9623, 9625, 9627),
    ...as("negative_reported", 9602, 9633, 9634),
    // A device on the path hides a vulnerable server: no report can tell.
    ...as("negative_reported", 9620, 9621, 9626),
    ...as("tls_not_shown", 9610, 9611, 9612, 9613),
    ...as("tls_version_not_covered", 9604),
    ...as("negative_without_ground", 9622),
    ...as("check_failed", 9624),
    ...as("port_closed", 9699),
  };
  expect(read(context, "all_evidence", Object.keys(expected).map(Number))).toEqual(expected);
});

test("a report that does not end", (context) => {
  expect(read(context, "killed", [9601])).toEqual({ 9601: "tool_output_unreadable" });
});
