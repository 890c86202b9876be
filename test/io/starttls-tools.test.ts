/** The real tools where a dialogue comes before TLS: asked with their option for it, right both ways; those without one are not asked. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { condition } from "../../src/range/conditions/catalogue.ts";
import { combine, type Condition } from "../../src/range/conditions/condition.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import type { Scanner } from "../../src/scanners/scanner.ts";
import { sslscan } from "../../src/scanners/sslscan/index.ts";
import { sslyze } from "../../src/scanners/sslyze/index.ts";
import { askReally, realProgram } from "../../src/scanners/testing/real.ts";
import { testssl } from "../../src/scanners/testssl/index.ts";

function repaired(id: string): Condition {
  const [behind, base] = [condition(id), condition("C02")];
  if (behind === undefined || base === undefined) throw new Error(`no condition ${id}`);
  return { ...combine(base, behind), id: `${id}+C02` };
}

/** What ends in `C02` is repaired, all else vulnerable. */
const IDS = ["C43", "starttls-imap", "starttls-pop3", "starttls-postgres", "C43+C02"];
const CONDITIONS = IDS.map((id) => (id.endsWith("+C02") ? repaired(id.slice(0, -4)) : condition(id)));

let range: ScriptedRange | null = null;
beforeAll(async () => {
  range = await startScripted(CONDITIONS.filter((one) => one !== undefined));
});
afterAll(() => range?.stop());

const TOOLS: readonly (readonly [Scanner, readonly string[]])[] = [
  [sslscan, IDS],
  [sslyze, IDS],
  [testssl, ["C43", "C43+C02"]],
];
const CASES = TOOLS.flatMap(([scanner, ids]) => ids.map((id) => [scanner.id, id, scanner] as const));

test.for(CASES)("%s on %s", { timeout: 240_000 }, async ([, id, scanner], context) => {
  const program = await realProgram(context, scanner);
  const server = range?.servers.find((each) => each.condition === id);
  const { address = "", port = 0, startTls = null } = server ?? {};
  expect(startTls).not.toBeNull();
  const { finding, words } = await askReally(program, scanner, { address, port, serverName: null, startTls });
  expect([finding.outcome === "vulnerable", words]).toEqual([!id.endsWith("+C02"), words]);
  // Silence marked as OK is nothing that we take for a 0, here as elsewhere.
  expect(finding.reason).toMatch(/^(?:finding_reported|negative_reported|negative_timed_out)$/);
});
