/** Joins two sockets: what one sends the other gets, each direction over a way of its own; a FIN stays a FIN, a reset a reset. */

import type { Socket } from "node:net";
import type { Way } from "./network-way.ts";

/** Above this nothing more is read from a sender until the rest has been passed on. */
const MOST_UNDERWAY = 1 << 20;

type Item =
  | { readonly at: number; readonly kind: "send"; readonly bytes: Uint8Array }
  | { readonly at: number; readonly kind: "fin" | "reset" };

/**
 * Both sockets must have been opened with `allowHalfOpen`; the server's may still be connecting, and where that fails the client is
 * reset. Afterwards both belong to the splice: it handles their errors and closes them.
 */
export function splice(client: Socket, server: Socket, toServer: Way, toClient: Way): void {
  new Lane(client, server, toServer).start();
  new Lane(server, client, toClient).start();
}

class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #way: Way;
  readonly #start = performance.now();
  #due: Item[] = [];
  #underway = 0;
  #ended: "fin" | "reset" | null = null;
  #timer: NodeJS.Timeout | NodeJS.Immediate | null = null;

  constructor(from: Socket, to: Socket, way: Way) {
    this.#from = from;
    this.#to = to;
    this.#way = way;
  }

  start(): void {
    const from = this.#from;
    from.setNoDelay(true);
    from.on("data", (bytes) => this.#take(bytes));
    from.on("end", () => this.#end("fin"));
    from.on("error", () => this.#end("reset"));
    from.on("close", () => this.#end("gone"));
    this.#to.on("drain", () => this.#plan());
    this.#to.on("close", () => this.#stop());
  }

  #now(): number {
    return performance.now() - this.#start;
  }

  #take(bytes: Uint8Array): void {
    if (this.#to.destroyed) return;
    for (const { at, bytes: piece } of this.#way.carry(bytes, this.#now())) {
      this.#due.push({ at, kind: "send", bytes: piece });
      this.#underway += piece.length;
    }
    if (this.#underway > MOST_UNDERWAY) this.#from.pause();
    this.#plan();
  }

  /** A reset may follow a FIN, nothing follows a reset; a socket that is gone without either was destroyed. */
  #end(how: "fin" | "reset" | "gone"): void {
    if (this.#ended === "reset" || (this.#ended === "fin" && how !== "reset")) return;
    this.#ended = how === "fin" ? "fin" : "reset";
    this.#due.push({ at: this.#way.end(this.#now()), kind: this.#ended });
    this.#plan();
  }

  #plan(): void {
    this.#cancel();
    const [next] = this.#due;
    if (next === undefined || this.#to.destroyed) return;
    if (next.kind !== "reset" && this.#to.writableNeedDrain) return;
    const ms = next.at - this.#now();
    const run = () => {
      this.#timer = null;
      this.#run();
    };
    // Through the event loop even at once, so that pieces leave as segments of their own.
    this.#timer = ms > 0 ? setTimeout(run, Math.ceil(ms)) : setImmediate(run);
  }

  #run(): void {
    const item = this.#due.shift();
    if (item === undefined || this.#to.destroyed) return;
    switch (item.kind) {
      case "send":
        this.#underway -= item.bytes.length;
        if (this.#underway <= MOST_UNDERWAY) this.#from.resume();
        if (this.#to.writable) this.#to.write(item.bytes);
        break;
      case "fin":
        this.#to.end();
        break;
      case "reset":
        this.#to.resetAndDestroy();
    }
    this.#plan();
  }

  #stop(): void {
    this.#due = [];
    this.#cancel();
  }

  #cancel(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer as NodeJS.Timeout);
    clearImmediate(this.#timer as NodeJS.Immediate);
    this.#timer = null;
  }
}
