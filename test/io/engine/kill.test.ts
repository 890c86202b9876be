/** `kill -9` at any moment, many times: the resumed run loses no endpoint and repeats at most what was in flight. */

import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openStore } from "../../../src/io/store/open-store.ts";
import { runChild } from "./run-child.ts";

const ENDPOINTS = 3_000;
const KILLS = 15;
/** Most that can be lost by one kill: 16 connections, and 200 rows that wait up to 50 ms to be written. */
const IN_FLIGHT = 16 + 200;

const folder = mkdtempSync(join(tmpdir(), "crosscheck-kill-"));
const cleanups: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

test("a run killed again and again ends complete", { timeout: 240_000 }, async () => {
  const asked = new Map<string, number>();
  let answered = 0;
  let onAnswer = (): void => {};
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (bytes) => {
      const name = bytes.toString();
      asked.set(name, (asked.get(name) ?? 0) + 1);
      answered += 1;
      socket.end(answered % 3 === 0 ? "V" : "S");
      onAnswer();
    });
  }).listen(0, "127.0.0.1");
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const file = join(folder, "killed.db");
  const scan = () => runChild("scan-child.ts", [file, String(port), String(ENDPOINTS)]);

  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = scan();
    // From "during the very first batch" to "well on the way".
    const until = answered + Math.floor(Math.random() * 300);
    onAnswer = () => {
      if (answered >= until) child.process.kill("SIGKILL");
    };
    expect(["SIGKILL", 0]).toContain(await child.ended);
  }
  onAnswer = () => {};
  expect(await scan().ended).toBe(0);

  const store = await openStore(file);
  cleanups.push(() => store.close());
  expect(store.run("run")).toMatchObject({ state: "done", targetsRead: ENDPOINTS, targetsComplete: true });
  expect(store.counts("run")).toEqual({
    targets: ENDPOINTS,
    targetErrors: 0,
    endpoints: ENDPOINTS,
    endpointsDone: ENDPOINTS,
    observations: ENDPOINTS,
  });
  const observationsPer = new Set([...store.endpoints("run")].map(({ id }) => store.observationsOf(id).length));
  expect(observationsPer).toEqual(new Set([1]));
  expect(asked.size).toBe(ENDPOINTS);
  expect(answered - ENDPOINTS).toBeLessThanOrEqual(KILLS * IN_FLIGHT);
  expect(Math.max(...asked.values())).toBeLessThanOrEqual(KILLS + 1);
});
