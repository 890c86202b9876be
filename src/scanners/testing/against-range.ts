/** The same three questions for every real program: a vulnerable server, a repaired one, a closed port. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Reason } from "../../core/model/outcome.ts";
import { CONDITIONS } from "../../range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../range/scripted/start-scripted.ts";
import type { Scanner } from "../scanner.ts";
import { askReally, realProgram } from "./real.ts";

/** @param expected what must be made of the answer, by condition of the range. */
export function checkAgainstRange(scanner: Scanner, expected: Readonly<Record<string, Reason>>): void {
  let range: ScriptedRange | null = null;
  beforeAll(async () => {
    range = await startScripted(CONDITIONS.filter(({ id }) => Object.hasOwn(expected, id)));
  });
  afterAll(() => range?.stop());

  for (const [condition, reason] of Object.entries(expected)) {
    test(`${scanner.id} on ${condition}`, async (context) => {
      const program = await realProgram(context, scanner);
      const server = range?.servers.find((each) => each.condition === condition);
      expect(server).toBeDefined();
      const question = { address: server?.address ?? "", port: server?.port ?? 0, serverName: null };
      const { finding, words } = await askReally(program, scanner, question);
      expect(finding.reason, words).toBe(reason);
    });
  }
}
