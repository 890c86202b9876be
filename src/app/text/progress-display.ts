/** Keeps the progress line on a terminal: at most ten times a second, wiped when done, nothing at all elsewhere. */

/** What the display needs of a stream; process.stderr is one. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): boolean;
}

const INTERVAL_MS = 100;
const ERASE_LINE = "\r\x1b[2K";

export class ProgressDisplay<State> {
  readonly #stream: ProgressStream;
  readonly #monotonic: () => number;
  readonly #line: (state: State, columns: number) => string;
  #latest: State | null = null;
  #shown = false;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;

  /** `monotonic`: milliseconds, as in the clock port. `line`: a state in one line of at most so many columns. */
  constructor(stream: ProgressStream, monotonic: () => number, line: (state: State, columns: number) => string) {
    this.#stream = stream;
    this.#line = line;
    this.#monotonic = monotonic;
  }

  /** Shows this state now, or within a tenth of a second unless a newer one replaces it. */
  update(progress: State): void {
    if (this.#stream.isTTY !== true) return;
    this.#latest = progress;
    const wait = this.#drawnAt + INTERVAL_MS - this.#monotonic();
    if (wait <= 0) this.#draw();
    else this.#timer ??= setTimeout(() => this.#draw(), wait).unref();
  }

  /** Wipes the line, lets `write` print whole lines (results, warnings), and puts the line back. */
  interrupt(write: () => void): void {
    const wasShown = this.#shown;
    this.#erase();
    write();
    if (wasShown) this.#draw();
  }

  /** Wipes the line for good. */
  finish(): void {
    this.#erase();
    this.#cancelTimer();
  }

  #draw(): void {
    this.#cancelTimer();
    if (this.#latest === null) return;
    this.#drawnAt = this.#monotonic();
    this.#shown = true;
    // One column less than there is: writing into the last one makes some terminals wrap.
    this.#stream.write(ERASE_LINE + this.#line(this.#latest, (this.#stream.columns ?? 80) - 1));
  }

  #erase(): void {
    if (this.#shown) this.#stream.write(ERASE_LINE);
    this.#shown = false;
  }

  #cancelTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
