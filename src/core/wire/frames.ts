/**
 * Cuts a byte stream that arrives in arbitrary pieces into frames (TLS records, handshake messages).
 * A frame that lies whole within one piece is a view of it; only a frame that straddles pieces is copied. So the pieces
 * must not be overwritten by their owner afterwards.
 * Memory held is at most twice what has arrived of one frame, or 4 kB.
 */

/** What the cutter has to know about one kind of frame. */
export interface Framing<Frame> {
  /**
   * The length of the whole frame, header included, that starts at `at` and of which `have` bytes (at least one) are
   * there; 0 while that cannot be said yet; negative when no frame can start like this.
   */
  measure(bytes: Uint8Array, at: number, have: number): number;
  /** The frame that fills `bytes` from `start` to `end`. */
  frame(bytes: Uint8Array, start: number, end: number): Frame;
}

/** Room made at once for a frame that announces as much: enough for most certificates. */
const MODEST = 4096;

const NOTHING: readonly never[] = [];
const EMPTY = new Uint8Array(0);

export class FrameCutter<Frame> {
  readonly #framing: Framing<Frame>;
  /** The beginning of a frame whose end has not arrived: `#have` bytes of `#held`; `#need` is 0 while unknown. */
  #held = EMPTY;
  #have = 0;
  #need = 0;
  #broken = false;

  constructor(framing: Framing<Frame>) {
    this.#framing = framing;
  }

  /** Bytes held of a frame that is not complete. */
  get pending(): number {
    return this.#have;
  }

  /** The frames completed by the pushed bytes, in order; nothing any more once a frame could not be measured. */
  push(pushed: Uint8Array): readonly Frame[] {
    const bytes = plain(pushed);
    let frames: Frame[] | null = null;
    let at = 0;
    while (at < bytes.length && !this.#broken) {
      if (this.#have === 0) {
        const left = bytes.length - at;
        const length = this.#measure(bytes, at, left);
        if (this.#broken) break;
        if (length > 0 && length <= left) {
          (frames ??= []).push(this.#framing.frame(bytes, at, at + length));
          at += length;
          continue;
        }
        this.#need = length;
      }
      at = this.#hold(bytes, at);
      if (this.#have === this.#need) (frames ??= []).push(this.#release());
    }
    return frames ?? NOTHING;
  }

  #measure(bytes: Uint8Array, at: number, have: number): number {
    const length = this.#framing.measure(bytes, at, have);
    if (length < 0) this.#broken = true;
    return length;
  }

  /** Copies into the held frame what belongs to it; returns where the next frame's bytes begin. */
  #hold(bytes: Uint8Array, from: number): number {
    let at = from;
    while (this.#need === 0 && at < bytes.length) {
      this.#reserve(1);
      this.#held[this.#have++] = bytes[at++] ?? 0;
      this.#need = this.#measure(this.#held, 0, this.#have);
    }
    const take = Math.min(this.#need - this.#have, bytes.length - at);
    // Still unknown, or broken: nothing more is to be taken.
    if (take <= 0) return at;
    this.#reserve(take);
    this.#held.set(bytes.subarray(at, at + take), this.#have);
    this.#have += take;
    return at + take;
  }

  #release(): Frame {
    const frame = this.#framing.frame(this.#held, 0, this.#need);
    // The frame is a view of the held bytes: they are its own from now on.
    this.#held = EMPTY;
    this.#have = 0;
    this.#need = 0;
    return frame;
  }

  /** Makes room by doubling, and only modestly by what a header claims: memory follows what was really received. */
  #reserve(more: number): void {
    if (this.#have + more <= this.#held.length) return;
    const modest = Math.min(Math.max(this.#need, 64), MODEST);
    const larger = new Uint8Array(Math.max(this.#have + more, 2 * this.#held.length, modest));
    larger.set(this.#held);
    this.#held = larger;
  }
}

/** The same bytes as a plain Uint8Array: views of a subclass (Node's Buffer) would be of that subclass, copies would not. */
function plain(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
