/** Runs our TLS client over a real socket: completes a handshake, sends one request, reads what comes back. */

import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import type { Random } from "../../src/core/ports/clock.ts";
import { toHex } from "../../src/core/wire/bytes.ts";
import { CONTENT } from "../../src/core/wire/record.ts";
import { type ClientEvent, type ClientIdentity, TlsClient } from "../../src/tls/client.ts";
import { completableHello, type HelloOptions } from "../../src/tls/completable.ts";
import type { Psk } from "../../src/tls/key-exchange.ts";

const random: Random = { bytes: (length) => randomBytes(length), unit: () => 0.5 };

/** What a server made of our client. */
export interface Talk {
  /** "completed", "failed: REASON (DETAIL)", or "silent" when the connection ended before either. */
  readonly handshake: string;
  readonly version: number | null;
  readonly suite: number | null;
  /** Application data that came back, as text. */
  readonly answer: string;
  readonly events: readonly ClientEvent[];
}

const PATIENCE_MS = 10_000;

export interface TalkOptions extends HelloOptions {
  readonly psk?: Psk;
  readonly identity?: ClientIdentity;
  /** Sent once the handshake is complete. */
  readonly request?: string;
  /** A heartbeat message sent before the request. */
  readonly heartbeatFirst?: Uint8Array;
  /** Ends the conversation when the answer contains it. */
  readonly until?: string;
}

/** Talks with 127.0.0.1:`port` until the answer contains `until`, the handshake failed or the server closed. */
export function talk(port: number, options: TalkOptions): Promise<Talk> {
  const { psk = null, identity = null, request = "GET / HTTP/1.0\r\n\r\n", until = "\n", heartbeatFirst } = options;
  const client = new TlsClient({ hello: completableHello(options, random), random, psk, identity });
  const events: ClientEvent[] = [];
  let handshake = "silent";
  let settled: { version: number; suite: number } | null = null;
  let answer = "";

  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(client.start()));
    const react = (event: ClientEvent): void => {
      switch (event.kind) {
        case "send":
          socket.write(event.bytes);
          break;
        case "server_hello":
          settled = { version: event.version, suite: event.suite };
          break;
        case "completed":
          handshake = "completed";
          if (heartbeatFirst !== undefined) socket.write(client.seal(CONTENT.heartbeat, heartbeatFirst));
          socket.write(client.seal(CONTENT.applicationData, Buffer.from(request)));
          break;
        case "record":
          if (event.type === CONTENT.applicationData && event.authentic) {
            answer += Buffer.from(event.plaintext ?? []).toString("latin1");
          }
          break;
        case "failed":
          handshake = `failed: ${event.reason} (${event.detail})`;
          break;
        case "certificate":
        case "alert":
          break;
      }
    };
    socket.on("data", (bytes: Buffer) => {
      for (const event of client.receive(bytes)) {
        events.push(event);
        react(event);
      }
      if (answer.includes(until) || handshake.startsWith("failed")) socket.end();
    });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => {
      resolve({ handshake, version: settled?.version ?? null, suite: settled?.suite ?? null, answer, events });
    });
  });
}

/** One line per event, for a failing test's message: never payloads. */
export function story(events: readonly ClientEvent[]): string {
  return events
    .map((event) => (event.kind === "send" ? `send ${toHex(event.bytes).length / 2}` : event.kind))
    .join(", ");
}
