/**
 * Every installed scanner asks genuine servers, and what we make of its answer is what it printed, read here a second time by
 * nothing but its own words; and the profile that re-enacts it comes out the same, but for differences that are listed. Whether
 * the tool is right is not the question: sslscan is wrong about a quarter of the vulnerable ones.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultCacheFolder } from "../../src/range/genuine/fetch.ts";
import { type GenuineRange, startGenuine } from "../../src/range/genuine/range.ts";
import type { RangeServer } from "../../src/range/server.ts";
import { profileWitness } from "../../src/app/range/profile-witness.ts";
import { PROFILES } from "../../src/profiles/catalogue.ts";
import { SCANNERS } from "../../src/scanners/catalogue.ts";
import type { Scanner } from "../../src/scanners/scanner.ts";
import { askReally, realProgram } from "../../src/scanners/testing/real.ts";

type Printed = "vulnerable" | "not vulnerable" | "neither";

interface Tool {
  readonly id: string;
  /** Its words for each; where both stand, it is vulnerable: the tool asked in several versions. */
  readonly vulnerable: RegExp;
  readonly notVulnerable: RegExp;
  /** The slow ones are asked about fewer servers. */
  readonly servers: RegExp;
  readonly atOnce: number;
  /** The profile that re-enacts this version; null: none does. */
  readonly profile: string | null;
}

const ALL = /./;
const FEW = /\/(?:default|ssl3|seed-sha)$/;

const TOOLS: readonly Tool[] = [
  {
    id: "nmap",
    vulnerable: /<elem key="state">VULNERABLE<\/elem>/,
    notVulnerable: /<elem key="state">NOT VULNERABLE<\/elem>/,
    servers: ALL,
    atOnce: 3,
    profile: "nmap-7",
  },
  {
    id: "sslscan",
    vulnerable: /<heartbleed\b[^>]*\bvulnerable="1"/,
    notVulnerable: /<heartbleed\b[^>]*\bvulnerable="0"/,
    servers: ALL,
    atOnce: 4,
    profile: "sslscan-2",
  },
  { id: "heartbleeder", vulnerable: /^VULNERABLE/m, notVulnerable: /^SECURE/m, servers: ALL, atOnce: 3, profile: null },
  {
    id: "testssl",
    vulnerable: /"finding"\s*:\s*"VULNERABLE/,
    notVulnerable: /"finding"\s*:\s*"not vulnerable/,
    servers: FEW,
    atOnce: 3,
    profile: "testssl",
  },
  {
    id: "sslyze",
    vulnerable: /"is_vulnerable_to_heartbleed"\s*:\s*true/,
    notVulnerable: /"is_vulnerable_to_heartbleed"\s*:\s*false/,
    servers: FEW,
    atOnce: 2,
    profile: "sslyze",
  },
];

/** One family that bleeds, the same release repaired, and one of today. */
const FAMILIES = ["node-0.10.1", "node-0.10.2", "node-current"];

let range: GenuineRange | null = null;
beforeAll(async () => {
  range = await startGenuine({
    families: FAMILIES,
    openssl: [],
    cacheFolder: defaultCacheFolder(),
    onNotice: () => {},
  });
});
afterAll(() => range?.stop());

function printedIn(said: string, { vulnerable, notVulnerable }: Tool): Printed {
  if (vulnerable.test(said)) return "vulnerable";
  return notVulnerable.test(said) ? "not vulnerable" : "neither";
}

/** A printed negative may count for nothing, for a reason of the scanner's table; nothing else may change. */
function allowed(printed: Printed, scanner: Scanner): readonly string[] {
  if (printed === "vulnerable") return ["vulnerable"];
  const unknown = scanner.mapping.map(({ reason }) => reason);
  return printed === "not vulnerable" ? ["not_vulnerable", ...unknown] : unknown;
}

async function disagreements(path: string, tool: Tool, scanner: Scanner, servers: readonly RangeServer[]) {
  const waiting = [...servers];
  const wrong: string[] = [];
  const unlike: string[] = [];
  const profile = PROFILES.find((each) => each.id === tool.profile);
  const printed = new Map<Printed, number>();
  const worker = async (): Promise<void> => {
    for (let server = waiting.shift(); server !== undefined; server = waiting.shift()) {
      const { id, address, port, serverName } = server;
      const { finding, said } = await askReally(path, scanner, { address, port, serverName });
      const words = printedIn(said, tool);
      printed.set(words, (printed.get(words) ?? 0) + 1);
      const made = finding.outcome === "unknown" ? finding.reason : finding.outcome;
      if (!allowed(words, scanner).includes(made)) wrong.push(`${id}: it says ${words}, we say ${finding.reason}`);
      if (profile === undefined) continue;
      const question = { address, port, serverName, name: null };
      const { finding: enacted } = await profileWitness(profile).ask(question, new AbortController().signal);
      if (enacted.outcome !== finding.outcome) unlike.push(`${id}: ${finding.reason}, re-enacted ${enacted.reason}`);
    }
  };
  await Promise.all(Array.from({ length: tool.atOnce }, worker));
  return { wrong, printed, unlike };
}

describe("what an installed scanner prints about genuine servers is what we make of it", () => {
  for (const tool of TOOLS) {
    const scanner = SCANNERS.find(({ id }) => id === tool.id);
    test(tool.id, { timeout: 300_000 }, async (context) => {
      if (scanner === undefined) throw new Error(`${tool.id} is not in the catalogue`);
      const path = await realProgram(context, scanner);
      const servers = (range?.servers ?? []).filter(({ id }) => tool.servers.test(id));
      if (servers.length === 0) context.skip("no genuine server can run here");
      const { wrong, printed, unlike } = await disagreements(path, tool, scanner, servers);
      expect(wrong).toEqual([]);
      const listed = (PROFILES.find(({ id }) => id === tool.profile)?.unlike ?? []).flatMap(({ at }) => at);
      expect(unlike.filter((difference) => !listed.some((at) => difference.includes(`/${at}: `)))).toEqual([]);
      // Somebody who never finds anything would pass as well.
      expect(printed.get("vulnerable") ?? 0).toBeGreaterThan(0);
      expect((printed.get("not vulnerable") ?? 0) + (printed.get("neither") ?? 0)).toBeGreaterThan(0);
    });
  }
});
