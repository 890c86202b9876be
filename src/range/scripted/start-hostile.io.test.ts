/** The hostile servers do what they threaten: seen by a client that takes so much and no more. */

import { createConnection } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CONTENT, RecordDecoder } from "../../core/wire/record.ts";
import { HOSTILE_SCRIPTS, type HostileScript } from "./hostile-scripts.ts";
import { type HostileRange, startHostile } from "./start-hostile.ts";

let range: HostileRange;
beforeAll(async () => {
  range = await startHostile();
});
afterAll(() => range.stop());

const MEGABYTE = 2 ** 20;

interface Seen {
  readonly bytes: Buffer;
  /** "enough": we hung up; "quiet": nothing more came. */
  readonly end: "enough" | "quiet" | "fin" | "reset";
}

/** Says something, reads up to `limit` bytes or until half a second passes without any. */
function visit(id: string, limit: number): Promise<Seen> {
  const port = range.servers.find(({ condition }) => condition === id)?.port ?? 0;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const socket = createConnection({ host: "127.0.0.1", port }, () => socket.write("hello"));
    const finish = (end: Seen["end"]) => {
      socket.destroy();
      resolve({ bytes: Buffer.concat(chunks), end });
    };
    socket.setTimeout(500, () => finish("quiet"));
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= limit) finish("enough");
    });
    socket.on("end", () => finish("fin"));
    socket.on("error", () => finish("reset"));
  });
}

test("one server per script, nobody vouches for any", () => {
  expect(range.servers.map(({ condition }) => condition)).toEqual(HOSTILE_SCRIPTS.map(({ id }) => id));
  expect(new Set(range.servers.map(({ truth }) => truth))).toEqual(new Set([null]));
});

test.each([
  "endless-flight",
  "endless-warnings",
  "endless-empty-records",
  "endless-heartbeats",
  "long-records",
  "noise",
  "noise-at-once",
])("%s does not stop by itself", async (id) => {
  expect((await visit(id, 8 * MEGABYTE)).end).toBe("enough");
});

test("the huge message is as long as a message can be", async () => {
  const { bytes, end } = await visit("huge-message", 32 * MEGABYTE);
  expect(end).toBe("quiet");
  expect(bytes.length).toBeGreaterThan(16 * MEGABYTE);
});

test.each([
  ["fin", "fin"],
  ["fin-on-hello", "fin"],
  ["fin-in-flight", "fin"],
  ["reset", "reset"],
  ["reset-on-hello", "reset"],
  ["reset-in-flight", "reset"],
  ["reset-after-flight", "reset"],
  ["silence", "quiet"],
  ["promised-message", "quiet"],
])("%s ends with %s", async (id, end) => {
  expect((await visit(id, MEGABYTE)).end).toBe(end);
});

test("slow means a byte at a time", async () => {
  const { bytes, end } = await visit("slow", 1);
  expect([bytes.length, end]).toEqual([0, "quiet"]);
});

test.each([
  ["plain-text", "not_tls"],
  ["sslv2", "sslv2"],
  ["noise", "not_tls"],
  ["long-records", "oversized"],
] as const)("%s is no stream of TLS records: %s", async (id, defect) => {
  const decoder = new RecordDecoder();
  decoder.push((await visit(id, MEGABYTE)).bytes);
  expect(decoder.defect).toBe(defect);
});

test("nonsense comes in the form of protected records", async () => {
  const records = new RecordDecoder().push((await visit("encrypted-nonsense", MEGABYTE)).bytes);
  expect(records.slice(-2).map(({ type, body }) => [type, body.length])).toEqual([
    [CONTENT.changeCipherSpec, 1],
    [CONTENT.handshake, 640],
  ]);
});

test("noise is the same in every run", async () => {
  const [first, second] = await Promise.all([visit("noise", 1000), visit("noise", 1000)]);
  expect(first.bytes.subarray(0, 1000)).toEqual(second.bytes.subarray(0, 1000));
});

test("a client that does not read makes the server wait, not pile up", async () => {
  let sent = 0;
  const counting: HostileScript = {
    id: "counting",
    title: "counts what it says",
    starts: "at_once",
    *steps() {
      for (;;) {
        sent += MEGABYTE;
        yield { bytes: new Uint8Array(MEGABYTE), afterMs: 0 };
      }
    },
  };
  const alone = await startHostile([counting]);
  const socket = createConnection({ host: "127.0.0.1", port: alone.servers[0]?.port ?? 0 }).pause();
  await setTimeout(1000);
  socket.destroy();
  await alone.stop();
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(64 * MEGABYTE);
});
