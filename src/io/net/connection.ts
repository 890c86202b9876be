/**
 * One TCP connection with a conversation on it: every way it can go becomes an event, and it is always left politely.
 * Some TLS servers die of a RST (Node 0.10 did), so we never cause one: what still arrives is read and thrown away,
 * and FIN is answered with FIN.
 */

import type { EndKind } from "../../core/model/transcript.ts";
import type { ConnectionEvent, Conversation, DialOptions, Wire } from "../../core/ports/net.ts";
import { endKindOf } from "./end-kind.ts";
import { PatientSocket, type PatientSocketOptions } from "./patient-socket.ts";
import { PatientTimer } from "./patient-timer.ts";
import type { ReadBuffers } from "./read-buffers.ts";

/** How long, and for how many bytes, a peer that does not close is listened to after our FIN. */
const DRAIN_MS = 1_000;
const DRAIN_BYTES = 65_536;

export interface PeerAddress {
  /** A canonical IP literal, so that no name is ever resolved here. */
  readonly address: string;
  readonly port: number;
}

/** Odd ports above those that Linux gives out by itself, one after the other: none comes back while it may still be waiting. */
const FIRST_ODD_PORT = 61_001;
const ODD_PORTS = (65_537 - FIRST_ODD_PORT) / 2;
let oddPortsTaken = Math.floor(Math.random() * ODD_PORTS);

function nextOddPort(): number {
  oddPortsTaken = (oddPortsTaken + 1) % ODD_PORTS;
  return FIRST_ODD_PORT + 2 * oddPortsTaken;
}

/** Runs a conversation over a new connection; resolves when the socket is gone, rejects only if the conversation threw. */
export async function converse(
  to: PeerAddress,
  talk: Conversation,
  options: DialOptions,
  buffers: ReadBuffers,
): Promise<void> {
  const buffer = buffers.take();
  const connection = new Connection(to, talk, options, buffer);
  const stop = (): void => connection.stop();
  options.signal?.addEventListener("abort", stop);
  await connection.gone;
  options.signal?.removeEventListener("abort", stop);
  buffers.giveBack(buffer);
  if (connection.defect !== null) throw connection.defect.error;
}

class Connection implements Wire {
  readonly #talk: Conversation;
  readonly #options: DialOptions;
  readonly #socket: PatientSocket;
  readonly #started = performance.now();
  readonly #wake = new PatientTimer(() => this.#tell({ kind: "timer", at: this.now() }));
  /** Guards one stretch after the other: connecting, the whole conversation, the drain. */
  readonly #limit = new PatientTimer(() => this.#limitReached());
  #connected = false;
  /** Our FIN is out (or there is nobody to send it to): what arrives is discarded. */
  #leaving = false;
  /** The conversation has had its "end". */
  #ended = false;
  #received = 0;
  #discarded = 0;

  /** What the conversation threw, if it did. */
  defect: { readonly error: unknown } | null = null;
  /** Resolves when the socket is closed. */
  readonly gone: Promise<void>;

  constructor(to: PeerAddress, talk: Conversation, options: DialOptions, buffer: Uint8Array) {
    this.#talk = talk;
    this.#options = options;
    this.#limit.set(Math.min(options.connectTimeoutMs, options.totalTimeoutMs));
    const settings: PatientSocketOptions = {
      noDelay: true,
      allowHalfOpen: true,
      onread: { buffer, callback: (length, bytes) => this.#arrived(bytes.subarray(0, length)) },
    };
    this.#socket = new PatientSocket(settings);
    this.gone = new Promise((resolve) => {
      this.#socket
        .on("connect", () => this.#established())
        .on("end", () => this.#leave(this.#vanished() ? "reset" : "fin"))
        .on("error", (error) => this.#end(this.#leaving ? "closed_by_us" : endKindOf(error, this.#connected)))
        .on("close", () => {
          this.#end("closed_by_us");
          this.#limit.set(null);
          resolve();
        });
    });
    const port = options.oddSourcePort === true ? { localPort: nextOddPort() } : {};
    const from = options.from === undefined ? {} : { localAddress: options.from };
    this.#socket.connect({ port: to.port, host: to.address, ...port, ...from });
  }

  stop(): void {
    this.#leave("stopped");
  }

  now(): number {
    return performance.now() - this.#started;
  }

  send(bytes: Uint8Array): void {
    if (!this.#leaving) this.#socket.write(bytes);
  }

  wakeIn(ms: number | null): void {
    if (!this.#leaving) this.#wake.set(ms);
  }

  close(): void {
    if (this.#leaving) return;
    this.#leaving = true;
    this.#wake.set(null);
    if (this.#connected) {
      this.#socket.end();
      this.#limit.set(DRAIN_MS);
    } else {
      this.#socket.destroy();
    }
  }

  #established(): void {
    this.#connected = true;
    this.#limit.set(this.#options.totalTimeoutMs - this.now());
    this.#tell({ kind: "connected", at: this.now() });
  }

  /** Takes a piece of the borrowed buffer, so what is passed on is a copy. Always keeps reading. */
  #arrived(bytes: Uint8Array): boolean {
    if (this.#leaving) {
      this.#discarded += bytes.length;
      if (this.#discarded > DRAIN_BYTES) this.#socket.destroy();
      return true;
    }
    const room = this.#options.maxBytes - this.#received;
    this.#received += bytes.length;
    this.#tell({ kind: "data", at: this.now(), bytes: bytes.slice(0, room) });
    if (this.#received >= this.#options.maxBytes) this.#leave("byte_limit");
    return true;
  }

  /**
   * libuv reports a RST that is polled together with the bytes before it as an end of file. The kernel knows better:
   * a connection that was reset has no peer any more, one that was closed by FIN still has.
   */
  #vanished(): boolean {
    return this.#socket.remoteAddress === undefined;
  }

  #limitReached(): void {
    if (this.#leaving) this.#socket.destroy();
    else this.#leave(this.#connected ? "time_limit" : "connect_timeout");
  }

  /** Ends the conversation for a reason that leaves the socket usable, then closes as politely as ever. */
  #leave(how: EndKind): void {
    if (!this.#leaving) this.#end(how);
    this.close();
  }

  #end(how: EndKind): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#wake.set(null);
    this.#hand({ kind: "end", at: this.now(), how });
  }

  #tell(event: ConnectionEvent): void {
    if (!this.#leaving && !this.#ended) this.#hand(event);
  }

  /** A conversation that throws is a defect of ours: the server is still left politely, the caller is told. */
  #hand(event: ConnectionEvent): void {
    try {
      this.#talk.event(event, this);
    } catch (error) {
      this.defect ??= { error };
      this.close();
    }
  }
}
