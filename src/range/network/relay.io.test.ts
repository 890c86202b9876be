/** The bad network between real sockets. */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Network } from "../conditions/dials.ts";
import type { Listener } from "./loopback-listener.ts";
import { startRelay } from "./relay.ts";

const CLEAR: Network = { latencyMs: 0, jitterMs: 0, mss: null, lossPercent: 0 };
const BAD: Network = { latencyMs: 5, jitterMs: 10, mss: 100, lossPercent: 2 };

const open: { server: Server | null; relay: Listener | null } = { server: null, relay: null };
afterEach(async () => {
  await open.relay?.stop();
  open.server?.close();
});

/** A server that treats connections as it is told, and the relay in front of it. */
async function behind(network: Network, onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, onConnection).listen(0, "127.0.0.1");
  open.server = server;
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  open.relay = await startRelay({ address: "127.0.0.1", port, network, seed: 7, purpose: "test" });
  return open.relay.port;
}

const echo = (socket: Socket): void => {
  socket.on("error", () => socket.destroy());
  socket.pipe(socket);
};

/** Says something, half closes, and tells how it ended and what came. */
function talk(port: number, said: Uint8Array, localAddress = "127.0.0.1") {
  return new Promise<{ readonly end: string; readonly pieces: readonly Buffer[] }>((resolve) => {
    const received: Buffer[] = [];
    const socket = connect({ host: "127.0.0.1", port, localAddress, allowHalfOpen: true }, () => socket.end(said));
    socket.on("data", (piece) => received.push(piece));
    socket.on("end", () => resolve({ end: "fin", pieces: received }));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve({ end: error.code ?? "", pieces: received }));
  });
}

describe("a relay", () => {
  test.each([
    ["a clear network", CLEAR, 3_000_000],
    ["a bad one", BAD, 20_000],
  ])("passes everything on, in order, both ways, over %s", async (_what, network, bytes) => {
    const said = Buffer.from(Uint8Array.from({ length: bytes }, (_, index) => (index * 7) >> 3));
    const { end, pieces } = await talk(await behind(network, echo), said);
    expect([end, Buffer.concat(pieces).equals(said)]).toEqual(["fin", true]);
  });

  test("cuts what is sent at once", async () => {
    const port = await behind({ ...CLEAR, mss: 10 }, (socket) => socket.resume().end(Buffer.alloc(100)));
    expect((await talk(port, Buffer.alloc(0))).pieces.length).toBeGreaterThan(1);
  });

  test("passes a half close on, and the answer that comes after it", async () => {
    const port = await behind(BAD, (socket) => socket.resume().on("end", () => socket.end("after the end")));
    const { end, pieces } = await talk(port, Buffer.from("x"));
    expect([end, Buffer.concat(pieces).toString()]).toEqual(["fin", "after the end"]);
  });

  test("a server's reset stays a reset", async () => {
    const port = await behind(CLEAR, (socket) => socket.once("data", () => socket.resetAndDestroy()));
    expect((await talk(port, Buffer.from("x"))).end).toBe("ECONNRESET");
  });

  test("a client's reset reaches the server; after its FIN, as soon as something is sent to it", async () => {
    let port = 0;
    const seen = new Promise<string>((resolve) => {
      const talksOn = (socket: Socket): void => {
        const talking = setInterval(() => socket.write("still here"), 5);
        socket.resume().on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
        socket.on("close", () => clearInterval(talking));
      };
      void behind(CLEAR, talksOn).then((at) => (port = at));
    });
    await vi.waitUntil(() => port !== 0);
    const client = connect({ host: "127.0.0.1", port, allowHalfOpen: true }, () => client.end("x"));
    client.once("data", () => client.resetAndDestroy());
    expect(await seen).toMatch(/^(ECONNRESET|EPIPE)$/);
  });

  test("no server behind it: reset", async () => {
    const port = await behind(CLEAR, echo);
    await new Promise((resolve) => open.server?.close(resolve));
    expect((await talk(port, Buffer.from("x"))).end).toBe("ECONNRESET");
  });

  test("the server sees whose address it is", async () => {
    const port = await behind(CLEAR, (socket) => socket.resume().end(`${socket.remoteAddress}`));
    expect(Buffer.concat((await talk(port, Buffer.alloc(0), "127.0.0.9")).pieces).toString()).toBe("127.0.0.9");
  });

  test("leads to loopback only", async () => {
    const to = { address: "192.0.2.1", port: 443, network: CLEAR, seed: 1, purpose: "test" };
    await expect(startRelay(to)).rejects.toThrow(RangeError);
  });
});
