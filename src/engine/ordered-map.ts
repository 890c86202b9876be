/** Works on several items of a stream at once and gives the results in the stream's order. */

import { Bell } from "./bell.ts";

/** Stops early, without an error, when the signal says so; `source` is let go of in any case. */
export async function* orderedMap<T, R>(
  source: AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
  signal: AbortSignal,
): AsyncGenerator<R> {
  const iterator = source[Symbol.asyncIterator]();
  const bell = new Bell();
  const ring = (): void => bell.ring();
  let incoming = settled(iterator.next(), ring);
  let ended = false;
  const working: Settled<R>[] = [];
  signal.addEventListener("abort", ring);
  try {
    while (!signal.aborted && !(ended && working.length === 0)) {
      const head = working[0];
      if (head?.done === true) {
        working.shift();
        yield head.value();
      } else if (!ended && incoming.done && working.length < atOnce) {
        const item = incoming.value();
        ended = item.done === true;
        if (item.done === true) continue;
        working.push(settled(work(item.value), ring));
        incoming = settled(iterator.next(), ring);
      } else {
        await bell.wait();
      }
    }
  } finally {
    signal.removeEventListener("abort", ring);
    // Not awaited: a source that waits for input (standard input) may never answer.
    iterator.return?.().catch(() => {});
  }
}

/** A promise one can look into. `value` throws what the promise was rejected with. */
interface Settled<T> {
  readonly done: boolean;
  value(): T;
}

function settled<T>(promise: Promise<T>, ring: () => void): Settled<T> {
  const state = {
    done: false,
    value(): T {
      throw new Error("not settled yet");
    },
  };
  const settle = (value: () => T): void => {
    state.done = true;
    state.value = value;
    ring();
  };
  promise.then(
    (value) => settle(() => value),
    (error: unknown) =>
      settle(() => {
        throw error;
      }),
  );
  return state;
}
