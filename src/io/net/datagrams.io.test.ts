/** The dialer over UDP, against real local sockets. */

import { once } from "node:events";
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { afterEach, describe, expect, test } from "vitest";
import type { ConnectionEvent, DialOptions, Wire } from "../../core/ports/net.ts";
import { createDialer } from "./dialer.ts";

const LIMITS: DialOptions = { connectTimeoutMs: 2_000, totalTimeoutMs: 5_000, maxBytes: 100_000 };
const anywhere = createDialer({ allowed: () => ({ allowed: true }) });

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(react: (datagram: Buffer, from: RemoteInfo, socket: Socket) => void): Promise<number> {
  const socket = createSocket("udp4");
  socket.on("message", (datagram, from) => react(datagram, from, socket)).bind(0, "127.0.0.1");
  await once(socket, "listening");
  cleanups.push(() => new Promise((resolve) => socket.close(() => resolve(null))));
  return socket.address().port;
}

async function closedPort(): Promise<number> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}

async function dial(
  port: number,
  react: (event: ConnectionEvent, wire: Wire) => void = () => {},
  options: Partial<DialOptions> = {},
  dialer = anywhere,
): Promise<{ readonly data: readonly string[]; readonly how: string }> {
  const events: ConnectionEvent[] = [];
  const talk = {
    event: (event: ConnectionEvent, wire: Wire) => {
      events.push(event);
      react(event, wire);
    },
  };
  await dialer.run({ address: "127.0.0.1", port, transport: "udp" }, talk, { ...LIMITS, ...options });
  const last = events.at(-1);
  expect(events.filter(({ kind }) => kind === "end")).toEqual([last]);
  return {
    data: events.flatMap((event) => (event.kind === "data" ? [Buffer.from(event.bytes).toString()] : [])),
    how: last?.kind === "end" ? last.how : "",
  };
}

const sayHello = (event: ConnectionEvent, wire: Wire): void => {
  if (event.kind === "connected") wire.send(Buffer.from("hello"));
};

describe("datagrams", () => {
  test("each is told by itself, and closing ends with closed_by_us", async () => {
    const port = await serve((datagram, from, socket) => {
      socket.send(`${datagram.toString()} one`, from.port);
      socket.send("two", from.port);
    });
    const { data, how } = await dial(port, (event, wire) => {
      sayHello(event, wire);
      if (event.kind === "data" && event.bytes.length === 3) wire.close();
    });
    expect(data).toEqual(["hello one", "two"]);
    expect(how).toBe("closed_by_us");
  });

  test("from anybody but the peer they are not heard", async () => {
    const stranger = createSocket("udp4").bind(0, "127.0.0.1");
    await once(stranger, "listening");
    cleanups.push(() => stranger.close());
    const port = await serve((_datagram, from, socket) => {
      stranger.send("spoofed", from.port, "127.0.0.1", () => socket.send("true", from.port));
    });
    const { data } = await dial(port, (event, wire) => {
      sayHello(event, wire);
      if (event.kind === "data") wire.close();
    });
    expect(data).toEqual(["true"]);
  });

  test("timers come, and the last of them counts", async () => {
    let timers = 0;
    await dial(await serve(() => {}), (event, wire) => {
      if (event.kind === "connected") {
        wire.wakeIn(10_000);
        wire.wakeIn(20);
      }
      if (event.kind === "timer" && ++timers === 1) wire.close();
    });
    expect(timers).toBe(1);
  });
});

describe("ends", () => {
  test("refused: nobody has the port, as ICMP says", async () => {
    expect((await dial(await closedPort(), sayHello)).how).toBe("refused");
  });

  test("time_limit: silence", async () => {
    expect((await dial(await serve(() => {}), sayHello, { totalTimeoutMs: 100 })).how).toBe("time_limit");
  });

  test("byte_limit: more than wanted; the datagram beyond is not told", async () => {
    const port = await serve((_datagram, from, socket) => {
      for (let i = 0; i < 5; i++) socket.send(Buffer.alloc(40, 65), from.port);
    });
    const { data, how } = await dial(port, sayHello, { maxBytes: 100 });
    expect(data).toHaveLength(2);
    expect(how).toBe("byte_limit");
  });

  test("stopped", async () => {
    const abort = new AbortController();
    const port = await serve(() => abort.abort());
    expect((await dial(port, sayHello, { signal: abort.signal })).how).toBe("stopped");
  });

  test("out_of_scope: not a single datagram", async () => {
    let heard = 0;
    const port = await serve(() => heard++);
    const guarded = createDialer({ allowed: () => ({ allowed: false, why: "excluded" }) });
    expect((await dial(port, sayHello, {}, guarded)).how).toBe("out_of_scope");
    expect(heard).toBe(0);
  });

  test("a conversation that throws is told to the caller, and the socket is closed", async () => {
    const port = await serve(() => {});
    await expect(
      dial(port, () => {
        throw new Error("defect");
      }),
    ).rejects.toThrow("defect");
  });
});
