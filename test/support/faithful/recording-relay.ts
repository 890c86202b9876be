/**
 * Listeners on loopback that pass everything on to one server each, and note of each connection which TLS records went which way and
 * who ended it how. Bodies are looked at while they pass and never kept: of a handshake message its type and length, of an alert its
 * two bytes, of a heartbeat the length of its record.
 */

import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { type Direction, RecordLog } from "./record-log.ts";

/** One connection as it went past. */
export interface Conversation {
  readonly client: readonly string[];
  readonly server: readonly string[];
  /** Who ended it first, and how; null: nobody yet. */
  readonly ended: { readonly by: Direction; readonly how: "fin" | "reset" } | null;
}

export interface Relay {
  readonly address: string;
  readonly port: number;
  /** The connections since the last call, in the order in which they were opened; those still open as far as they went. */
  take(): readonly Conversation[];
  stop(): Promise<void>;
}

interface Upstream {
  readonly address: string;
  readonly port: number;
}

/** Listens on `port` of `address` (0: a free one). Rejects when it is taken. */
export async function startRelay(address: string, port: number, upstream: Upstream): Promise<Relay> {
  let lines: Line[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => {
    lines.push(new Line(socket, upstream));
  });
  await listening(server, address, port);
  const all = (): readonly Line[] => lines;
  return {
    address,
    port: (server.address() as AddressInfo).port,
    take: () => {
      const conversations = all().map((line) => line.conversation());
      lines = [];
      return conversations;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const line of all()) line.cut();
      }),
  };
}

function listening(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, resolve);
  });
}

/** One client's connection and ours to the server. */
class Line {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #logs = { client: new RecordLog(), server: new RecordLog() };
  #ended: Conversation["ended"] = null;

  constructor(client: Socket, { address, port }: Upstream) {
    this.#client = client;
    this.#server = connect({ host: address, port, allowHalfOpen: true, noDelay: true });
    this.#server.once("connect", () => client.resume());
    this.#pass("client", client, this.#server);
    this.#pass("server", this.#server, client);
  }

  conversation(): Conversation {
    const { client, server } = this.#logs;
    return {
      client: client.entries(),
      server: server.entries(),
      ended: this.#ended,
    };
  }

  cut(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  #pass(from: Direction, source: Socket, sink: Socket): void {
    source.on("data", (bytes: Buffer) => {
      // What a server says to a client that has ended is heard by nobody, and whether it still passes is a race.
      if (from === "client" || this.#ended?.by !== "client") this.#logs[from].push(bytes);
      if (!sink.destroyed && sink.writable && !sink.write(bytes)) {
        source.pause();
        sink.once("drain", () => source.resume());
      }
    });
    source.on("end", () => {
      this.#end(from, "fin");
      sink.end();
    });
    source.on("error", () => {
      this.#end(from, "reset");
      if (!sink.destroyed) sink.resetAndDestroy();
    });
    source.on("close", () => {
      if (!sink.destroyed && !sink.writableEnded) sink.end();
    });
  }

  #end(by: Direction, how: "fin" | "reset"): void {
    this.#ended ??= { by, how };
  }
}
