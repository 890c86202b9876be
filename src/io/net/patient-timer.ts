/**
 * A timer that lets the network speak first. When the event loop was busy, a due timer would run before the bytes
 * that already lie in the kernel are read; a conversation would then see silence that never was, or write into a
 * connection whose last answer it has not read yet. So a due timer waits for one more poll of the sockets.
 */
export class PatientTimer {
  readonly #due: () => void;
  #timeout: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;

  constructor(due: () => void) {
    this.#due = due;
  }

  /** Calls `due` once after `ms`; a later call replaces an earlier one; null cancels. */
  set(ms: number | null): void {
    if (this.#timeout !== null) clearTimeout(this.#timeout);
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    this.#immediate = null;
    this.#timeout = ms === null ? null : setTimeout(this.#elapsed, ms);
  }

  readonly #elapsed = (): void => {
    this.#timeout = null;
    this.#immediate = setImmediate(this.#polled);
  };

  readonly #polled = (): void => {
    this.#immediate = null;
    this.#due();
  };
}
