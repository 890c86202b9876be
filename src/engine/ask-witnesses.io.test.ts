/** Other scanners in whole runs: who is asked about what, and above all, who is left alone. */

import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { manyNames, scanOf, targetAt } from "../../test/io/engine/scan-parts.ts";
import { tinyPack } from "../../test/io/engine/tiny-pack.ts";
import { finding, type Reason } from "../core/model/outcome.ts";
import type { TargetResult } from "../core/model/target.ts";
import type { Store } from "../core/ports/store.ts";
import type { Witness, WitnessQuestion } from "../core/ports/witness.ts";
import { openStore } from "../io/store/open-store.ts";
import type { Pack } from "../packs/pack.ts";
import type { ScanEvent } from "./options.ts";
import { runScan } from "./run-scan.ts";

let store: Store;
let server: Server;
let port = 0;
beforeEach(async () => {
  store = await openStore(":memory:");
  server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("S"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  store.close();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
});

/** A witness that answers `reason` and remembers what it was asked. */
function witness(reason: Reason = "negative_reported", hold: () => Promise<void> = async () => {}) {
  const asked: WitnessQuestion[] = [];
  let now = 0;
  let most = 0;
  const made: Witness = {
    identity: { id: "other", kind: "tool", version: "1", lineage: "other" },
    concurrency: 2,
    ask: async (question) => {
      asked.push(question);
      most = Math.max(most, ++now);
      await hold();
      now--;
      return {
        finding: finding(reason),
        startedAt: new Date().toISOString(),
        durationMs: 1,
        provenance: { place: "", words: "it said", argv: ["other"], exit: "exit 0", truncated: false, time: "zone" },
        raw: Buffer.from("its output"),
      };
    },
  };
  return { made, asked, most: () => most };
}

/** The tiny pack, whatever it sees. */
const always = (reason: Reason): Pack => ({ ...tinyPack, interpret: () => finding(reason) });
const saidBy = (told: readonly ScanEvent[]): readonly Reason[] =>
  told.flatMap((event) =>
    event.kind === "observation" && event.observation.detector === "other" ? [event.observation.reason] : [],
  );

test("is asked about the address that was checked, and its answer is kept with where it comes from", async () => {
  const { made, asked } = witness();
  const scan = scanOf(store, [targetAt("shop.example", port)], { witnesses: [made] });
  await runScan(scan);
  expect(asked).toEqual([
    { address: "127.0.0.1", port, serverName: "shop.example", name: "shop.example", startTls: null },
  ]);
  const [stored] = [...store.endpoints("run")];
  const kept = store.observationsOf(stored?.id ?? 0).find(({ detector }) => detector === "other");
  expect(kept).toMatchObject({ reason: "negative_reported", provenance: { words: "it said", argv: ["other"] } });
  expect(Buffer.from(store.raw(kept?.provenance?.raw ?? "") ?? []).toString()).toBe("its output");
});

describe("nobody is let loose on", () => {
  test.each<Reason>(["fragile_device_left_alone", "host_stopped_answering"])("a host that is %s", async (reason) => {
    const { made, asked } = witness();
    const scan = scanOf(store, [targetAt("127.0.0.1", port)], { witnesses: [made], pack: always(reason) });
    await runScan(scan);
    expect(asked).toEqual([]);
    expect(saidBy(scan.told)).toEqual([reason]);
  });

  test("an address out of scope", async () => {
    const { made, asked } = witness();
    const scan = scanOf(store, [targetAt("127.0.0.1", port)], { witnesses: [made] });
    const inventory = { ...scan.inventory, decide: () => ({ allowed: false, why: "not permitted" }) as const };
    await runScan({ ...scan, inventory });
    expect(asked).toEqual([]);
  });

  test("a member of a network where nothing listens; but on a port that somebody named", async () => {
    await new Promise((resolve) => server.close(resolve));
    const { made, asked } = witness("port_closed");
    const named = targetAt("127.0.0.1", port);
    if (!named.ok) throw new Error("not a target");
    const member: TargetResult = { ok: true, target: { ...named.target, address: null, cidr: "127.0.0.2/32" } };
    await runScan(scanOf(store, [named, member], { witnesses: [made] }));
    expect(asked.map(({ address }) => address)).toEqual(["127.0.0.1"]);
  });
});

test("each is asked as often as wanted, and by no more at once than it bears", async () => {
  const { made, asked, most } = witness("negative_reported", () => new Promise((resolve) => setTimeout(resolve, 5)));
  const scan = scanOf(store, manyNames(6, port), { witnesses: [made], repeats: 3 });
  await runScan(scan);
  expect(asked).toHaveLength(18);
  expect(most()).toBe(2);
  expect(saidBy(scan.told)).toHaveLength(18);
});

test("a run that is stopped goes on with the times that are missing", async () => {
  const stop = new AbortController();
  const first = witness("negative_reported", async () => stop.abort());
  const begun = scanOf(store, [targetAt("127.0.0.1", port)], {
    witnesses: [first.made],
    repeats: 3,
    signal: stop.signal,
  });
  expect(await runScan(begun)).toEqual({ state: "interrupted" });
  expect(first.asked).toHaveLength(1);
  const second = witness();
  const again = scanOf(store, [targetAt("127.0.0.1", port)], { witnesses: [second.made], repeats: 3 });
  expect(await runScan(again)).toEqual({ state: "done" });
  expect(second.asked).toHaveLength(2);
});

test("a scope that ends while others are asked lets nobody through any more", async () => {
  let ended = false;
  const { made, asked } = witness("negative_reported", async () => {
    ended = true;
  });
  const scan = scanOf(store, manyNames(4, port), { witnesses: [{ ...made, concurrency: 1 }] });
  const decide = () => (ended ? ({ allowed: false, why: "it has ended" } as const) : ({ allowed: true } as const));
  await runScan({ ...scan, inventory: { ...scan.inventory, decide } });
  expect(asked).toHaveLength(1);
  expect(saidBy(scan.told).filter((reason) => reason === "negative_reported")).toHaveLength(1);
});

test("a run that goes on counts an answer once, also where it was read again", async () => {
  const stop = new AbortController();
  const first = witness("negative_reported", async () => stop.abort());
  const begun = { witnesses: [first.made], repeats: 3, signal: stop.signal };
  await runScan(scanOf(store, [targetAt("127.0.0.1", port)], begun));
  const [kept] = [...store.observations("run")].filter(({ detector }) => detector === "other");
  if (kept === undefined) throw new Error("nothing was kept");
  const { id, endpointId, transcriptHash: _hash, reinterprets: _again, ...observation } = kept;
  store.append(endpointId, first.made.identity, { ...observation, transcripts: [] }, id);
  store.flush();
  const second = witness();
  await runScan(scanOf(store, [targetAt("127.0.0.1", port)], { witnesses: [second.made], repeats: 3 }));
  expect(second.asked).toHaveLength(2);
});
