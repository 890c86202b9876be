/** The dialer against real local servers that behave and misbehave. */

import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import type { ConnectionEvent, Conversation, DialOptions, Wire } from "../../core/ports/net.ts";
import { createDialer } from "./dialer.ts";

const LIMITS: DialOptions = { connectTimeoutMs: 2_000, totalTimeoutMs: 5_000, maxBytes: 100_000 };
const anywhere = createDialer({ allowed: () => ({ allowed: true }) });

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** What a server saw of one client. */
interface Seen {
  bytes: number;
  fin: boolean;
  reset: boolean;
}

/** Starts a server; `greet` says what it does with each connection. */
async function serve(
  greet: (socket: Socket) => void,
): Promise<{ port: number; seen: Seen[]; closed: Promise<unknown> }> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  let firstClosed: (value: unknown) => void;
  const closed = new Promise((resolve) => {
    firstClosed = resolve;
  });
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    const view: Seen = { bytes: 0, fin: false, reset: false };
    seen.push(view);
    sockets.add(socket);
    socket.on("data", (bytes) => {
      view.bytes += bytes.length;
    });
    socket.on("end", () => {
      view.fin = true;
    });
    socket.on("error", () => {
      view.reset = true;
    });
    socket.on("close", () => firstClosed(null));
    greet(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, seen, closed };
}

/** Dials and returns every event; fails unless "end" came exactly once and last. */
async function dial(
  port: number,
  react: (event: ConnectionEvent, wire: Wire) => void = () => {},
  options: Partial<DialOptions> = {},
  address = "127.0.0.1",
): Promise<{ events: ConnectionEvent[]; how: string; data: Buffer }> {
  const events: ConnectionEvent[] = [];
  const talk: Conversation = {
    event(event, wire) {
      events.push(event);
      react(event, wire);
    },
  };
  await anywhere.run({ address, port }, talk, { ...LIMITS, ...options });
  expect(events.filter((event) => event.kind === "end")).toHaveLength(1);
  const last = events.at(-1);
  const data = Buffer.concat(events.flatMap((event) => (event.kind === "data" ? [event.bytes] : [])));
  return { events, how: last?.kind === "end" ? last.how : `last event was ${last?.kind}`, data };
}

const hello = (event: ConnectionEvent, wire: Wire): void => {
  if (event.kind === "connected") wire.send(Buffer.from("hello"));
};

const closeAtOnce = (event: ConnectionEvent, wire: Wire): void => {
  if (event.kind === "connected") wire.close();
};

/** Sends as fast as the client reads, for ever. */
function flood(socket: Socket): void {
  const block = Buffer.alloc(65_536, "x");
  const pour = (): void => {
    while (!socket.destroyed && socket.write(block));
  };
  socket.on("drain", pour);
  pour();
}

describe("endings", () => {
  test("refused: nothing listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { events, how } = await dial(port, hello);
    expect(how).toBe("refused");
    expect(events).toHaveLength(1);
  });

  test("fin: what came before it is delivered, and our FIN answers it", async () => {
    const { port, seen, closed } = await serve((socket) => socket.end("last words"));
    const { how, data } = await dial(port, hello);
    expect(how).toBe("fin");
    expect(data.toString()).toBe("last words");
    await closed;
    expect(seen[0]).toMatchObject({ fin: true, reset: false });
  });

  test("half-close: a server that only listens on gets our FIN too", async () => {
    const { port, seen, closed } = await serve((socket) => socket.end());
    const { how } = await dial(port);
    expect(how).toBe("fin");
    await closed;
    expect(seen[0]).toMatchObject({ fin: true, reset: false });
  });

  test.each([
    ["at once", (socket: Socket) => socket.resetAndDestroy(), ""],
    ["on our first bytes", (socket: Socket) => socket.once("data", () => socket.resetAndDestroy()), ""],
    [
      "right after answering",
      (socket: Socket) => socket.once("data", () => socket.write("answer", () => socket.resetAndDestroy())),
      "answer",
    ],
  ])("reset %s", async (_when, greet, answer) => {
    const { port } = await serve(greet);
    const { how, data } = await dial(port, hello);
    expect(how).toBe("reset");
    expect(data.toString()).toBe(answer);
  });

  test("silence ends with the total limit, and the server sees a FIN", async () => {
    const { port, seen } = await serve((socket) => socket.on("end", () => socket.end()));
    const { how } = await dial(port, hello, { totalTimeoutMs: 150 });
    expect(how).toBe("time_limit");
    expect(seen[0]).toMatchObject({ fin: true, reset: false, bytes: 5 });
  });

  test("a slow drip does not prolong the total limit", async () => {
    const { port } = await serve((socket) => {
      const drip = setInterval(() => socket.write("x"), 10);
      socket.on("end", () => clearInterval(drip) ?? socket.end());
    });
    const { how, data } = await dial(port, hello, { totalTimeoutMs: 200 });
    expect(how).toBe("time_limit");
    expect(data.length).toBeGreaterThan(1);
  });

  test("a flood ends at the byte limit, exactly", async () => {
    const { port } = await serve(flood);
    const { how, data } = await dial(port, hello, { maxBytes: 70_000 });
    expect(how).toBe("byte_limit");
    expect(data.length).toBe(70_000);
  });

  test("stopped by the signal: politely", async () => {
    const { port, seen } = await serve((socket) => socket.on("end", () => socket.end()));
    const abort = new AbortController();
    const { how } = await dial(port, (event) => event.kind === "connected" && setImmediate(() => abort.abort()), {
      signal: abort.signal,
    });
    expect(how).toBe("stopped");
    expect(seen[0]).toMatchObject({ fin: true, reset: false });
  });

  test("stopped before it began: no socket", async () => {
    const { port, seen } = await serve(() => {});
    expect((await dial(port, hello, { signal: AbortSignal.abort() })).how).toBe("stopped");
    expect(seen).toHaveLength(0);
  });

  test("connect_timeout: a listener that no longer accepts", async () => {
    const port = await startBlocked();
    const attempts = await Promise.all(
      Array.from({ length: 8 }, () => dial(port, (_event, wire) => wire.close(), { connectTimeoutMs: 400 })),
    );
    expect(attempts.map((attempt) => attempt.how)).toContain("connect_timeout");
  });
});

describe("close()", () => {
  test("drains what still arrives, then ends with closed_by_us; the server sees FIN, no RST", async () => {
    const { port, seen, closed } = await serve((socket) => {
      socket.write("first");
      socket.on("end", () => socket.end(Buffer.alloc(20_000)));
    });
    const { how, data } = await dial(port, (event, wire) => {
      if (event.kind !== "data") return;
      wire.close();
      wire.send(Buffer.from("ignored"));
    });
    expect(how).toBe("closed_by_us");
    expect(data.toString()).toBe("first");
    await closed;
    expect(seen[0]).toEqual({ bytes: 0, fin: true, reset: false });
  });

  test("a peer that never closes, and one that never stops, are left after a bounded drain", async () => {
    const { port: silent } = await serve(() => {});
    let poured = 0;
    const { port: chatty, closed: left } = await serve((socket) => {
      socket.on("close", () => {
        poured = socket.bytesWritten;
      });
      flood(socket);
    });
    expect((await dial(silent, closeAtOnce)).how).toBe("closed_by_us");
    expect((await dial(chatty, closeAtOnce)).how).toBe("closed_by_us");
    await left;
    expect(poured).toBeLessThan(16_000_000);
  });
});

test("a write that meets a RST does not lose the bytes that came before the RST", async () => {
  const port = await startInThread(
    `(socket) => socket.on("error", () => {}).once("data", () => socket.write("answer", () => socket.resetAndDestroy()))`,
  );
  const { how, data } = await dial(port, (event, wire) => {
    if (event.kind !== "connected") return;
    wire.send(Buffer.from("hello"));
    // This thread sleeps until the answer and the RST lie in the kernel, then writes before it has read them.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    wire.send(Buffer.from("more"));
  });
  expect(how).toBe("reset");
  expect(data.toString()).toBe("answer");
});

describe("timers", () => {
  test("wakeIn: a later call replaces, null cancels", async () => {
    const { port } = await serve((socket) => socket.on("end", () => socket.end()));
    let timers = 0;
    await dial(port, (event, wire) => {
      if (event.kind === "connected") {
        wire.wakeIn(5);
        wire.wakeIn(null);
        wire.wakeIn(10_000);
        wire.wakeIn(30);
      }
      if (event.kind === "timer") {
        timers += 1;
        wire.close();
      }
    });
    expect(timers).toBe(1);
  });

  test("bytes that lie in the kernel are told before a timer that is due, even when a RST follows them", async () => {
    const port = await startInThread(
      `(socket) => socket.on("error", () => {}).once("data", () => socket.write("answer", () => socket.resetAndDestroy()))`,
    );
    const { events, data } = await dial(port, (event, wire) => {
      if (event.kind === "timer") wire.send(Buffer.from("nudge"));
      if (event.kind !== "connected") return;
      wire.send(Buffer.from("hello"));
      wire.wakeIn(1);
      // Keep this thread busy until both the timer is due and the server's last bytes and its RST have arrived.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    });
    expect(data.toString()).toBe("answer");
    expect(events.map((event) => event.kind).slice(0, 2)).toEqual(["connected", "data"]);
  });
});

describe("the source port", () => {
  test.for(["127.0.0.1", "::1"])("is odd when asked to be, and another every time (%s)", async (address, ctx) => {
    if (!Object.values(networkInterfaces()).some((list) => list?.some((own) => own.address === address))) {
      ctx.skip(`no ${address} on this machine`);
    }
    const ports: number[] = [];
    const server = createServer((socket) => {
      ports.push(socket.remotePort ?? 0);
      socket.end();
      socket.resume();
    });
    server.listen(0, address);
    await once(server, "listening");
    cleanups.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    for (let i = 0; i < 5; i++) expect((await dial(port, () => {}, { oddSourcePort: true }, address)).how).toBe("fin");
    expect(ports.map((p) => p % 2)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(ports).size).toBe(5);
  });
});

describe("scope and defects", () => {
  test.each([
    ["an address that the guard refuses", "127.0.0.1"],
    ["a name, whatever it resolves to", "localhost"],
  ])("%s is never connected to", async (_what, address) => {
    const { port, seen } = await serve(() => {});
    const guarded = createDialer({
      allowed: (asked) => (asked === "127.0.0.1" ? { allowed: false, why: "excluded" } : { allowed: true }),
    });
    const events: ConnectionEvent[] = [];
    await guarded.run({ address, port }, { event: (event) => events.push(event) }, LIMITS);
    expect(events).toMatchObject([{ kind: "end", how: "out_of_scope" }]);
    expect(seen).toHaveLength(0);
  });

  test.each([0, 65_536, 1.5, Number.NaN])("port %s is no crash", async (port) => {
    expect((await dial(port)).how).toBe("unreachable");
  });

  test("a conversation that throws rejects, and the server is still left with a FIN", async () => {
    const { port, seen } = await serve((socket) => socket.on("end", () => socket.end()));
    await expect(
      dial(port, () => {
        throw new Error("defect");
      }),
    ).rejects.toThrow("defect");
    expect(seen[0]).toMatchObject({ fin: true, reset: false });
  });
});

/** A server in a thread of its own, so that it goes on while the test's thread sleeps. */
async function startInThread(greet: string, listening = ""): Promise<number> {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     require("node:net").createServer(${greet}).listen({ port: 0, host: "127.0.0.1", backlog: 1 }, function () {
       parentPort.postMessage(this.address().port);
       ${listening}
     });`,
    { eval: true },
  );
  cleanups.push(() => worker.terminate());
  const [port] = (await once(worker, "message")) as [number];
  return port;
}

/** A server whose thread sleeps for ever: its backlog fills, then connection requests go unanswered. */
function startBlocked(): Promise<number> {
  return startInThread("() => {}", "setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));");
}
