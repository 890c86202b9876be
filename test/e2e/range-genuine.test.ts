/**
 * The promise about genuine servers: every vulnerable configuration is demonstrated, every safe one refuted or absent,
 * and they all still serve their pages after hundreds of scans.
 */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultCacheFolder, whyNotHere } from "../../src/range/genuine/fetch.ts";
import { type GenuineRange, startGenuine } from "../../src/range/genuine/range.ts";
import type { RangeServer } from "../../src/range/server.ts";
import { DEFAULT_PROBE, inShort, scanServers } from "../support/range-scan.ts";

const unavailable = whyNotHere();

/** The kinds of conversation that differ most, in every family: scanned 200 times in a row, the others LESS_OFTEN. */
const KINDS = /\/(default|ssl3|tls1\.3|client-certificate)$/;
const OFTEN = 200;
/** CROSSCHECK_LONG=1 scans every one of them 200 times, which takes minutes. */
const LESS_OFTEN = process.env["CROSSCHECK_LONG"] === "1" ? OFTEN : 20;
const COPIES_AT_ONCE = 20;

describe.skipIf(unavailable !== null)(`genuine servers${unavailable === null ? "" : ` (${unavailable})`}`, () => {
  let range: GenuineRange;
  beforeAll(async () => {
    range = await startGenuine({ cacheFolder: defaultCacheFolder(), onNotice: () => {} });
  });
  afterAll(() => range.stop());

  test("nothing had to be left out, and both truths are there", () => {
    // nginx is no part of the package.
    expect(range.notices.filter((notice) => notice !== "nginx is left out: nginx is not installed")).toEqual([]);
    const truths = range.servers.map(({ truth }) => truth);
    expect(truths.filter((truth) => truth === "vulnerable").length).toBeGreaterThan(50);
    expect(truths.filter((truth) => truth === "not_vulnerable").length).toBeGreaterThan(100);
  });

  test("every configuration is judged rightly, with proof", async () => {
    const verdicts = await scanServers(range.servers);
    const misjudged = range.servers.flatMap(({ id, truth }) => {
      const verdict = verdicts.get(id);
      const proofs = truth === "vulnerable" ? ["demonstrated"] : ["refuted", "absent"];
      const right = verdict?.outcome === truth && proofs.includes(verdict?.evidence ?? "");
      return right ? [] : [`${id} (${truth}): ${inShort(verdict)}`];
    });
    expect(misjudged).toEqual([]);
  });

  test(`after ${OFTEN} scans in a row every server still serves its page, and none was misjudged`, async () => {
    const often = range.servers.filter(({ id }) => KINDS.test(id));
    expect(often.length).toBeGreaterThan(15);
    const plan = [
      { servers: range.servers, times: LESS_OFTEN },
      { servers: often, times: OFTEN - LESS_OFTEN },
    ];
    const wrong: string[] = [];
    for (const { servers, times } of plan) {
      for (let done = 0; done < times; done += COPIES_AT_ONCE) wrong.push(...(await scanCopies(servers)));
    }
    expect(wrong).toEqual([]);
    expect((await range.alive()).filter(({ problem }) => problem !== null)).toEqual([]);
  });
});

/** Scans each server as often under different names, quickly; the wrong ones. */
async function scanCopies(servers: readonly RangeServer[]): Promise<readonly string[]> {
  const copies = servers.flatMap((server) =>
    Array.from({ length: COPIES_AT_ONCE }, (_, copy) => ({
      ...server,
      id: `${server.id} as ${copy}`,
      serverName: `n${copy}.range.test`,
    })),
  );
  const probe = { ...DEFAULT_PROBE, draws: 1, quickMs: 1000, patientMs: 0 };
  const verdicts = await scanServers(copies, { probe });
  return copies.flatMap(({ id, truth }) => {
    const verdict = verdicts.get(id);
    return verdict?.outcome === "unknown" || verdict?.outcome === truth ? [] : [`${id}: ${inShort(verdict)}`];
  });
}
