/**
 * Foreign memory is asked for only after an explicit opt-in, and even then nothing of it is kept. No condition of the
 * range needs that rung today, so it is climbed to on purpose: with the story of a server that left everything else open.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPack } from "../../src/app/packs.ts";
import type { Store } from "../../src/core/ports/store.ts";
import { openStore } from "../../src/io/store/open-store.ts";
import type { Pack, RungResult } from "../../src/packs/pack.ts";
import { CONDITIONS } from "../../src/range/conditions/catalogue.ts";
import { FILLER } from "../../src/range/scripted/read-buffer.ts";
import { type ScriptedRange, startScripted } from "../../src/range/scripted/start-scripted.ts";
import { DEFAULT_PROBE, inShort, RUN, scanServers } from "../support/range-scan.ts";

const CAREFUL = { ...DEFAULT_PROBE, patientMs: 0, quickMs: 1500 };
const PERMITTED = { ...CAREFUL, allowOverread: true };
const heartbleed = findPack("heartbleed");
const OVERREAD = "heartbleed/overread";

let range: ScriptedRange;
let folder: string;
beforeAll(async () => {
  range = await startScripted(CONDITIONS.filter(({ dials }) => dials.service !== "refused"));
  folder = mkdtempSync(join(tmpdir(), "crosscheck-overread-"));
});
afterAll(async () => {
  await range.stop();
  rmSync(folder, { recursive: true, force: true });
});

const only = (id: string) => range.servers.filter(({ condition }) => condition === id);
const foreignBytes = (): number => range.servers.reduce((sum, server) => sum + server.counters().foreignBytesServed, 0);

/** Pieces of the filler as they would look in the file: as they are, and in base64 at each of its three alignments. */
function traces(): readonly string[] {
  const twice = Buffer.concat([FILLER, FILLER]);
  const inBase64 = [10, 11, 12].map((from) => twice.subarray(from, from + 30).toString("base64"));
  return [twice.toString("latin1", 10, 40), ...inBase64];
}

function receivedBytes(store: Store): Buffer {
  const pieces: Uint8Array[] = [];
  for (const { transcriptHash } of store.observations(RUN)) {
    const read = transcriptHash === null ? null : store.transcripts(transcriptHash);
    if (read?.ok !== true) continue;
    for (const { events } of read.transcripts) for (const e of events) if (e.kind === "received") pieces.push(e.bytes);
  }
  return Buffer.concat(pieces);
}

function expectNoTrace(store: Store, files: string): void {
  expect(receivedBytes(store).length).toBeGreaterThan(0);
  expect(receivedBytes(store).includes("marked filler")).toBe(false);
  store.close();
  const names = readdirSync(folder).filter((name) => name.startsWith(files));
  expect(names).not.toEqual([]);
  for (const name of names) {
    const bytes = readFileSync(join(folder, name));
    for (const trace of traces()) expect(bytes.includes(trace), `${name} contains ${trace}`).toBe(false);
  }
}

/** A pack that believes to have been through `past` already. */
const after = (past: readonly RungResult[]): Pack => ({
  ...heartbleed,
  next: (endpoint, own, options) => heartbleed.next(endpoint, [...past, ...own], options),
});

/** Everything that was tried on the server behind the device that eats heartbeats. */
async function everythingLeftOpen(): Promise<readonly RungResult[]> {
  let story: readonly RungResult[] = [];
  const listening: Pack = {
    ...heartbleed,
    next: (endpoint, past, options) => {
      story = past;
      return heartbleed.next(endpoint, past, options);
    },
  };
  await scanServers(only("C33"), { probe: CAREFUL, pack: listening });
  return story.filter(({ detector }) => detector !== OVERREAD);
}

test("without the opt-in that rung is not climbed to, whatever was left open", async () => {
  const story = await everythingLeftOpen();
  expect(story.length).toBeGreaterThan(0);
  const verdicts = await scanServers(only("C01"), { probe: CAREFUL, pack: after(story) });
  expect(inShort(verdicts.get("scripted/C01"))).toBe("unknown no_evidence");
  expect(foreignBytes()).toBe(0);
});

test("with it the server gives bytes away, and none of them is in the database", async () => {
  const story = await everythingLeftOpen();
  const store = await openStore(join(folder, "one.db"));
  const verdicts = await scanServers(only("C01"), { probe: PERMITTED, pack: after(story), store });
  expect(inShort(verdicts.get("scripted/C01"))).toBe("vulnerable overread_answered");
  expect([...store.observations(RUN)].map(({ detector }) => detector)).toEqual([OVERREAD]);
  expect(foreignBytes()).toBeGreaterThan(1000);
  expectNoTrace(store, "one.db");
});

test("permitted for the whole range, it changes no verdict for the worse and leaves no trace either", async () => {
  const store = await openStore(join(folder, "all.db"));
  const servers = range.servers.filter(({ condition }) => condition !== "C47");
  const verdicts = await scanServers(servers, { probe: PERMITTED, store });
  const wrong = servers.flatMap(({ id, truth }) => {
    const verdict = verdicts.get(id);
    return verdict?.outcome === truth || verdict?.outcome === "unknown" ? [] : [`${id}: ${inShort(verdict)}`];
  });
  expect(wrong).toEqual([]);
  expectNoTrace(store, "all.db");
});
