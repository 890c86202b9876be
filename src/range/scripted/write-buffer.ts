/**
 * OpenSSL's buffering BIO (BIO_f_buffer): what stands between the library and the socket until the handshake is done.
 * It is why a small heartbeat answer is not seen mid-handshake and a big one is: up to its size, bytes wait for a
 * flush; whatever does not fit fills it up, pushes it out and, when still as long as the buffer, goes past it.
 */

export class WriteBuffer {
  readonly #size: number;
  readonly #out: (bytes: Uint8Array) => void;
  #held: Uint8Array;
  #length = 0;

  /** `size` 0 buffers nothing. `out` receives bytes in the order they were written. */
  constructor(size: number, out: (bytes: Uint8Array) => void) {
    this.#size = size;
    this.#out = out;
    this.#held = new Uint8Array(size);
  }

  /** Bytes that wait for a flush. */
  get pending(): number {
    return this.#length;
  }

  write(bytes: Uint8Array): void {
    const room = this.#size - this.#length;
    if (bytes.length <= room) {
      this.#hold(bytes);
      return;
    }
    let rest = bytes;
    if (this.#length > 0) {
      this.#hold(bytes.subarray(0, room));
      this.flush();
      rest = bytes.subarray(room);
    }
    if (rest.length >= this.#size) this.#out(rest.slice());
    else this.#hold(rest);
  }

  flush(): void {
    if (this.#length === 0) return;
    this.#out(this.#held.slice(0, this.#length));
    this.#length = 0;
  }

  /** Forgets what waits: the application closed without asking for it. */
  discard(): void {
    this.#length = 0;
  }

  #hold(bytes: Uint8Array): void {
    this.#held.set(bytes, this.#length);
    this.#length += bytes.length;
  }
}
