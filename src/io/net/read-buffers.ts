/**
 * Receive buffers that connections borrow and give back. One buffer per open connection rather than one for all:
 * on Windows the kernel fills a buffer while nobody is looking, so two sockets must never share one.
 */

/** Room for everything the kernel usually holds at once, so that what came before a RST is fetched in a single read. */
const BUFFER_BYTES = 65_536;

/** Spare buffers kept; beyond that they are left to the garbage collector. */
const MOST_SPARES = 512;

export class ReadBuffers {
  readonly #spares: Uint8Array[] = [];

  take(): Uint8Array {
    return this.#spares.pop() ?? new Uint8Array(BUFFER_BYTES);
  }

  giveBack(buffer: Uint8Array): void {
    if (this.#spares.length < MOST_SPARES) this.#spares.push(buffer);
  }
}
