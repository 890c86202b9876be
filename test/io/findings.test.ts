/**
 * What reference/detectors.md measured and found surprising, again: with the real tool where it is installed, and with its profile.
 * The tools are wrong here, and so they must be: a range that did not show it would not be one.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { profileWitness } from "../../src/app/range/profile-witness.ts";
import type { Reason } from "../../src/core/model/outcome.ts";
import { PROFILES } from "../../src/profiles/catalogue.ts";
import { CONDITIONS } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { nmap } from "../../src/scanners/nmap/index.ts";
import type { Scanner } from "../../src/scanners/scanner.ts";
import { sslyze } from "../../src/scanners/sslyze/index.ts";
import { askReally, realProgram } from "../../src/scanners/testing/real.ts";
import { testssl } from "../../src/scanners/testssl/index.ts";

let range: ScriptedRange | null = null;
beforeAll(async () => {
  range = await startScripted(CONDITIONS.filter(({ id }) => /^C(?:01|14|15|16|21|22|27|28|37|40|49)$/.test(id)));
});
afterAll(() => range?.stop());

function at(condition: string) {
  const server = range?.servers.find((each) => each.condition === condition);
  if (server === undefined) throw new Error(`${condition} is not up`);
  return { address: server.address, port: server.port, serverName: server.serverName };
}

async function askProfile(id: string, condition: string) {
  const profile = PROFILES.find((each) => each.id === id);
  if (profile === undefined) throw new Error(`there is no profile ${id}`);
  return profileWitness(profile).ask({ ...at(condition), name: null }, new AbortController().signal);
}

async function profileSays(id: string, condition: string): Promise<Reason> {
  return (await askProfile(id, condition)).finding.reason;
}

/** The profile, and the real tool where it is there. */
function both(tool: string, profile: string, scanner: Scanner, expected: Readonly<Record<string, Reason>>): void {
  for (const [condition, reason] of Object.entries(expected)) {
    test(`${tool} on ${condition}, its profile`, async () => {
      expect(await profileSays(profile, condition)).toBe(reason);
    });
    test(`${tool} on ${condition}, the tool itself`, async (context) => {
      const { finding, words } = await askReally(await realProgram(context, scanner), scanner, at(condition));
      expect(finding.reason, words).toBe(reason);
    });
  }
}

describe("nmap needs the extension in mode 1 although the code is there", () => {
  both("nmap", "nmap-7", nmap, { C01: "finding_reported", C14: "negative_reported", C15: "negative_reported" });
});

describe("sslyze asks without the server name", () => {
  both("sslyze", "sslyze", sslyze, { C01: "finding_reported", C16: "negative_reported" });
});

describe("testssl.sh waits eight seconds", () => {
  both("testssl.sh", "testssl", testssl, { C27: "finding_reported", C28: "negative_timed_out" });
});

describe("sslscan", () => {
  test("takes a repaired server's certificate for an answer: its reads are not continued", async () => {
    expect(await profileSays("sslscan-2", "C22")).toBe("finding_reported");
    expect(await profileSays("sslscan-1-11-12", "C22")).toBe("negative_reported");
  });

  // Whether it loses the answer to C21 is a race; the reading of the length itself is tested in src/profiles/sslscan.
  test("before the reads were lost again it found what is behind a long certificate record", async () => {
    expect(await profileSays("sslscan-1-11-12", "C21")).toBe("finding_reported");
  });
});

test("masstest takes leniency about padding for the flaw", async () => {
  const states = PROFILES.filter(({ id }) => id.startsWith("masstest")).map(({ id }) => id);
  const answers = await Promise.all(states.map((id) => profileSays(id, "C37")));
  expect(answers).toContain("finding_reported");
});

test("Cardiac Arrest says PASS of a closed port and of what is no TLS, and we believe neither", async () => {
  for (const condition of ["C40", "C49"]) {
    const { finding, provenance } = await askProfile("cardiac-arrest", condition);
    expect([finding.outcome, provenance.words]).toEqual(["unknown", expect.stringContaining("PASS")]);
  }
});
