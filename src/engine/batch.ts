/** Gathers what the list of targets became and commits it together; remembers how much of the list is complete. */

import type { Target, TargetError } from "../core/model/target.ts";
import type { Clock } from "../core/ports/clock.ts";
import type { IngestItem, PlannedEndpoint, Store } from "../core/ports/store.ts";

/** Endpoints and error lines per transaction: a few milliseconds of work, so that running probes are not kept waiting. */
const MOST = 250;
/** How long the first of a batch waits for company: results shall start at once, also when targets come slowly. */
const WAIT_MS = 20;

export class Batch {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #run: string;
  readonly #stored: () => void;
  #items: IngestItem[] = [];
  /** The target being expanded, also the last of #items. */
  #open: { readonly ordinal: number; readonly endpoints: PlannedEndpoint[] } | null = null;
  #size = 0;
  #read: number;
  #waiting = false;
  /** A failure met while nobody was there to catch it. */
  #failure: { readonly error: unknown } | null = null;

  /** @param read targets complete before this batch. @param stored is called after every commit. */
  constructor(store: Store, clock: Clock, run: string, read: number, stored: () => void) {
    this.#store = store;
    this.#clock = clock;
    this.#run = run;
    this.#read = read;
    this.#stored = stored;
  }

  /** Whether enough has been gathered to commit. */
  get full(): boolean {
    return this.#size >= MOST;
  }

  add(ordinal: number, target: Target, planned: PlannedEndpoint): void {
    if (this.#open?.ordinal !== ordinal) {
      this.#open = { ordinal, endpoints: [] };
      this.#items.push({ kind: "target", ordinal, target, endpoints: this.#open.endpoints });
    }
    this.#open.endpoints.push(planned);
    this.#grow();
  }

  addError(ordinal: number, error: TargetError): void {
    this.#items.push({ kind: "error", ordinal, error });
    this.#grow();
  }

  /** Everything of the target `ordinal`, and of those before it, has been added. */
  finished(ordinal: number): void {
    this.#read = ordinal;
  }

  /** @param complete the list has no more targets. */
  commit(complete = false): void {
    if (this.#failure !== null) throw this.#failure.error;
    const items = this.#items;
    this.#items = [];
    this.#open = null;
    this.#size = 0;
    this.#store.ingest(this.#run, items, { read: this.#read, complete });
    this.#stored();
  }

  #grow(): void {
    this.#size += 1;
    if (!this.#waiting) void this.#commitSoon();
  }

  async #commitSoon(): Promise<void> {
    this.#waiting = true;
    await this.#clock.sleep(WAIT_MS);
    this.#waiting = false;
    if (this.#size === 0) return;
    try {
      this.commit();
    } catch (error) {
      this.#failure = { error };
    }
  }
}
