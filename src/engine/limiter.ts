/** Starts work when all the limits it counts against have room; until then it waits with the limit that stopped it. */

export interface Limit {
  readonly key: string;
  readonly most: number;
}

interface Counter<T> {
  active: number;
  readonly waiting: Task<T>[];
}

interface Task<T> {
  readonly item: T;
  readonly limits: readonly Limit[];
}

export class Limiter<T> {
  readonly #counters = new Map<string, Counter<T>>();
  readonly #start: (item: T) => Promise<void>;

  /** @param start does the work; its promise must not reject. */
  constructor(start: (item: T) => Promise<void>) {
    this.#start = start;
  }

  offer(item: T, limits: readonly Limit[]): void {
    this.#place({ item, limits });
  }

  #place(task: Task<T>): void {
    const full = task.limits.find((limit) => this.#counter(limit).active >= limit.most);
    if (full !== undefined) this.#counter(full).waiting.push(task);
    else void this.#run(task);
  }

  async #run(task: Task<T>): Promise<void> {
    for (const limit of task.limits) this.#counter(limit).active += 1;
    await this.#start(task.item);
    for (const limit of task.limits) this.#counter(limit).active -= 1;
    for (const limit of task.limits) this.#moveUp(limit);
  }

  /** Gives free room to those who wait for it. One of them may meet another full limit and wait there instead. */
  #moveUp(limit: Limit): void {
    const counter = this.#counter(limit);
    while (counter.active < limit.most) {
      const task = counter.waiting.shift();
      if (task === undefined) break;
      this.#place(task);
    }
    if (counter.active === 0 && counter.waiting.length === 0) this.#counters.delete(limit.key);
  }

  #counter({ key }: Limit): Counter<T> {
    const known = this.#counters.get(key);
    if (known !== undefined) return known;
    const counter: Counter<T> = { active: 0, waiting: [] };
    this.#counters.set(key, counter);
    return counter;
  }
}
