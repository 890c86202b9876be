/**
 * One connected UDP socket with a conversation on it. Being connected, it hears nobody but the peer, and what ICMP says about the
 * peer. There is nothing to take leave with: closing is silent.
 */

import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { EndKind } from "../../core/model/transcript.ts";
import type { ConnectionEvent, Conversation, DialOptions, Wire } from "../../core/ports/net.ts";
import type { PeerAddress } from "./connection.ts";
import { endKindOf } from "./end-kind.ts";
import { PatientTimer } from "./patient-timer.ts";

/** Most datagrams listened to: empty ones cost no bytes. */
const MOST_DATAGRAMS = 10_000;

/** Runs a conversation over a new socket; resolves when the socket is gone, rejects only if the conversation threw. */
export async function exchange(to: PeerAddress, talk: Conversation, options: DialOptions): Promise<void> {
  const association = new Association(to, talk, options);
  const stop = (): void => association.leave("stopped");
  options.signal?.addEventListener("abort", stop);
  await association.gone;
  options.signal?.removeEventListener("abort", stop);
  if (association.defect !== null) throw association.defect.error;
}

class Association implements Wire {
  readonly #talk: Conversation;
  readonly #options: DialOptions;
  readonly #socket: Socket;
  readonly #started = performance.now();
  readonly #wake = new PatientTimer(() => this.#tell({ kind: "timer", at: this.now() }));
  readonly #limit = new PatientTimer(() => this.leave(this.#connected ? "time_limit" : "connect_timeout"));
  #connected = false;
  #closed = false;
  #ended = false;
  #received = 0;
  #datagrams = 0;

  /** What the conversation threw, if it did. */
  defect: { readonly error: unknown } | null = null;
  /** Resolves when the socket is closed. */
  readonly gone: Promise<void>;

  constructor(to: PeerAddress, talk: Conversation, options: DialOptions) {
    this.#talk = talk;
    this.#options = options;
    this.#limit.set(Math.min(options.connectTimeoutMs, options.totalTimeoutMs));
    this.#socket = createSocket(isIPv6(to.address) ? "udp6" : "udp4");
    this.gone = new Promise((resolve) => {
      this.#socket
        .on("connect", () => this.#established())
        .on("message", (datagram) => this.#arrived(datagram))
        .on("error", (error) => this.#failed(error))
        .on("close", () => resolve());
    });
    // A literal, which is resolved without asking anybody.
    this.#socket.connect(to.port, to.address);
  }

  now(): number {
    return performance.now() - this.#started;
  }

  send(bytes: Uint8Array): void {
    if (this.#closed) return;
    this.#socket.send(bytes, (error) => {
      if (error !== null) this.#failed(error);
    });
  }

  wakeIn(ms: number | null): void {
    if (!this.#closed) this.#wake.set(ms);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wake.set(null);
    this.#limit.set(null);
    // What was sent a moment ago has left; the conversation's end comes after the event it is in.
    setImmediate(() => {
      this.#end("closed_by_us");
      this.#socket.close();
    });
  }

  /** Ends the conversation and the socket with it. */
  leave(how: EndKind): void {
    if (!this.#closed) this.#end(how);
    this.close();
  }

  #failed(error: Error): void {
    this.leave(endKindOf(error, false));
  }

  #established(): void {
    if (this.#closed) return;
    this.#connected = true;
    this.#limit.set(this.#options.totalTimeoutMs - this.now());
    this.#tell({ kind: "connected", at: this.now() });
  }

  #arrived(datagram: Uint8Array): void {
    if (this.#closed) return;
    this.#received += datagram.length;
    this.#datagrams++;
    // A datagram is told whole or not at all.
    if (this.#received <= this.#options.maxBytes)
      this.#tell({ kind: "data", at: this.now(), bytes: Uint8Array.from(datagram) });
    if (this.#received >= this.#options.maxBytes || this.#datagrams >= MOST_DATAGRAMS) this.leave("byte_limit");
  }

  #end(how: EndKind): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#wake.set(null);
    this.#hand({ kind: "end", at: this.now(), how });
  }

  #tell(event: ConnectionEvent): void {
    if (!this.#closed && !this.#ended) this.#hand(event);
  }

  #hand(event: ConnectionEvent): void {
    try {
      this.#talk.event(event, this);
    } catch (error) {
      this.defect ??= { error };
      this.close();
    }
  }
}
