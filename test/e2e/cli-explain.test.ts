/** `explain --prove`, `explain --beside` and `report-miss`, as a user calls them. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { crosscheck } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";

const folder = new Folder();
const db = folder.fresh(".db");
let range: ScriptedRange;
let psk = "";
const run = (...args: readonly string[]) => crosscheck([...args, "--db", db]);

beforeAll(async () => {
  range = await startScripted(["C11"].flatMap((id) => condition(id) ?? []));
  psk = `127.0.0.1:${range.servers[0]?.port}`;
  await run("scan", psk, "--quick", "1000", "--patient", "0");
  await run("record", psk, "0", "--detector", "sslscan", "--tool-version", "2.0.7");
  await run("record", psk, "0", "--detector", "ssltest", "--tool-version", "2014-04-08");
  await run("record", psk, "0", "--detector", "nessus");
});
afterAll(async () => {
  await range.stop();
  folder.remove();
});

describe("explain --prove", () => {
  test("says why, proven; and what it cannot say", async () => {
    const { code, stdout } = await run("explain", psk, "--prove");
    expect(stdout).toContain(
      "sslscan 2.0.7 says 0 because it never offers PSK suites; the same flight with PSK offered: answered. Proven, 3 of 3.",
    );
    // What stands in the database is not what this tool would say here.
    expect(stdout).toMatch(/ssltest 2014-04-08 says 0: not explained; the re-enactment answers differently/);
    expect(stdout).toMatch(/nessus unknown: not explained; nothing re-enacts it/);
    expect(code).toBe(2);
  });

  test("of one detector, as JSON", async () => {
    const { code, stdout } = await run("explain", psk, "--prove", "--detector", "sslscan", "--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        detector: "sslscan",
        observed: "not_vulnerable",
        verdict: "vulnerable",
        causes: [{ id: "suites", annex: ["C-03"] }],
      },
    ]);
  });

  test("of a place that is not there is a mistake", async () => {
    expect((await run("explain", "127.0.0.9:1", "--prove")).code).toBe(64);
  });
});

test("explain --beside marks the first difference, once", async () => {
  const { code, stdout } = await run("explain", psk, "--beside", "sslscan");
  expect(code).toBe(0);
  expect(stdout.match(/≠/g)).toHaveLength(1);
  expect(stdout).toMatch(/≠ .*ClientHello TLS 1\.2.*ClientHello/);
  expect(stdout).toMatch(/alert fatal: handshake_failure/);
});

test("report-miss is for the tool's maintainers: how to reproduce it, and nothing about the user's host", async () => {
  const { code, stdout } = await run("report-miss", "sslscan");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# sslscan 2\.0\.7: not vulnerable where the server is vulnerable$/m);
  expect(stdout).toContain("crosscheck range up --condition C11");
  expect(stdout).toContain("Proven, 3 of 3.");
  const [address = "", port = ""] = psk.split(":");
  expect(stdout).not.toContain(address);
  expect(stdout).not.toContain(port);
  expect(stdout).not.toContain("localhost");
});

test("report-miss of a tool that missed nothing ends with 2 and says so", async () => {
  const { code, stdout, stderr } = await run("report-miss", "zgrab");
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("zgrab contradicts no verdict here");
});
