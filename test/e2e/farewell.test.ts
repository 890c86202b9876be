/** No connection is reset by us: a reset has crashed servers (design, section 5). Seen from the server's side. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CONDITIONS } from "../../src/range/conditions/catalogue.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { crosscheck } from "../support/cli.ts";
import { Folder } from "../support/folder.ts";
import { type Forwarder, startForwarder } from "../support/forwarder.ts";

/** Vulnerable, sound, silent about heartbeats, late, cut off, refusing our hello, and no TLS at all. */
const IDS = new Set(["C01", "C02", "C03", "C16", "C25", "C33", "C38", "C49", "C51"]);

let range: ScriptedRange;
let fronts: readonly Forwarder[] = [];
const folder = new Folder();
beforeAll(async () => {
  range = await startScripted(CONDITIONS.filter(({ id }) => IDS.has(id)));
  fronts = await Promise.all(range.servers.map(({ port }) => startForwarder("127.0.0.1", port)));
  const targets = fronts.map(({ port }) => `127.0.0.1:${port}`);
  await crosscheck(["scan", ...targets, "--quick", "1000", "--patient", "0", "--db", folder.fresh(".db")]);
  await Promise.all(fronts.map((front) => front.stop()));
});
afterAll(async () => {
  await range.stop();
  folder.remove();
});

describe.each([...IDS])("%s", (id) => {
  test("every connection was closed with FIN", () => {
    const farewells = fronts[range.servers.findIndex(({ condition }) => condition === id)]?.farewells ?? [];
    expect(farewells.length).toBeGreaterThan(0);
    expect(new Set(farewells)).toEqual(new Set(["fin"]));
  });
});
