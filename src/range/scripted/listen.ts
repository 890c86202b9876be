/** The only part of the scripted servers that touches sockets: one listener on loopback, one peer per connection. */

import type { Socket } from "node:net";
import { type Listener, listenOnLoopback } from "../network/loopback-listener.ts";
import type { WireAction } from "./delivery.ts";
import type { Peer, Reaction } from "./peer.ts";

/** How long a connection may still drain after our FIN. */
const LINGER_MS = 5000;

/**
 * Who takes a connection: a server's half without its socket; a function that takes the socket itself, which it then has to close and
 * whose errors it has to handle; null: nobody, reset on sight; "wait": ask again when another connection is over.
 */
export type Taker = Peer | ((socket: Socket) => void) | null | "wait";

/** Decides about a connection from `remote` (an address). `onClose` hears when it is over. */
export type PeerFactory = (remote: string, onClose: (tell: () => void) => void) => Taker;

/** Listens on a free port of 127.0.0.1. Rejects when there is none. */
export function listen(makePeer: PeerFactory): Promise<Listener> {
  const waiting = new Set<Socket>();
  const admit = (socket: Socket): void => {
    if (socket.destroyed) return;
    const taker = makePeer(socket.remoteAddress ?? "", (tell) => socket.once("close", tell));
    if (taker === "wait") waiting.add(socket);
    else waiting.delete(socket);
    if (taker === null) socket.resetAndDestroy();
    else if (typeof taker === "function") taker(socket);
    else if (taker !== "wait") new Runner(socket, taker).start();
  };
  return listenOnLoopback((socket) => {
    admit(socket);
    // After whoever was told by the factory: there may be a place now.
    socket.on("close", () => {
      waiting.delete(socket);
      const [next] = waiting;
      if (next !== undefined) admit(next);
    });
  });
}

/** Carries out on a socket, in order and in time, what a peer decides. */
class Runner {
  readonly #socket: Socket;
  readonly #peer: Peer;
  readonly #start = performance.now();
  #due: WireAction[] = [];
  #wakeAt: number | null = null;
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  #over = false;
  #clientEnded = false;

  constructor(socket: Socket, peer: Peer) {
    this.#socket = socket;
    this.#peer = peer;
  }

  start(): void {
    const socket = this.#socket;
    const peer = this.#peer;
    socket.on("data", (bytes) => this.#react(peer.receive(bytes, this.#now())));
    socket.on("end", () => {
      this.#clientEnded = true;
      this.#react(peer.end(this.#now()));
    });
    socket.on("drain", () => this.#plan());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#stop());
    this.#react(peer.open(this.#now()));
  }

  #now(): number {
    return performance.now() - this.#start;
  }

  #react({ actions, wakeAt }: Reaction): void {
    if (this.#over) return;
    this.#due.push(...actions);
    this.#wakeAt = wakeAt;
    this.#plan();
  }

  /** Sets the timer for what is due next; a client that does not read makes everything wait for it. */
  #plan(): void {
    this.#cancel();
    if (this.#over || this.#socket.writableNeedDrain) return;
    const next = this.#due[0]?.at ?? this.#wakeAt;
    if (next !== null) this.#schedule(next - this.#now());
    // A peer that has nothing to say to a client that has gone would stay open for ever.
    else if (this.#clientEnded) this.#finish();
  }

  #schedule(ms: number): void {
    const run = () => {
      this.#timer = null;
      this.#run();
    };
    // Through the event loop even at once, so that pieces leave as segments of their own.
    this.#timer = ms > 0 ? setTimeout(run, Math.ceil(ms)) : setImmediate(run);
  }

  #run(): void {
    const action = this.#due.shift();
    if (action === undefined) return this.#react(this.#peer.wake(this.#now()));
    switch (action.kind) {
      case "send":
        this.#socket.write(action.bytes);
        return this.#plan();
      case "fin":
        return this.#finish();
      case "reset":
        this.#stop();
        this.#socket.resetAndDestroy();
    }
  }

  /** FIN now; what the client still sends is read and thrown away for a while, so that it is not reset. */
  #finish(): void {
    this.#stop();
    this.#socket.end();
    if (this.#clientEnded) return;
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS);
    this.#socket.on("close", () => clearTimeout(timer));
    this.#socket.on("end", () => this.#socket.destroy());
  }

  #stop(): void {
    this.#over = true;
    this.#cancel();
  }

  #cancel(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
    this.#timer = null;
  }
}
