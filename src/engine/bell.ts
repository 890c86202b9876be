/**
 * Wakes one waiting loop when something has changed. Used instead of racing promises: a race leaves a handler on every
 * promise that lost, and a run's long-lived ones (its stop signal) would gather millions of them.
 */
export class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves when the bell has been rung since the last wait. One waiter at a time. */
  async wait(): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#rung = false;
    this.#wake = null;
  }
}
